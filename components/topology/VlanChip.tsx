import type { CSSProperties, ReactNode } from 'react'
import type { PortVlan } from '@/lib/core/model/vlan'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { toVlanChip } from './chip-text'
import { hueColour, type VlanHues } from './vlan-hues'

type ChipSize = 'small' | 'large'
type VlanChipProps = {
  vlan: PortVlan
  hues: VlanHues
  focusVlan?: number | null
  limit?: number
  /** Large where fingers and longer rows are. */
  size?: ChipSize
}

const hueStyle = (hues: VlanHues, id: number | null) => ({ '--vc': hueColour(hues, id) }) as CSSProperties // a custom property is no key of CSSProperties

export const CHIP_BOX = 'flex-none rounded-chip'
const CHIP = `${CHIP_BOX} bg-surface-3 text-fg`
const ACCESS: Record<ChipSize, string> = { small: 'h-4 text-11/4', large: 'h-5 text-12/[19px]' }
const TRUNK: Record<ChipSize, string> = { small: 'h-4 text-11/[15px]', large: 'h-5 text-12/[19px]' }
const BARS: Record<ChipSize, string> = {
  small: 'before:inset-y-1 after:inset-y-1',
  large: 'before:inset-y-1.5 after:inset-y-1.5',
}

/** A port's VLANs in one chip: stripe and number for access, double bar and numbers for a trunk. */
export function VlanChip({ vlan, hues, focusVlan = null, limit = 3, size = 'small' }: VlanChipProps) {
  const chip = toVlanChip(vlan, focusVlan, limit)
  if (!chip) return null
  const words = formatPortVlan(vlan)
  if (chip.kind === 'access') {
    const id = chip.items[0]?.id ?? null
    return (
      <span
        className={`inline-flex items-center border-l-3 border-(--vc) pr-[5px] pl-1 whitespace-nowrap ${CHIP} ${ACCESS[size]}`}
        style={hueStyle(hues, id)}
        title={words}
      >
        {id}
      </span>
    )
  }
  return (
    <TrunkChip size={size} title={words}>
      {chip.items.map((item) => (
        <TrunkId key={item.id} style={hueStyle(hues, item.id)} mark={item.mark}>
          {item.id}
        </TrunkId>
      ))}
      {chip.rest ? <span className="pr-[5px] pl-[3px] text-fg-2">{chip.rest}</span> : null}
    </TrunkChip>
  )
}

/** A double bar, then what the trunk carries. */
export function TrunkChip({
  size = 'small',
  title,
  children,
}: {
  size?: ChipSize
  title?: string
  children: ReactNode
}) {
  return (
    <span className={`inline-flex overflow-hidden ${CHIP} ${TRUNK[size]}`} title={title}>
      <i
        className={`relative w-[9px] flex-none before:absolute before:left-[3px] before:w-[1.5px] before:bg-fg-2 after:absolute after:left-1.5 after:w-[1.5px] after:bg-fg-2 ${BARS[size]}`}
        aria-hidden="true"
      />
      {children}
    </span>
  )
}

type TrunkIdProps = { mark: 'u' | 't' | null; style?: CSSProperties; children: ReactNode }

/** One number of a trunk, over its hue. */
export function TrunkId({ mark, style, children }: TrunkIdProps) {
  return (
    <span className="h-full border-b-2 border-[var(--vc,transparent)] px-[3px]" style={style}>
      {children}
      {mark ? <sub className="static ml-px text-[9px] text-fg-2">{mark}</sub> : null}
    </span>
  )
}
