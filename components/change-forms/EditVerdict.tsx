import { ErrorNote } from '@/components/ui/ErrorNote'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { PlanIssue } from '@/lib/core/intents/intent'
import type { Plan } from '@/lib/core/plan/step'
import type { EditCheck } from './check-edit'
import { Note } from './fields/Note'

type Props = {
  check: EditCheck
  /** Issues of fields that are not shown. */
  unplaced: readonly PlanIssue[]
  /** Other edits are staged, with which this one is planned. */
  hasOthers: boolean
}

/** What planning says of the edit as it stands, below its fields. */
export function EditVerdict({ check, unplaced, hasOthers }: Props) {
  const { plan, warnings, otherIssues, isSoAlready } = check
  return (
    <div className="flex flex-col gap-2 border-t border-line-1 pt-3 [form:empty+&]:border-t-0 [form:empty+&]:pt-0">
      {unplaced.map(({ path, message }) => (
        <ErrorNote key={`${path} ${message}`} title="This does not fit the host" message={message} />
      ))}
      {otherIssues.map((message) => (
        <ErrorNote
          key={message}
          tone="warn"
          title={hasOthers ? 'With the other edits' : 'It cannot be done so'}
          message={message}
        />
      ))}
      {warnings.map((warning) => (
        <Note key={warning}>{warning}</Note>
      ))}
      <p aria-live="polite" className="flex items-center gap-1.5 text-12 text-fg-2">
        {isSoAlready ? (
          <>
            <StatusGlyph status="off" />
            The host is so already: nothing to do.
          </>
        ) : plan === null ? (
          <>
            <StatusGlyph status="off" />
            Not ready to be planned yet.
          </>
        ) : (
          <>
            <StatusGlyph status={plan.risk.level === 'R0' ? 'ok' : 'warn'} />
            {planWords(plan)}
          </>
        )}
      </p>
      {plan !== null && plan.risk.reasons.length > 0 && (
        <details className="text-12 text-fg-2">
          <summary className="rounded-chip">What of it touches guests or the way to the host</summary>
          <ul className="flex list-disc flex-col gap-0.5 pt-1 pl-4">
            {plan.risk.reasons.map((reason) => (
              <li key={reason} className="break-words">
                {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

const RISK_WORDS = {
  R0: 'the way to the host is not touched',
  R1: 'the way to the host is touched, its address stays',
  R2: 'the way to the host changes',
} as const

function planWords({ steps, risk }: Plan): string {
  return `${steps.length === 1 ? '1 step' : `${steps.length} steps`} in the change; ${RISK_WORDS[risk.level]}.`
}
