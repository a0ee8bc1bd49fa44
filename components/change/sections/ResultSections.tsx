import type { Change } from '@/lib/contract/changes'
import type { Plan } from '@/lib/core/plan/step'
import { carriedAfter } from '@/lib/core/plan/effects/vlan-effect'
import { isNothingLeft } from '../change-words'
import { Few, PanelSection } from './PanelSection'

/** What each touched port carries afterwards, in words. */
export function CarriedSection({ plan }: { plan: Plan }) {
  const ports = carriedAfter(plan)
  if (ports.length === 0) return null
  return (
    <PanelSection title="VLANs afterwards" aside="per port">
      <Few
        items={ports.map(({ bridge, port, before, after }) => (
          <li key={`${bridge} ${port}`}>
            <b className="font-mono">{port}</b> of <span className="font-mono">{bridge}</span> {after}
            <span className="block text-fg-2">{before === null ? 'a new port' : `now it ${before}`}</span>
          </li>
        ))}
      />
    </PanelSection>
  )
}

/** What a reboot takes back: said before it is done, not found out after; and not once nothing is left of it to take. */
export function StoredSection({ change }: { change: Change }) {
  const { plan } = change
  if (plan.notStored.length === 0 || isNothingLeft(change)) return null
  return (
    <PanelSection title="After a reboot">
      <Few
        items={plan.notStored.map((text) => (
          <li key={text} className="text-warn">
            {text}
          </li>
        ))}
      />
    </PanelSection>
  )
}
