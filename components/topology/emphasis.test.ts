import { describe, expect, it } from 'vitest'
import { emphasise } from './emphasis'
import { smallScene } from './testing/scene'

const scene = smallScene()
const graph = { nodes: scene.nodes.map(({ node }) => node), edges: scene.edges.map(({ edge }) => edge) }
const none = new Set<string>()

describe('emphasise', () => {
  it('fades nothing without a search and a path', () => {
    const { pathIds, brightIds } = emphasise(graph, { matchIds: null, matchEdgeIds: none, pathIds: none })
    expect([pathIds.size, brightIds]).toEqual([0, null])
  })

  it('lights the boxes of lit rows and lets the rest fade', () => {
    const path = new Set(['guest-nic:web1/net0', 'tap:vnet0', 'tap:vnet0--guest-nic:web1/net0'])
    const { pathIds, brightIds } = emphasise(graph, { matchIds: null, matchEdgeIds: none, pathIds: path })
    expect(pathIds.has('guest:web1')).toBe(true)
    expect([...(brightIds ?? [])].sort()).toEqual([
      'guest-nic:web1/net0',
      'guest:web1',
      'tap:vnet0',
      'tap:vnet0--guest-nic:web1/net0',
    ])
  })

  it('keeps an edge between two matches, and the box of a matching row', () => {
    const matches = new Set(['port:vnet0', 'tap:vnet0'])
    const { brightIds } = emphasise(graph, {
      matchIds: matches,
      matchEdgeIds: new Set(['port:vnet0--tap:vnet0']),
      pathIds: none,
    })
    expect(brightIds?.has('bridge:br0')).toBe(true)
    expect(brightIds?.has('port:eth0')).toBe(false)
    expect(brightIds?.has('port:vnet0--tap:vnet0')).toBe(true)
    expect(brightIds?.has('nic:eth0--port:eth0')).toBe(false)
  })

  it('keeps a fold bright for any of its members', () => {
    const folded = {
      nodes: graph.nodes.map((node) => (node.id === 'nic:eth0' ? { ...node, folds: ['nic:eth7'] } : node)),
      edges: [],
    }
    expect(
      emphasise(folded, { matchIds: new Set(['nic:eth7']), matchEdgeIds: none, pathIds: none }).brightIds?.has(
        'nic:eth0',
      ),
    ).toBe(true)
  })
})
