'use client'

import { useMemo } from 'react'
import { IncompleteNote } from '@/components/host/IncompleteNote'
import { Kbd } from '@/components/ui/Kbd'
import { useNow } from '@/lib/client/clock'
import { formatAge } from '@/lib/client/format'
import type { NetworkState, SourceReport } from '@/lib/core/model/network-state'
import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { nodesNeedingAttention } from '@/lib/core/topology/find/needs-attention'
import { StatusMark } from '../HealthGlyph'
import type { LensHost } from '../lens-host'
import { KIND_WORDS } from '../node-words'
import { countHost } from './host-counts'
import { InspectorBody, InspectorHead } from './Inspector'
import { Facts, RawText, Section } from './InspectorParts'

type HostSummaryProps = { host: LensHost; state: NetworkState; graph: Graph; onSelect: (id: string) => void }

/** What the inspector shows while nothing is selected: the host itself. */
export function HostSummary({ host, state, graph, onSelect }: HostSummaryProps) {
  const counts = useMemo(() => countHost(state), [state])
  const needing = useMemo(() => nodesNeedingAttention(graph), [graph])
  const isIncomplete = state.sources.some(({ status }) => status === 'failed' || status === 'partial')
  const missing = state.tools.filter((tool) => !tool.isPresent)
  return (
    <>
      <InspectorHead title={host.name}>
        <p className="mt-0.5 text-fg-2">
          Nothing selected. Click a box, or press <Kbd>/</Kbd> to search.
        </p>
      </InspectorHead>
      <InspectorBody>
        {isIncomplete ? (
          <Section>
            <IncompleteNote hostId={host.id} sources={state.sources} />
          </Section>
        ) : null}
        {needing.length > 0 ? (
          <Section title="Needs a look" aside={needing.length}>
            <ul>
              {needing.map((node) => (
                <NodeInNeed key={node.id} node={node} onSelect={onSelect} />
              ))}
            </ul>
          </Section>
        ) : null}
        <Section title="On this host">
          <Facts facts={counts.map(({ label, text }) => ({ label, value: text }))} />
        </Section>
        <Sources sources={state.sources} />
        {missing.length > 0 ? (
          <Section title="Not on this host" aside={missing.length}>
            <ul className="flex flex-col gap-1.5">
              {missing.map((tool) => (
                <li key={tool.name}>
                  <b className="font-mono">{tool.name}</b> <span className="text-fg-2">{tool.purpose}</span>
                  {tool.installCommand ? <RawText text={tool.installCommand} /> : null}
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        {state.unrecognised.length > 0 ? (
          <Section title="Not understood, kept as it came" aside={state.unrecognised.length}>
            {state.unrecognised.map((thing, index) => (
              // Two unknown things may print the same; their order is the host's and stays.
              <details key={index}>
                <summary className="wrap-anywhere">
                  {thing.what}
                  {thing.name ? <span className="font-mono"> {thing.name}</span> : null}
                </summary>
                <RawText text={thing.raw} />
              </details>
            ))}
          </Section>
        ) : null}
      </InspectorBody>
    </>
  )
}

function NodeInNeed({ node, onSelect }: { node: GraphNode; onSelect: (id: string) => void }) {
  return (
    <li>
      <button
        type="button"
        className="-mx-2 flex w-[calc(100%+16px)] items-start gap-2 rounded-node px-2 py-[5px] text-left hover:bg-surface-2"
        onClick={() => onSelect(node.id)}
      >
        <span className="flex pt-[3px]">
          <StatusMark health={node.health} ownership={node.ownership} />
        </span>
        <span>
          <span className="block text-12">
            <span className="font-mono">{node.name}</span> <span className="text-fg-3">{KIND_WORDS[node.kind]}</span>
          </span>
          <span className="block text-11/4 text-fg-2">{node.healthReason || node.lines.join(', ')}</span>
        </span>
      </button>
    </li>
  )
}

function Sources({ sources }: { sources: readonly SourceReport[] }) {
  const now = useNow()
  const messages = messagesBySource(sources)
  return (
    <Section title="Read from the host" aside="age">
      <dl>
        {sources.map((source) => (
          <div key={source.id} className="grid grid-cols-[1fr_auto] gap-2 text-11/5">
            <dt className="min-w-0 font-mono">
              {source.commands.map((command) => (
                <span key={command} className="block overflow-hidden text-ellipsis whitespace-nowrap">
                  {command}
                </span>
              ))}
              {(messages.get(source.id) ?? []).map((message) => (
                <span
                  key={message}
                  className={`block overflow-hidden font-sans leading-4 text-ellipsis ${STATUS_TONES[source.status]}`}
                >
                  {message}
                </span>
              ))}
            </dt>
            <dd className={`text-right ${source.status === 'ok' ? 'font-mono' : STATUS_TONES[source.status]}`}>
              {source.status === 'ok' ? (now > 0 ? formatAge(now - source.readAtMs) : '') : source.status}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-fg-2">Events push changes, full re-read every 10 s.</p>
    </Section>
  )
}

/** A host may well do without a tool: that is no warning. */
const STATUS_TONES: Record<SourceReport['status'], string> = {
  ok: '',
  missing: 'text-fg-3',
  partial: 'text-warn',
  failed: 'text-warn',
}

/** Each message once, at the first source that it is about. What is missing stands below, with what would install it. */
function messagesBySource(sources: readonly SourceReport[]): Map<string, string[]> {
  const said = new Set<string>()
  return new Map(
    sources.map(({ id, status, problems }) => {
      const fresh = status === 'missing' ? [] : problems.map(({ message }) => message).filter((each) => !said.has(each))
      for (const message of fresh) said.add(message)
      return [id, [...new Set(fresh)]]
    }),
  )
}
