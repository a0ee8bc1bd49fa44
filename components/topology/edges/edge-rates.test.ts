import { describe, expect, it } from 'vitest'
import { buildGraph } from '@/lib/core/topology/build'
import { foldGraph } from '@/lib/core/topology/fold/fold'
import { sampleState } from '@/lib/core/topology/testing/sample-host'
import { placeGraph } from '@/lib/core/topology/place/place'
import { edgeSources, rateAt } from './edge-rates'

const at = (x: number, y: number) => ({ x, y })

describe('rateAt', () => {
  it('takes the level stretch nearest the guest that has room', () => {
    expect(rateAt({ points: [at(0, 0), at(40, 0), at(40, 9), at(50, 9)] })).toEqual({ x: 20, y: 0, width: 40 })
    expect(rateAt({ points: [at(0, 0), at(40, 0), at(40, 9), at(80, 9)] })).toEqual({ x: 60, y: 9, width: 40 })
  })
  it('finds none on an upright line', () => {
    expect(rateAt({ points: [at(0, 0), at(0, 90)] })).toBeNull()
  })
})

describe('edgeSources', () => {
  const state = sampleState()
  const graph = buildGraph(state)
  const scene = placeGraph(foldGraph(graph, { over: 1000, expanded: new Set(), keep: new Set() }))
  const sources = edgeSources(state, graph, scene)
  const kindOf = (id: string) => graph.nodes.find((node) => node.id === id)?.kind

  it('gives the line of a guest NIC its tap, and the line into a bond its member', () => {
    for (const edge of graph.edges) {
      const source = sources.get(edge.id)
      if (source === undefined) continue
      if (kindOf(edge.from) === 'tap')
        expect(source.names).toEqual([graph.nodes.find(({ id }) => id === edge.from)?.name])
      if (kindOf(edge.to) === 'bond' && kindOf(edge.from) === 'nic')
        expect(source.names).toEqual([graph.nodes.find(({ id }) => id === edge.from)?.name])
    }
    expect(sources.size).toBeGreaterThan(4)
  })
})
