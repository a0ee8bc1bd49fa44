'use client'

import { useNow } from '@/lib/client/clock'
import { formatAge } from '@/lib/client/format'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { FactGroup } from '@/lib/core/topology/facts/fact-list'
import { Facts, RawText, Section } from './InspectorParts'

/** Long or many-lined values (raw text of something we do not understand) get a box of their own. */
const isRaw = (value: string) => value.length > 120 || value.includes('\n')

/** Facts under the command that shows them, with the age of that reading. */
export function FactGroups({ state, groups }: { state: NetworkState; groups: readonly FactGroup[] }) {
  const now = useNow()
  const ageOf = (group: FactGroup) => {
    const readAtMs = state.sources.find(({ id }) => id === group.sourceId)?.readAtMs
    return readAtMs === undefined || now === 0 ? undefined : formatAge(now - readAtMs)
  }
  return groups.map((group, index) => (
    // One source may have two groups (a guest NIC's values, then what differs): its place tells them apart.
    <Section key={`${group.source} ${index}`} title={group.source} aside={ageOf(group)} isSource>
      <Facts facts={group.facts.filter(({ value }) => !isRaw(value))} />
      {group.facts
        .filter(({ value }) => isRaw(value))
        .map(({ label, value }) => (
          <div key={label}>
            <p className="text-fg-2">{label}</p>
            <RawText text={value} />
          </div>
        ))}
    </Section>
  ))
}
