import type { CSSProperties } from 'react'
import type { StripHop } from './strip-hops'
import { hueColour, type VlanHues } from '../vlan-hues'

type PathStripProps = { hops: readonly StripHop[]; hues: VlanHues; vlan: number | null }

/** The way from the guest to the switch, top to bottom. The line takes the VLAN's colour where frames carry its tag. */
export function PathStrip({ hops, hues, vlan }: PathStripProps) {
  // a custom property is no key of CSSProperties
  const style = { '--vc': hueColour(hues, vlan) } as CSSProperties
  return (
    <ol className="tp-strip" aria-label="Path to the switch" style={style}>
      {hops.map((hop) => (
        <li key={hop.id} className={hop.isTagged ? 'is-tagged' : undefined}>
          <i aria-hidden="true" />
          <span className="tp-mono">{hop.name}</span>
          <span className="tp-fg-2">{hop.detail}</span>
        </li>
      ))}
    </ol>
  )
}
