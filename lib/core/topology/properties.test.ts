import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildGraph } from './build'
import { describeNode } from './facts/facts'
import { largeState } from './testing/large-host'
import { randomState } from './testing/random-state'
import { sampleState } from './testing/sample-host'
import { allScenarios } from './testing/scenarios'
import { foldGraph } from './fold/fold'
import type { Graph } from './graph/graph'
import { Graph as GraphSchema } from './graph/graph'
import { placeGraph } from './place/place'
import type { Box, Scene, SceneNode } from './place/scene'
import { toWiringRows } from '../path/wiring-rows'

const none: ReadonlySet<string> = new Set()
const fold = (graph: Graph) => foldGraph(graph, { expanded: none, keep: none })

const expectSound = (graph: Graph) => {
  expect(GraphSchema.safeParse(graph).success).toBe(true)
  const ids = new Set(graph.nodes.map((node) => node.id))
  expect(ids.size).toBe(graph.nodes.length)
  expect(new Set(graph.edges.map((edge) => edge.id)).size).toBe(graph.edges.length)
  for (const edge of graph.edges) expect([ids.has(edge.from), ids.has(edge.to)], edge.id).toEqual([true, true])
  for (const node of graph.nodes) if (node.parent !== null) expect(ids.has(node.parent), node.id).toBe(true)
  for (const node of graph.nodes) expect(node.health === 'ok' || node.healthReason !== '', node.id).toBe(true)
}

const overlaps = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const expectClear = (scene: Scene) => {
  const outer = scene.nodes.filter((each) => each.node.parent === null)
  for (const [index, one] of outer.entries())
    for (const other of outer.slice(index + 1))
      if (overlaps(one.box, other.box)) throw new Error(`${one.node.id} overlaps ${other.node.id}`)
  for (const edge of scene.edges) {
    for (const [index, to] of edge.points.entries()) {
      const from = edge.points[index - 1]
      if (!from) continue
      if (from.x !== to.x && from.y !== to.y) throw new Error(`${edge.edge.id} is not orthogonal`)
      const hit = outer.find((each) => crosses(from, to, each) && !isEndOf(scene, edge.edge, each))
      if (hit) throw new Error(`${edge.edge.id} goes through ${hit.node.id}`)
    }
  }
}

const crosses = (from: { x: number; y: number }, to: { x: number; y: number }, { box }: SceneNode) =>
  Math.max(from.x, to.x) > box.x + 0.5 &&
  Math.min(from.x, to.x) < box.x + box.width - 0.5 &&
  Math.max(from.y, to.y) > box.y + 0.5 &&
  Math.min(from.y, to.y) < box.y + box.height - 0.5

const isEndOf = (scene: Scene, edge: { from: string; to: string }, { node }: SceneNode) =>
  [edge.from, edge.to].some((id) => {
    let current: string | null = id
    for (let depth = 0; current !== null && depth < 4; depth++) {
      if (current === node.id) return true
      current = scene.nodes.find((each) => each.node.id === current)?.node.parent ?? null
    }
    return false
  })

const expectRowsInside = (scene: Scene) => {
  const boxes = new Map(scene.nodes.map((each) => [each.node.id, each.box]))
  for (const { node, box } of scene.nodes) {
    const outer = node.parent === null ? undefined : boxes.get(node.parent)
    if (!outer) continue
    expect(box.y >= outer.y && box.y + box.height <= outer.y + outer.height, `${node.id} in ${node.parent ?? ''}`).toBe(
      true,
    )
  }
}

const check = (graph: Graph) => {
  expectSound(graph)
  const scene = placeGraph(graph)
  expect(scene.nodes).toHaveLength(graph.nodes.length)
  expect(scene.edges).toHaveLength(graph.edges.length)
  expectRowsInside(scene)
  expectClear(scene)
}

describe('graphs and scenes', () => {
  it.each([...allScenarios(), ['sample', sampleState()] as const])('are sound for scenario %s', (_, state) => {
    const graph = buildGraph(state)
    check(graph)
    check(fold(graph))
  })

  it('are sound for a large host, folded', () => {
    check(fold(buildGraph(largeState())))
  })

  it('are sound, and the same each time, for any host', () => {
    fc.assert(
      fc.property(randomState, (state) => {
        const graph = buildGraph(state)
        check(graph)
        check(fold(graph))
        expect(buildGraph(structuredClone(state))).toEqual(graph)
        expect(placeGraph(buildGraph(structuredClone(state)))).toEqual(placeGraph(graph))
      }),
      { numRuns: 40 },
    )
  })

  it('can be described, listed and traced for any host', () => {
    fc.assert(
      fc.property(randomState, (state) => {
        const graph = buildGraph(state)
        for (const node of graph.nodes) expect(describeNode(state, graph, node.id)).not.toBeNull()
        expect(toWiringRows(state, graph)).toHaveLength(state.guests.flatMap((guest) => guest.nics).length)
      }),
      { numRuns: 30 },
    )
  })

  it('show every link, port and guest NIC', () => {
    fc.assert(
      fc.property(randomState, (state) => {
        const names = new Set(buildGraph(state).nodes.map((node) => node.name))
        const ports = (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => port.name))
        for (const name of [...ports, ...state.guests.map((guest) => guest.name)]) expect(names).toContain(name)
      }),
      { numRuns: 30 },
    )
  })
})
