'use client'

import type { Column } from '@/components/ui/DataTable'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import { useNow } from '@/lib/client/clock'
import { countOf, formatAge } from '@/lib/client/format'
import type { NetworkState, SourceReport, Unrecognised } from '@/lib/core/model/network-state'
import { MonoText, ObjectName, ProseCell } from './cells'
import { FollowingSection } from './FollowingSection'
import { ObjectTable } from './ObjectTable'
import { ToolList } from './ReadinessReport'
import { SourceProblems } from './SourceProblems'
import { SOURCE_NAMES } from './source-names'

type IndexedUnrecognised = Unrecognised & { key: string }

const UNRECOGNISED_COLUMNS: readonly Column<IndexedUnrecognised>[] = [
  {
    id: 'what',
    title: 'What it seems to be',
    isName: true,
    value: (row) => row.what,
    cell: (row) => <ProseCell text={row.what} />,
  },
  {
    id: 'name',
    title: 'Belongs to',
    value: (row) => row.name,
    cell: (row) => (row.name === null ? '–' : <ObjectName name={row.name} />),
  },
  {
    id: 'source',
    title: 'Read from',
    value: (row) => SOURCE_NAMES[row.source],
    cell: (row) => SOURCE_NAMES[row.source],
  },
  { id: 'raw', title: 'As the host said it', value: (row) => row.raw, cell: (row) => <MonoText text={row.raw} /> },
]

/** How each source of the last reading went. */
export function Diagnostics({ state }: { state: NetworkState }) {
  const unrecognised = state.unrecognised.map((each, index) => ({ ...each, key: `${index}` }))
  return (
    <>
      <FollowingSection />
      <section aria-labelledby="sources-title" className="flex flex-col gap-2">
        <h2 id="sources-title" className="text-14">
          Sources
        </h2>
        <ul className="divide-y divide-line-1 rounded-card border border-line-2 bg-surface-1">
          {state.sources.map((source) => (
            <SourceItem key={source.id} source={source} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="tools-title" className="flex flex-col gap-2">
        <h2 id="tools-title" className="text-14">
          Tools
        </h2>
        <ToolList tools={state.tools} />
      </section>
      <ObjectTable
        id="unrecognised"
        title="Not recognised"
        note="kept as the host said it, never dropped"
        columns={UNRECOGNISED_COLUMNS}
        rows={unrecognised}
        rowKey={(row) => row.key}
        empty="Everything the host said was understood."
      />
    </>
  )
}

const SOURCE_GLYPHS: Record<SourceReport['status'], GlyphStatus> = {
  ok: 'ok',
  partial: 'warn',
  missing: 'off',
  failed: 'error',
}

function SourceItem({ source }: { source: SourceReport }) {
  const nowMs = useNow()
  return (
    <li className="flex flex-col gap-2 px-3 py-2 text-12">
      <details>
        <summary className="flex list-none items-center gap-2 rounded-chip max-md:min-h-8 [&::-webkit-details-marker]:hidden">
          <StatusGlyph status={SOURCE_GLYPHS[source.status]} />
          <b>{SOURCE_NAMES[source.id]}</b>
          <span className="text-fg-2">{source.status}</span>
          <span className="flex-1" />
          <span className="text-fg-3">
            {countOf(source.commands.length, 'command')}
            {nowMs === 0 ? '' : `, ${formatAge(nowMs - source.readAtMs)} old`}
          </span>
        </summary>
        <ul className="mt-1.5 flex flex-col gap-0.5 pl-5 font-mono text-11 text-fg-2">
          {source.commands.map((command) => (
            <li key={command} className="break-all">
              {command}
            </li>
          ))}
        </ul>
      </details>
      {source.problems.length > 0 && <SourceProblems source={source} isTitled={false} />}
    </li>
  )
}
