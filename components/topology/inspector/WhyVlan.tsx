'use client'

import { Glyph } from '../Glyph'
import { VlanChip } from '../VlanChip'
import { useWiringView } from '../WiringViewProvider'
import { Section } from './InspectorParts'
import type { WhyRow } from './why-vlan'

/** Which of the places that may name a VLAN did: the first that says something. */
export function WhyVlan({ rows }: { rows: readonly WhyRow[] }) {
  const hues = useWiringView((view) => view.hues)
  const winner = rows.find((row) => row.isWinner)
  if (rows.length === 0) return null
  const tag = winner?.vlan?.mode === 'access' ? winner.vlan.tag : null
  return (
    <Section
      title={winner ? (tag === null ? 'Why these VLANs' : `Why VLAN ${tag}`) : 'No VLAN'}
      aside="first match wins"
    >
      <ul>
        {rows.map((row) => (
          <li
            key={row.label}
            className={`flex items-center justify-between gap-2 ${row.isWinner ? 'text-fg' : 'text-fg-3'}`}
          >
            <span className="flex items-center gap-1.5">
              {row.isWinner ? (
                <span className="text-ok">
                  <Glyph name="check" />
                </span>
              ) : null}
              {row.label}
            </span>
            {row.vlan ? <VlanChip vlan={row.vlan} hues={hues} /> : <span>{row.value}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
