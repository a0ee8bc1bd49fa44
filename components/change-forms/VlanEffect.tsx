import type { PortVlan } from '@/lib/core/model/vlan'
import { describeCarried, describeMode } from '@/lib/core/plan/vlan-effect'

/** What enters, what leaves, and what the port carries then, in words; nothing while the VLAN that decides is not typed. */
export function VlanEffect({ vlan }: { vlan: PortVlan }) {
  if (vlan.mode !== 'trunk' && vlan.tag === null) return null
  const { enters, leaves } = describeMode(vlan)
  const rows = [
    ['Enters', enters],
    ['Leaves', leaves],
    ['In short', describeCarried(vlan)],
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
