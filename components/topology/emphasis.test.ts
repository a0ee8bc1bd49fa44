import { describe, expect, it } from 'vitest'
import { emphasise } from './emphasis'
import { smallScene } from './scene-support'

const scene = smallScene()
const graph = { nodes: scene.nodes.map(({ node }) => node), edges: scene.edges.map(({ edge }) => edge) }
const none = new Set<string>()

describe('emphasise', () => {
  it('fades nothing without a search and a path', () => {
    const { pathIds, dimIds } = emphasise(graph, { matchIds: null, matchEdgeIds: none, pathIds: none })
    expect([pathIds.size, dimIds.size]).toEqual([0, 0])
  })

  it('lights the boxes of lit rows and fades the rest', () => {
    const path = new Set(['guest-nic:web1/net0', 'tap:vnet0', 'tap:vnet0--guest-nic:web1/net0'])
    const { pathIds, dimIds } = emphasise(graph, { matchIds: null, matchEdgeIds: none, pathIds: path })
    expect(pathIds.has('guest:web1')).toBe(true)
    expect([...dimIds].sort()).toEqual([
      'bridge:br0',
      'nic:eth0',
      'nic:eth0--port:eth0',
      'port:eth0',
      'port:vnet0',
      'port:vnet0--tap:vnet0',
    ])
  })

  it('keeps an edge between two matches, and the box of a matching row', () => {
    const matches = new Set(['port:vnet0', 'tap:vnet0'])
    const { dimIds } = emphasise(graph, {
      matchIds: matches,
      matchEdgeIds: new Set(['port:vnet0--tap:vnet0']),
      pathIds: none,
    })
    expect(dimIds.has('bridge:br0')).toBe(false)
    expect(dimIds.has('port:eth0')).toBe(true)
    expect(dimIds.has('port:vnet0--tap:vnet0')).toBe(false)
    expect(dimIds.has('nic:eth0--port:eth0')).toBe(true)
  })

  it('keeps a fold bright for any of its members', () => {
    const folded = {
      nodes: graph.nodes.map((node) => (node.id === 'nic:eth0' ? { ...node, folds: ['nic:eth7'] } : node)),
      edges: [],
    }
    expect(
      emphasise(folded, { matchIds: new Set(['nic:eth7']), matchEdgeIds: none, pathIds: none }).dimIds.has('nic:eth0'),
    ).toBe(false)
  })
})
