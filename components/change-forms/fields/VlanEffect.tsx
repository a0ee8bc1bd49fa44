import type { PortVlan } from '@/lib/core/model/vlan'
import type { Switch } from '@/lib/core/vlan/carriage'
import { explainVlan } from '@/lib/core/vlan/explain'

/** What enters, what leaves, and what the port carries then, in words; nothing while the VLAN that decides is not typed. */
export function VlanEffect({ vlan, by }: { vlan: PortVlan; by: Switch }) {
  const isTyped = vlan.mode === 'trunk' ? vlan.carriesAll || vlan.trunks.length > 0 : vlan.tag !== null
  if (!isTyped) return null
  const { enters, leaves, inShort } = explainVlan(vlan, by)
  const rows = [
    ['Enters', enters],
    ['Leaves', leaves],
    ['In short', inShort],
  ]
  return (
    <dl
      aria-label="What the port does"
      className="grid grid-cols-[56px_1fr] gap-x-2 gap-y-1 rounded-node bg-surface-2 px-3 py-2 text-12"
    >
      {rows.map(([term, words]) => (
        <div key={term} className="contents">
          <dt className="text-fg-3">{term}</dt>
          <dd className="min-w-0 break-words">{words}</dd>
        </div>
      ))}
    </dl>
  )
}
