import type { CSSProperties } from 'react'
import type { StripHop } from './strip-hops'
import { hueColour, type VlanHues } from '../vlan-hues'

type PathStripProps = { hops: readonly StripHop[]; hues: VlanHues; vlan: number | null }

/** The way from the guest to the switch, top to bottom. The line takes the VLAN's colour where frames carry its tag. */
export function PathStrip({ hops, hues, vlan }: PathStripProps) {
  // a custom property is no key of CSSProperties
  const style = { '--vc': hueColour(hues, vlan) } as CSSProperties
  return (
    <ol className="pt-1 pr-4 pb-3 pl-[18px] text-12/5" aria-label="Path to the switch" style={style}>
      {hops.map((hop, index) => (
        <li key={hop.id} className="relative grid min-h-7 grid-cols-[9px_112px_1fr] items-center gap-3">
          <i className="z-1 size-[9px] rounded-full border-2 border-accent bg-canvas" aria-hidden="true" />
          <span className="font-mono font-strong wrap-anywhere">{hop.name}</span>
          <span className="text-fg-2">{hop.detail}</span>
          {index < hops.length - 1 ? (
            <i
              className={`absolute top-[calc(50%+4px)] h-[calc(100%-8px)] ${hop.isTagged ? 'left-[3px] w-[3px] bg-(--vc)' : 'left-1 w-[1.5px] bg-fg-2'}`}
              aria-hidden="true"
            />
          ) : null}
        </li>
      ))}
    </ol>
  )
}
