'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { ExportMenu } from '@/components/fields/ExportMenu'
import { useHost } from '@/components/host/host-context'
import { Badge } from '@/components/ui/Badge'
import { EmptyState } from '@/components/ui/EmptyState'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { countOf } from '@/lib/client/format'
import { useUrlState } from '@/lib/client/url-state'
import { wiringHref } from '@/lib/client/wiring-link'
import type { Finding } from '@/lib/core/lint/finding'
import { runLint } from '@/lib/core/lint/run-lint'
import type { NetworkState } from '@/lib/core/model/network-state'
import { FindingDetails } from './FindingDetails'
import { FINDING_GLYPHS, searchFindings } from './finding-list'
import { StageCure } from './StageCure'

const EXPORT = [
  { title: 'Rule', value: ({ rule }: Finding) => rule },
  { title: 'Severity', value: ({ severity }: Finding) => severity },
  { title: 'Finding', value: ({ title }: Finding) => title },
  { title: 'Evidence', value: ({ evidence }: Finding) => evidence.join('; ') },
  { title: 'Consequence', value: ({ consequence }: Finding) => consequence },
  { title: 'Cure', value: ({ cure }: Finding) => cure },
] as const

export function FindingsList({ state }: { state: NetworkState }) {
  const host = useHost()
  const [params] = useUrlState()
  const findings = useMemo(() => runLint(state), [state])
  const query = params.get('q') ?? ''
  const shown = searchFindings(findings, query)
  if (findings.length === 0)
    return (
      <EmptyState icon="check" title="Nothing found">
        <p>None of the rules sees a problem in the wiring of {host.name} as it was last read.</p>
      </EmptyState>
    )
  return (
    <section aria-label="Findings" className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <span className="flex-1 text-12 text-fg-3">
          {query === '' ? countOf(findings.length, 'finding') : `${shown.length} of ${findings.length}`}
        </span>
        <ExportMenu fileName={`${host.name}-findings`} columns={EXPORT} rows={shown} />
      </div>
      {shown.length === 0 && <p className="text-fg-2">Nothing here matches the search.</p>}
      <ul className="flex flex-col gap-2">
        {shown.map((finding) => (
          <li
            key={finding.key}
            className="grid grid-cols-[14px_1fr_auto] gap-x-2.5 gap-y-1 rounded-card border border-line-2 bg-surface-1 px-4 py-3"
          >
            <span className="pt-1">
              <StatusGlyph status={FINDING_GLYPHS[finding.severity]} label={finding.severity} />
            </span>
            <h2 className="min-w-0 text-13 break-words">{finding.title}</h2>
            <Badge tone={finding.severity === 'error' ? 'error' : finding.severity === 'warning' ? 'warn' : 'plain'}>
              {finding.rule}
            </Badge>
            <div className="col-start-2 flex max-w-180 flex-col gap-1.5">
              <FindingDetails finding={finding} />
              <StageCure hostId={host.id} edits={finding.edits} />
              <Link
                href={wiringHref(host.id, finding.nodeId)}
                className="w-fit rounded-chip text-12 text-accent hover:underline"
              >
                Show it in the wiring
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
