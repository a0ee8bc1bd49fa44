'use client'

import type { GuestPath } from '@/lib/core/path/guest-path'
import { Section } from './InspectorParts'

/** A verdict fits beside the title only when it is as short as "MTU 9000 all the way". */
const FITS_BESIDE = 24

/** The way to the switch as chips in order, and what happens to tag and MTU on it, in sentences. */
export function PathSection({ path, onSelect }: { path: GuestPath; onSelect: (id: string) => void }) {
  if (path.hops.length < 2) return null
  const beside = path.verdicts.find((verdict) => verdict.startsWith('MTU') && verdict.length <= FITS_BESIDE)
  return (
    <Section title={path.reachesSwitch ? 'Path to the switch' : 'Path'} aside={beside}>
      <ol className="tp-hops">
        {path.hops.map((hop) => (
          <li key={hop.nodeIds.join(' ')}>
            <button type="button" title={hop.tag} onClick={() => onSelect(hop.nodeIds[0] ?? '')}>
              {hop.label}
            </button>
          </li>
        ))}
      </ol>
      {path.verdicts
        .filter((verdict) => verdict !== beside)
        .map((verdict) => (
          <p key={verdict} className="tp-fg-2">
            {verdict}.
          </p>
        ))}
    </Section>
  )
}
