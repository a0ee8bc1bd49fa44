import { describe, expect, it } from 'vitest'
import { guestPath } from '@/lib/core/path/guest-path'
import { buildGraph } from '@/lib/core/topology/build'
import { sampleState } from '@/lib/core/topology/testing/sample-host'
import { whyVlan } from './why-vlan'

const state = sampleState()
const graph = buildGraph(state)

function why(id: string) {
  const node = graph.nodes.find((each) => each.id === id)
  if (!node) throw new Error(`no node ${id}`)
  return whyVlan(state, graph, node, guestPath(state, graph, id))
}
const winnerOf = (id: string) => why(id).find(({ isWinner }) => isWinner)

describe('whyVlan', () => {
  it('finds the VLAN link under a plain bridge', () => {
    expect(why('guest-nic:uuid-web1/net0').map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'interface <vlan>: none',
      'portgroup: none',
      'network: none',
      'VLAN link under the bridge: access 125',
    ])
    expect(winnerOf('guest-nic:uuid-web1/net0')?.label).toBe('VLAN link under the bridge')
  })

  it('takes the portgroup before the network', () => {
    expect(winnerOf('guest-nic:uuid-fw1/net2')).toMatchObject({ label: 'portgroup vlan-125', value: 'access 125' })
  })

  it('says nothing of other nodes, and has no winner without a VLAN', () => {
    expect(why('nic:eth1')).toEqual([])
    expect(winnerOf('guest-nic:uuid-db2/net1')).toBeUndefined()
  })
})
