import { describe, expect, it } from 'vitest'
import { refKey } from '../objects/ref-words'
import { buildGraph } from '../topology/build'
import { hostState, link, nic } from '../topology/testing/fixtures'
import { sampleState } from '../topology/testing/sample-host'
import { manageableRefs } from '../objects/state-objects'
import { refOfNode } from './object-refs'

const MAC_OF_TAG1 = '52:54:00:aa:05:01'

describe('manageableRefs', () => {
  const keys = manageableRefs(sampleState()).map(refKey)

  it('names links, bridges, ports, networks and guests’ NICs', () => {
    expect(keys).toEqual(
      expect.arrayContaining([
        'link:br125',
        'link:bond0.125',
        'ovs-bridge:br-ovs',
        'ovs-port:br-ovs/ovsbond0',
        'network:ovsnet',
        `guest-nic:uuid-tag1/${MAC_OF_TAG1}`,
      ]),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('leaves out what is made anew with every start of a guest', () => {
    expect(keys.filter((key) => /vnet\d|macvtap/.test(key))).toEqual([])
  })
})

describe('manageableRefs of a host with tunnels', () => {
  it('leaves out what the kernel makes by itself', () => {
    const state = hostState({
      links: [
        nic('eth0'),
        link('ovs-system', 'ovs-datapath'),
        link('vxlan_sys_4789', 'ovs-datapath'),
        link('gre0', 'gre', { isFallback: true }),
        link('gre1', 'gre'),
      ],
    })
    expect(manageableRefs(state).map(refKey)).toEqual(['link:eth0', 'link:gre1'])
  })
})

describe('refOfNode', () => {
  const state = sampleState()
  const refs = new Map(buildGraph(state).nodes.map((node) => [node.id, refOfNode(state, node)]))
  const keyOf = (id: string): string | null => {
    const ref = refs.get(id) ?? null
    return ref === null ? null : refKey(ref)
  }

  it('knows the object behind a node', () => {
    expect(keyOf('bridge-port:br-ovs/vnet4')).toBe('ovs-port:br-ovs/vnet4')
    expect(keyOf('bond:br-ovs/ovsbond0')).toBe('ovs-port:br-ovs/ovsbond0')
    expect(keyOf('bond:bond0')).toBe('link:bond0')
    expect(keyOf('portgroup:ovsnet/web-20')).toBe('network:ovsnet')
    expect(keyOf('guest-nic:uuid-tag1/net0')).toBe(`guest-nic:uuid-tag1/${MAC_OF_TAG1}`)
    expect(keyOf('linux-bridge:br125')).toBe('link:br125')
  })

  it('finds none behind what is only seen', () => {
    expect(keyOf('guest:uuid-tag1')).toBeNull()
    expect(keyOf('switch:tor-a')).toBeNull()
  })
})
