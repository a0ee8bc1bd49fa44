import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { HostSummary } from '@/lib/core/model/host-summary'
import { formatVlanList } from '@/lib/core/topology/vlan-words'

/** Width of the guest bar in px for the host with the most guests. */
const BAR_MAX_PX = 40

/** Where libvirt does not answer nobody knows how many guests there are: 0 would be a claim. */
export const areGuestsKnown = ({ libvirtVersion, guestsTotal }: HostSummary): boolean =>
  libvirtVersion !== null || guestsTotal > 0

/** Guests that run of all there are; the bar compares hosts with each other. */
export function GuestCount({ running, total, most }: { running: number; total: number; most: number }) {
  return (
    <span className="whitespace-nowrap">
      <span
        aria-hidden
        className="mr-2 inline-block h-1 rounded-pill bg-line-3 align-middle"
        style={{ width: running === 0 ? 0 : Math.max(2, Math.round((BAR_MAX_PX * running) / most)) }}
      />
      {running}
      <span className="text-fg-3"> / {total}</span>
    </span>
  )
}

const MAX_VLANS = 4

/** The first VLANs and how many more; all of them in the tip. */
export function VlanIds({ vlans }: { vlans: readonly number[] }) {
  if (vlans.length === 0) return <span className="text-fg-3">none</span>
  const more = vlans.length - MAX_VLANS
  return (
    <span className="font-mono text-11 whitespace-nowrap" title={formatVlanList(vlans)}>
      {vlans.slice(0, MAX_VLANS).join(' ')}
      {more > 0 && <span className="text-fg-3"> +{more}</span>}
    </span>
  )
}

/** How much of the wiring needs a look. */
export function FindingCounts({ warnings, errors }: { warnings: number; errors: number }) {
  if (warnings === 0 && errors === 0) return <span className="text-fg-3">nothing</span>
  return (
    <span className="flex items-center gap-2">
      {warnings > 0 && (
        <span className="flex items-center gap-1">
          <StatusGlyph status="warn" label="warnings:" />
          {warnings}
        </span>
      )}
      {errors > 0 && (
        <span className="flex items-center gap-1">
          <StatusGlyph status="error" label="errors:" />
          {errors}
        </span>
      )}
    </span>
  )
}
