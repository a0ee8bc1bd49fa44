import { describe, expect, it } from 'vitest'
import { buildGraph } from '../build'
import { sampleState } from '../testing/sample-host'
import { markDrift } from './mark-drift'

describe('markDrift', () => {
  const graph = buildGraph(sampleState())
  const id = 'bridge-port:br-ovs/vnet4'
  const marked = markDrift(graph, new Map([[id, ['tag 125 wanted, 126 found', 'mode access wanted, trunk found']]]))
  const node = marked.nodes.find((each) => each.id === id)

  it('says in the row what was wanted, and all of it in the reason', () => {
    expect(node).toMatchObject({ ownership: 'drifted', lines: ['tag 125 wanted'] })
    expect(node?.healthReason).toContain('mode access wanted, trunk found')
    expect(node?.terms).toContain('drifted')
  })

  it('touches nothing else', () => {
    const others = (nodes: typeof graph.nodes) => nodes.filter((each) => each.id !== id)
    expect(others(marked.nodes)).toEqual(others(graph.nodes))
    expect(markDrift(graph, new Map())).toBe(graph)
  })
})
