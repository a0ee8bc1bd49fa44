import type { Plan } from '@/lib/core/plan/step'
import { groupDisruptions, riskLines } from '../risk-lines'
import { Few, PanelSection } from './PanelSection'

const TONES = {
  R0: 'border-line-3',
  R1: 'border-warn text-warn',
  R2: 'border-err text-err',
  G: 'border-warn text-warn',
}

/** Our own way to the host and the guests: what this plan can break, and why. */
export function RiskSection({ plan }: { plan: Plan }) {
  return (
    <PanelSection title="Risk" aside="what this plan can break">
      <dl className="grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-1.5">
        {riskLines(plan).map(({ code, text, details }) => (
          <div key={code} className="contents">
            <dt
              className={`mt-px grid h-5 min-w-8 place-items-center rounded-chip border px-1.5 font-mono text-11 font-strong ${TONES[code]}`}
            >
              {code}
            </dt>
            <dd className="min-w-0 break-words">
              <span>{text}</span>
              {details.map((detail) => (
                <span key={detail} className="block text-fg-2">
                  {detail}
                </span>
              ))}
              {code === 'G' && <Guests plan={plan} />}
            </dd>
          </div>
        ))}
      </dl>
      <AtNextStart plan={plan} />
      {plan.warnings.map((warning) => (
        <p key={warning} className="text-warn">
          {warning}
        </p>
      ))}
    </PanelSection>
  )
}

function Guests({ plan }: { plan: Plan }) {
  return <Disrupted guests={plan.guestsDisrupted.filter(({ how }) => how !== 'power cycle')} />
}

function AtNextStart({ plan }: { plan: Plan }) {
  return <Disrupted guests={plan.guestsDisrupted.filter(({ how }) => how === 'power cycle')} />
}

function Disrupted({ guests }: { guests: Plan['guestsDisrupted'] }) {
  if (guests.length === 0) return null
  return (
    <Few
      shown={4}
      items={groupDisruptions(guests).map(({ key, name, text, why }) => (
        <li key={key}>
          <b className="font-mono">{name}</b> {text}
          <span className="block text-fg-2">{why}</span>
        </li>
      ))}
    />
  )
}
