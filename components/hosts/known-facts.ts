import { SOURCE_NAMES } from '@/components/host/source-names'
import type { HostSummary } from '@/lib/core/model/host-summary'
import type { SourceId } from '@/lib/core/model/network-state'

/** Where libvirt does not answer nobody knows how many guests there are: 0 would be a claim. */
export const areGuestsKnown = ({ libvirtVersion, guestsTotal }: HostSummary): boolean =>
  libvirtVersion !== null || guestsTotal > 0

/** What could not be read, or not whole, had Open vSwitch's bridges in it. */
export const areOvsBridgesKnown = ({ unread, ovsBridges }: HostSummary): boolean =>
  ovsBridges > 0 || !unread.includes('ovs')

const WITH_VLANS: readonly SourceId[] = ['links', 'ovs', 'networks']

/** Where more VLANs may be than were read, by name: "Open vSwitch, libvirt networks"; null where all was read. */
export function unreadVlanSources({ unread }: HostSummary): string | null {
  const missing = WITH_VLANS.filter((source) => unread.includes(source))
  return missing.length === 0 ? null : missing.map((source) => SOURCE_NAMES[source]).join(', ')
}

/** No VLAN was read, and there may be some: "none" would be a claim. */
export const areVlansKnown = (summary: HostSummary): boolean =>
  summary.vlans.length > 0 || unreadVlanSources(summary) === null
