'use client'

import { useMemo } from 'react'
import { useHost } from '@/components/host/host-context'
import { Section } from '@/components/topology/inspector/InspectorParts'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { runLint } from '@/lib/core/lint/run-lint'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { FindingDetails } from './FindingDetails'
import { FINDING_GLYPHS, findingsAt } from './finding-list'
import { StageCure } from './StageCure'

type Props = { state: NetworkState; graph: Graph; node: GraphNode }

/** What the rules say of the selected node and of the rows in it; nothing where they are silent. */
export function NodeFindings({ state, graph, node }: Props) {
  const host = useHost()
  const all = useMemo(() => runLint(state), [state])
  const ids = new Set([node.id, ...graph.nodes.filter(({ parent }) => parent === node.id).map(({ id }) => id)])
  const found = findingsAt(all, ids)
  if (found.length === 0) return null
  return (
    <Section title="Findings" aside={found.length}>
      <ul className="flex flex-col gap-2">
        {found.map((finding) => (
          <li key={finding.key} className="grid grid-cols-[14px_1fr_auto] items-baseline gap-x-2">
            <span className="self-center">
              <StatusGlyph status={FINDING_GLYPHS[finding.severity]} label={finding.severity} />
            </span>
            <b className="min-w-0 break-words">{finding.title}</b>
            <span className="font-mono text-fg-3">{finding.rule}</span>
            <div className="col-start-2">
              <FindingDetails finding={finding} />
              <StageCure hostId={host.id} edits={finding.edits} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
