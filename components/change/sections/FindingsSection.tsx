'use client'

import { Badge } from '@/components/ui/Badge'
import { Icon } from '@/components/ui/Icon'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { TextField } from '@/components/fields/TextField'
import type { Change } from '@/lib/contract/changes'
import type { Finding } from '@/lib/core/lint/finding'
import { FindingDetails } from '@/components/findings/FindingDetails'
import { FINDING_GLYPHS } from '@/components/findings/finding-list'
import { PanelSection } from './PanelSection'
import { PlanWithCure } from './PlanWithCure'

type Props = {
  change: Pick<Change, 'id' | 'hostId' | 'intents' | 'findings' | 'accepts' | 'status'>
  /** Reasons given here for findings that were not accepted before, by key. */
  reasons: ReadonlyMap<string, string>
  onReason: (key: string, reason: string) => void
}

/** What the plan breaks and what it cures. An error must be accepted, with a reason that the audit keeps. */
export function FindingsSection({ change, reasons, onReason }: Props) {
  const { created, solved } = change.findings
  if (created.length + solved.length === 0)
    return (
      <PanelSection title="Findings after this change">
        <p className="text-fg-2">It neither causes nor solves a known problem.</p>
      </PanelSection>
    )
  const accepted = new Map(change.accepts.map(({ key, reason }) => [key, reason]))
  return (
    <PanelSection title="Findings after this change">
      <ul className="flex flex-col gap-2">
        {created.map((finding) => (
          <Created
            key={finding.key}
            change={change}
            finding={finding}
            accepted={accepted.get(finding.key) ?? null}
            reason={change.status === 'planned' ? (reasons.get(finding.key) ?? '') : null}
            onReason={(reason) => onReason(finding.key, reason)}
          />
        ))}
        {solved.map((finding) => (
          <li key={finding.key} className="grid grid-cols-[14px_1fr_auto] items-baseline gap-x-2">
            <span className="text-ok">
              <Icon name="check" />
            </span>
            <span className="min-w-0 break-words">
              <span className="text-fg-2">solved:</span> {finding.title}
            </span>
            <Badge>{finding.rule}</Badge>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

type CreatedProps = {
  change: Props['change']
  finding: Finding
  accepted: string | null
  /** Null: nothing can be accepted any more. */
  reason: string | null
  onReason: (reason: string) => void
}

function Created({ change, finding, accepted, reason, onReason }: CreatedProps) {
  return (
    <li className="flex flex-col gap-1">
      <div className="grid grid-cols-[14px_1fr_auto] items-baseline gap-x-2">
        <span className="self-center">
          <StatusGlyph status={FINDING_GLYPHS[finding.severity]} label={finding.severity} />
        </span>
        <span className="min-w-0 break-words">
          <span className="text-fg-2">new:</span> {finding.title}
        </span>
        <Badge tone={finding.severity === 'error' ? 'error' : 'plain'}>{finding.rule}</Badge>
      </div>
      <div className="pl-5.5">
        <FindingDetails finding={finding} />
        {reason !== null && <PlanWithCure change={change} finding={finding} />}
        {accepted !== null && <p className="text-fg-2">Accepted: {accepted}</p>}
        {accepted === null && finding.severity === 'error' && reason !== null && (
          <TextField
            label={`Why ${finding.rule} may be so`}
            hint="The change waits for a reason; the audit keeps it."
            value={reason}
            maxLength={500}
            onChange={(event) => onReason(event.target.value)}
          />
        )}
      </div>
    </li>
  )
}
