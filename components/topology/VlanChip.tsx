import type { CSSProperties } from 'react'
import type { PortVlan } from '@/lib/core/model/vlan'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { toVlanChip } from './chip-text'
import { hueColour, type VlanHues } from './vlan-hues'

type VlanChipProps = { vlan: PortVlan; hues: VlanHues; focusVlan?: number | null; limit?: number }

const hueStyle = (hues: VlanHues, id: number | null) => ({ '--vc': hueColour(hues, id) }) as CSSProperties // a custom property is no key of CSSProperties

/** A port's VLANs in one chip: stripe and number for access, double bar and numbers for a trunk. */
export function VlanChip({ vlan, hues, focusVlan = null, limit = 3 }: VlanChipProps) {
  const chip = toVlanChip(vlan, focusVlan, limit)
  if (!chip) return null
  const words = formatPortVlan(vlan)
  if (chip.kind === 'access') {
    const id = chip.items[0]?.id ?? null
    return (
      <span className="tp-chip tp-chip-vlan" style={hueStyle(hues, id)} title={words}>
        {id}
      </span>
    )
  }
  return (
    <span className="tp-trunk" title={words}>
      <i className="tp-trunk-bars" aria-hidden="true" />
      {chip.items.map((item) => (
        <span key={item.id} className="tp-trunk-id" style={hueStyle(hues, item.id)}>
          {item.id}
          {item.mark ? <sub>{item.mark}</sub> : null}
        </span>
      ))}
      {chip.rest ? <span className="tp-trunk-rest">{chip.rest}</span> : null}
    </span>
  )
}
