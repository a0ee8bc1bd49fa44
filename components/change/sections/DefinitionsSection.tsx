import { diffLines } from '@/lib/core/plan/line-diff'
import type { DiffLine } from '@/lib/core/plan/line-diff'
import type { DefinitionChange, Plan } from '@/lib/core/plan/step'
import { countOf } from '@/lib/client/format'
import { PanelSection } from './PanelSection'

type Props = { plan: Plan; guestNames: ReadonlyMap<string, string> }

/** libvirt's definitions before and after, line by line. Elements that we do not know are shown with the rest. */
export function DefinitionsSection({ plan, guestNames }: Props) {
  return (
    <>
      {plan.definitions.map((definition) => (
        <Definition
          key={`${definition.kind} ${definition.owner} ${definition.scope}`}
          definition={definition}
          name={definition.kind === 'guest' ? (guestNames.get(definition.owner) ?? definition.owner) : definition.owner}
        />
      ))}
    </>
  )
}

function Definition({ definition, name }: { definition: DefinitionChange; name: string }) {
  const lines = diffLines(definition.before, definition.after)
  const kept = lines.reduce((sum, line) => sum + (line.kind === 'fold' ? line.count : line.kind === 'kept' ? 1 : 0), 0)
  const title = `${definition.kind === 'guest' ? 'Guest' : 'Network'} ${name}, ${definition.scope}`
  return (
    <PanelSection title={title} aside={kept === 0 ? undefined : `${countOf(kept, 'other line')} kept`}>
      <div
        role="group"
        aria-label={`Difference of ${title}`}
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-node border border-line-1 bg-surface-1 font-mono text-11"
      >
        {lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </div>
    </PanelSection>
  )
}

const SIGNS = { kept: '', added: '+', removed: '−' } as const
const TONES = { kept: '', added: 'bg-plan-wash', removed: 'bg-err-wash' } as const
const SIGN_TONES = { kept: 'text-fg-3', added: 'text-plan', removed: 'text-err' } as const
const SPOKEN = { kept: '', added: 'added: ', removed: 'removed: ' } as const

function Line({ line }: { line: DiffLine }) {
  if (line.kind === 'fold')
    return (
      <details>
        <summary className="bg-surface-2 px-1.5 font-sans text-11 text-fg-3 hover:text-fg">
          {countOf(line.count, 'line')} kept
        </summary>
        {line.lines.map((text, index) => (
          <Line key={index} line={{ kind: 'kept', text }} />
        ))}
      </details>
    )
  return (
    <div className={`flex w-max min-w-full gap-1.5 px-1.5 leading-[18px] whitespace-pre ${TONES[line.kind]}`}>
      <span aria-hidden className={`w-2 flex-none ${SIGN_TONES[line.kind]}`}>
        {SIGNS[line.kind]}
      </span>
      <span className="sr-only">{SPOKEN[line.kind]}</span>
      {line.text}
    </div>
  )
}
