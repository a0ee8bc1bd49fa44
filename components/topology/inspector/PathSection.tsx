'use client'

import type { GuestPath } from '@/lib/core/path/guest-path'
import { Section } from './InspectorParts'

/** A verdict fits beside the title only when it is as short as "MTU 9000 all the way". */
const FITS_BESIDE = 24

const ARROW = 'mr-1 ml-0.5 size-[5px] rotate-45 border-t-[1.3px] border-r-[1.3px] border-fg-3'

/** The way to the switch as chips in order, and what happens to tag and MTU on it, in sentences. */
export function PathSection({ path, onSelect }: { path: GuestPath; onSelect: (id: string) => void }) {
  if (path.hops.length < 2) return null
  const beside = path.verdicts.find((verdict) => verdict.startsWith('MTU') && verdict.length <= FITS_BESIDE)
  return (
    <Section title={path.reachesSwitch ? 'Path to the switch' : 'Path'} aside={beside}>
      <ol className="flex flex-wrap items-center gap-x-[3px] gap-y-1 font-mono text-11/5">
        {path.hops.map((hop, index) => (
          <li key={hop.nodeIds.join(' ')} className="flex items-center gap-[3px]">
            {index > 0 ? <i className={ARROW} aria-hidden="true" /> : null}
            <button
              type="button"
              className="rounded-chip bg-surface-3 px-[5px] hover:bg-accent-wash"
              title={hop.tag}
              onClick={() => onSelect(hop.nodeIds[0] ?? '')}
            >
              {hop.label}
            </button>
          </li>
        ))}
      </ol>
      {path.verdicts
        .filter((verdict) => verdict !== beside)
        .map((verdict) => (
          <p key={verdict} className="text-fg-2">
            {verdict}.
          </p>
        ))}
    </Section>
  )
}
