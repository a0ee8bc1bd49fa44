import { describe, expect, it } from 'vitest'
import { replaceEqualDeep } from '@/lib/core/model/replace-equal-deep'
import type { NetworkState } from '@/lib/core/model/network-state'
import { buildGraph } from '@/lib/core/topology/build'
import { sampleState } from '@/lib/core/topology/testing/sample-host'
import { placeGraph } from '@/lib/core/topology/place/place'
import type { SceneEdge, SceneNode } from '@/lib/core/topology/place/scene'
import { accessVlan } from '@/lib/core/vlan/make'
import { emphasise } from './emphasis'
import { selectEdgeView, selectNodeView } from './view-selector'
import { sceneEdge, smallScene } from './testing/scene'
import type { WiringNode } from './nodes/node-types'
import { socketsOf, toSceneItems } from './scene-items'
import { toFlowNodes } from './to-flow'
import { createViewStore, keepEqual } from './view-store'
import { NO_VIEW, type WiringView } from './wiring-view'

const scene = smallScene()
const graph = { nodes: scene.nodes.map(({ node }) => node), edges: scene.edges.map(({ edge }) => edge) }
const NONE = new Set<string>()

const atRest = (): WiringView => ({ ...NO_VIEW, sockets: socketsOf(scene) })

/** Which nodes and edges of the small scene draw again when the view changes. */
function drawnAgain(before: WiringView, after: WiringView): string[] {
  const store = createViewStore(before)
  const readers = [
    ...graph.nodes.map((node) => ({ id: node.id, read: keepEqual(() => selectNodeView(store.get(), node)) })),
    ...graph.edges.map((edge) => ({ id: edge.id, read: keepEqual(() => selectEdgeView(store.get(), edge)) })),
  ]
  const parts = readers.map(({ read }) => read())
  const drawn: string[] = []
  store.subscribe(() => {
    for (const [at, { id, read }] of readers.entries()) if (read() !== parts[at]) drawn.push(id)
  })
  store.set(after)
  return drawn
}

describe('the view of a node', () => {
  it('stays the same object in a view that says the same of it', () => {
    expect(drawnAgain(atRest(), atRest())).toEqual([])
  })

  it('differs for what was selected and what is', () => {
    const select = (selectedId: string) => ({ ...atRest(), selectedId })
    expect(drawnAgain(select('tap:vnet0'), select('nic:eth0')).sort()).toEqual(['nic:eth0', 'tap:vnet0'])
  })

  it('differs along a lit path only, though all the rest fades', () => {
    const pathIds = new Set(['guest-nic:web1/net0', 'tap:vnet0', 'tap:vnet0--guest-nic:web1/net0'])
    const lit = { ...atRest(), ...emphasise(graph, { matchIds: null, matchEdgeIds: NONE, pathIds }) }
    expect(drawnAgain(atRest(), lit).sort()).toEqual([...pathIds, 'guest:web1'].sort())
  })

  it('differs for matches of a search only', () => {
    const found = emphasise(graph, { matchIds: new Set(['nic:eth0']), matchEdgeIds: NONE, pathIds: NONE })
    expect(drawnAgain(atRest(), { ...atRest(), ...found, focusVlan: 125 })).toEqual(['nic:eth0'])
  })

  it('differs for what flashes now and what did before', () => {
    const flash = (reading: number, ids: string[]) => ({ ...atRest(), reading, changedIds: new Set(ids) })
    expect(drawnAgain(flash(1, ['nic:eth0']), flash(2, ['tap:vnet0']))).toEqual(['tap:vnet0', 'nic:eth0'])
    expect(drawnAgain(flash(1, ['nic:eth0']), flash(2, ['nic:eth0'])), 'the flash begins again').toEqual(['nic:eth0'])
  })

  it('keeps a box bright for any of its rows', () => {
    const [guest, row] = scene.nodes
    if (!guest || !row) throw new Error('the small scene begins with a guest and its NIC')
    const view = { ...atRest(), brightIds: new Set([row.node.id]) }
    expect(selectNodeView(view, guest.node).isBright).toBe(false)
    expect(selectNodeView(view, guest.node, [row]).isBright).toBe(true)
  })
})

describe('the colour of an edge', () => {
  const [from, , to] = scene.nodes
  if (!from || !to) throw new Error('the small scene has more nodes')
  const { edge }: SceneEdge = sceneEdge(from, to, {
    vlan: accessVlan(125),
  })
  const hues = new Map([[125, 3]])

  it("is its VLAN's while that is searched and it matches, else none", () => {
    const view = { ...atRest(), hues, focusVlan: 125, brightIds: new Set([edge.id]) }
    expect(selectEdgeView(view, edge).stroke).toBe('var(--vlan-3)')
    expect(selectEdgeView({ ...view, brightIds: NONE }, edge).stroke).toBeNull()
    expect(selectEdgeView({ ...view, focusVlan: 126 }, edge).stroke).toBeNull()
  })

  it("is the path's on the path, the accent where the path has no VLAN", () => {
    const view = { ...atRest(), hues, pathIds: new Set([edge.id]), pathVlan: 125 }
    expect(selectEdgeView(view, edge).stroke).toBe('var(--vlan-3)')
    expect(selectEdgeView({ ...view, pathVlan: null }, edge).stroke).toBe('var(--accent)')
  })
})

describe('a patch', () => {
  const partsOf = ({ data }: WiringNode): SceneNode[] => [data.item.top, ...data.item.rows]
  const drawnOf = (state: NetworkState) => {
    const placed = placeGraph(buildGraph(state))
    return { nodes: toFlowNodes(toSceneItems(placed)), edges: placed.edges }
  }

  it('leaves what it does not touch the very object that was drawn', () => {
    const before = sampleState()
    const first = drawnOf(before)
    const name = before.links.find(({ master, kind }) => master !== null && kind === 'tap')?.name
    const links = before.links.map((link) =>
      link.name === name ? { ...link, isUp: false, hasCarrier: false, operState: 'down' as const } : link,
    )
    const next = replaceEqualDeep(first, drawnOf({ ...before, links }))
    const drawnOnce = new Set<unknown>([...first.nodes.flatMap(partsOf), ...first.edges])
    const isNew = (part: SceneNode | SceneEdge) => !drawnOnce.has(part)
    const nodes = next.nodes.flatMap(partsOf).filter(isNew)
    expect(nodes.map(({ node }) => node.id)).toEqual([`bridge-port:br125/${name ?? ''}`, `tap:${name ?? ''}`])
    expect(next.edges.filter(isNew).map(({ edge }) => edge.to)).toEqual([
      `tap:${name ?? ''}`,
      'guest-nic:uuid-web1/net0',
    ])
  })
})
