import { SOURCE_NAMES } from '@/components/host/source-names'
import type { HostSummary } from '@/lib/core/model/host-summary'
import type { SourceId } from '@/lib/core/model/network-state'

/** Where libvirt does not answer nobody knows how many guests there are: 0 would be a claim. */
export const areGuestsKnown = ({ libvirtVersion, guestsTotal, unread }: HostSummary): boolean =>
  (libvirtVersion !== null && !unread.includes('guests')) || guestsTotal > 0

/** What could not be read, or not whole, had Open vSwitch's bridges in it. */
export const areOvsBridgesKnown = ({ unread, ovsBridges }: HostSummary): boolean =>
  ovsBridges > 0 || !unread.includes('ovs')

const WITH_VLANS: readonly SourceId[] = ['links', 'ovs', 'networks']

/** Where more VLANs may be than were read, by name: "Open vSwitch, libvirt networks"; null where all was read. */
export function unreadVlanSources({ unread }: HostSummary): string | null {
  const missing = WITH_VLANS.filter((source) => unread.includes(source))
  return missing.length === 0 ? null : missing.map((source) => SOURCE_NAMES[source]).join(', ')
}

/** What needs a look, in the wiring and by the rules. */
export const needsLook = ({ warnings, errors, findings }: HostSummary): { warnings: number; errors: number } => ({
  warnings: warnings + findings.warnings,
  errors: errors + findings.errors,
})

/** The same to sort by and to hand out: nothing seen where not all was read is no 0. */
export const knownLook = (summary: HostSummary | null): ReturnType<typeof needsLook> | null => {
  if (summary === null) return null
  const look = needsLook(summary)
  return look.errors + look.warnings === 0 && summary.unread.length > 0 ? null : look
}

/** False only where all was read and nothing is wrong. */
export const isLookNeeded = (summary: HostSummary): boolean => {
  const { warnings, errors } = needsLook(summary)
  return warnings + errors > 0 || summary.unread.length > 0
}

/** Where more may be wrong than was seen, by name; null where all was read. */
export const unreadSources = ({ unread }: HostSummary): string | null =>
  unread.length === 0 ? null : unread.map((source) => SOURCE_NAMES[source]).join(', ')

/** No VLAN was read, and there may be some: "none" would be a claim. */
export const areVlansKnown = (summary: HostSummary): boolean =>
  summary.vlans.length > 0 || unreadVlanSources(summary) === null
