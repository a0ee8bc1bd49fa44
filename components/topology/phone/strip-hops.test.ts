import { describe, expect, it } from 'vitest'
import { guestPath } from '@/lib/core/path/guest-path'
import { buildGraph } from '@/lib/core/topology/build'
import { sampleState } from '@/lib/core/topology/testing/sample-host'
import { toStripHops } from './strip-hops'

describe('toStripHops', () => {
  it('goes from the tap to the switch and says where frames are tagged', () => {
    const state = sampleState()
    const graph = buildGraph(state)
    const { hops } = guestPath(state, graph, 'guest-nic:uuid-web1/net0')
    const stops = toStripHops(hops, (id) => graph.nodes.find((node) => node.id === id))
    expect(stops.map(({ name, detail, isTagged }) => `${name}: ${detail}${isTagged ? ' (tagged)' : ''}`)).toEqual([
      'vnet10: tap, mtu 1500',
      'br125: Linux · mtu 9000',
      'bond0.125: push 125, mtu 9000 (tagged)',
      'bond0: 802.3ad · LACP, 2 of 2 · mtu 9000 (tagged)',
      'eth1 | eth2: 10G · 9000 (tagged)',
      'tor-a: p1 | p2 (tagged)',
    ])
  })
})
