import { describe, expect, it } from 'vitest'
import { changedNodes, nodeSignatures } from './node-changes'
import { sceneNode } from './testing/scene'

const box = { x: 0, y: 0, width: 1, height: 1 }
const graph = (lines: string[], more: string[] = []) => ({
  nodes: [sceneNode('a', box, { lines }).node, ...more.map((id) => sceneNode(id, box).node)],
  edges: [],
})

describe('changedNodes', () => {
  it('finds changed and new nodes', () => {
    const before = nodeSignatures(graph(['1G'], ['same']))
    expect([...changedNodes(before, nodeSignatures(graph(['10G'], ['same', 'new'])))]).toEqual(['a', 'new'])
  })

  it('finds nothing in the first picture or an equal one', () => {
    const signatures = nodeSignatures(graph(['1G']))
    expect(changedNodes(null, signatures).size).toBe(0)
    expect(changedNodes(signatures, nodeSignatures(graph(['1G']))).size).toBe(0)
  })
})
