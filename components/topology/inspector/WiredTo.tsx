'use client'

import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { KIND_WORDS, titleOf } from '../node-words'
import { Section } from './InspectorParts'

const SHOWN = 12

type WiredToProps = { graph: Graph; node: GraphNode; onSelect: (id: string) => void }

/** What stands in the box and what is plugged in on either side: a way on for keyboard and screen reader. */
export function WiredTo({ graph, node, onSelect }: WiredToProps) {
  const byId = new Map(graph.nodes.map((each) => [each.id, each]))
  const rows = graph.nodes.filter(({ parent }) => parent === node.id)
  const before = graph.edges.filter(({ to }) => to === node.id).map(({ from }) => from)
  const after = graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to)
  const resolve = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? [])
  const groups = [
    { label: 'in', nodes: resolve(node.parent === null ? [] : [node.parent]) },
    { label: node.kind === 'guest' ? 'NICs' : 'ports', nodes: rows },
    { label: 'to switch', nodes: resolve(before) },
    { label: 'to guest', nodes: resolve(after) },
  ].filter(({ nodes }) => nodes.length > 0)
  if (groups.length === 0) return null
  return (
    <Section title="Wired to">
      <dl>
        {groups.map(({ label, nodes }) => (
          <div key={label} className="grid grid-cols-[88px_1fr] gap-1">
            <dt className="text-fg-2">{label}</dt>
            <dd className="flex min-w-0 flex-wrap gap-1 py-0.5 text-11/5">
              {nodes.slice(0, SHOWN).map((each) => (
                <button
                  key={each.id}
                  type="button"
                  className="min-h-5 rounded-chip bg-surface-3 px-[5px] text-left font-mono wrap-anywhere hover:bg-accent-wash"
                  title={KIND_WORDS[each.kind]}
                  onClick={() => onSelect(each.id)}
                >
                  {titleOf(each, byId.get(each.parent ?? '') ?? null)}
                </button>
              ))}
              {nodes.length > SHOWN ? <span className="text-fg-3">and {nodes.length - SHOWN} more</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
