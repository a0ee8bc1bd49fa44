import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { HostSummary } from '@/lib/core/model/host-summary'
import { formatVlanList } from '@/lib/core/vlan/words'
import { areVlansKnown, needsLook, unreadSources, unreadVlanSources } from './known-facts'

/** Width of the guest bar in px for the host with the most guests. */
const BAR_MAX_PX = 40

/** In the place of a count, where it would be a claim. */
export function NotKnown({ why }: { why: string }) {
  return (
    <span className="text-fg-3" title={`${why}: its diagnostics say why`}>
      not known
    </span>
  )
}

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

/** The first VLANs and how many more; all of them in the tip, and where more may be that could not be read. */
export function VlanIds({ summary }: { summary: HostSummary }) {
  const { vlans } = summary
  const unread = unreadVlanSources(summary)
  if (!areVlansKnown(summary)) return <NotKnown why={`Not read on this host: ${unread ?? ''}`} />
  if (vlans.length === 0) return <span className="text-fg-3">none</span>
  const more = vlans.length - MAX_VLANS
  const all = formatVlanList(vlans)
  return (
    <span
      className="font-mono text-11 whitespace-nowrap"
      title={unread === null ? all : `${all}, and perhaps more: not read whole on this host: ${unread}`}
    >
      {vlans.slice(0, MAX_VLANS).join(' ')}
      {more > 0 && <span className="text-fg-3"> +{more}</span>}
      {unread !== null && <span className="text-fg-3"> ?</span>}
    </span>
  )
}

/** How much needs a look, in the wiring and by the rules. */
export function FindingCounts({ summary }: { summary: HostSummary }) {
  const { warnings, errors } = needsLook(summary)
  const unread = unreadSources(summary)
  const notRead = unread === null ? undefined : `not read whole on this host: ${unread}`
  if (warnings === 0 && errors === 0)
    return notRead === undefined ? (
      <span className="text-fg-3">nothing</span>
    ) : (
      <span className="text-fg-3" title={`Nothing was seen; ${notRead}`}>
        not known
      </span>
    )
  return (
    <span className="flex items-center gap-2" title={notRead && `Perhaps more: ${notRead}`}>
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
      {notRead !== undefined && <span className="text-fg-3">?</span>}
    </span>
  )
}
