/* The VLAN tables of a filtering Linux bridge and its ports (bridge(8), "vlan"), and the switch-port words for them. */
import type { BridgeVlanEntry } from '../model/link'
import type { PortVlan } from '../model/vlan'
import { inOrder } from './make'
import { ALL_VLANS, MAX_VLAN_ID, MIN_VLAN_ID, toVlanRanges } from './ranges'
import type { VlanRange } from './ranges'

/** What a filtering bridge gives to itself and to each new port (vlan_default_pvid; bridge(8)). */
export const defaultTable = (pvid: number | null): BridgeVlanEntry[] =>
  pvid === null || pvid === 0 ? [] : [{ from: pvid, to: pvid, isPvid: true, isEgressUntagged: true }]

/**
 * A table in switch-port words. What comes in without a tag joins the PVID; what leaves is untagged in the "Egress Untagged"
 * VLANs. So:
 *
 *   PVID, untagged, and nothing else        access, tag = PVID
 *   PVID, untagged, and tagged VLANs        native-untagged, tag = PVID, trunks = the tagged ones
 *   PVID that leaves tagged, and any more   native-tagged
 *   no PVID                                 trunk: untagged frames are dropped
 *   nothing at all                          trunk of nothing (carriesAll false): the port is cut off
 *
 * VLANs that leave untagged without being the PVID (private-VLAN tricks) have no switch-port word: they count as trunks here,
 * and `hasAsymmetry` tells.
 */
export function vlanOfTable(entries: readonly BridgeVlanEntry[], defaultPvid: number | null): PortVlan {
  const pvid = entries.find((entry) => entry.isPvid)
  const tag = pvid?.from ?? null
  const others = new Set<number>()
  for (const entry of entries) for (let id = entry.from; id <= entry.to; id += 1) if (id !== tag) others.add(id)
  const carriesAll = others.size === (tag === null ? ALL_VLANS : ALL_VLANS - 1)
  return {
    mode: modeOf(pvid, others.size),
    tag,
    trunks: carriesAll ? [] : inOrder([...others]),
    carriesAll,
    customerVlans: [],
    isExplicit: !(others.size === 0 && tag !== null && tag === defaultPvid && pvid?.isEgressUntagged === true),
  }
}

function modeOf(pvid: BridgeVlanEntry | undefined, others: number): PortVlan['mode'] {
  if (pvid === undefined) return 'trunk'
  if (!pvid.isEgressUntagged) return 'native-tagged'
  return others === 0 ? 'access' : 'native-untagged'
}

/** The table that makes a port so. A bridge has no tunnel ports: of one, only the service VLAN is left, as of an access port. */
export function tableOf({ mode, tag, trunks, carriesAll }: PortVlan): BridgeVlanEntry[] {
  const carried = carriesAll ? [{ from: MIN_VLAN_ID, to: MAX_VLAN_ID }] : toVlanRanges(trunks)
  const tagged = carried
    .flatMap((range) => without(range, tag))
    .map((range) => ({ ...range, isPvid: false, isEgressUntagged: false }))
  if (tag === null) return tagged
  const own = { from: tag, to: tag, isPvid: true, isEgressUntagged: mode !== 'native-tagged' }
  return [...tagged, own].sort((a, b) => a.from - b.from)
}

function without({ from, to }: VlanRange, hole: number | null): VlanRange[] {
  if (hole === null || hole < from || hole > to) return [{ from, to }]
  return [
    { from, to: hole - 1 },
    { from: hole + 1, to },
  ].filter((range) => range.from <= range.to)
}

/** Whether two tables mean the same: iproute2 5 lists each VLAN, 6 ranges. */
export const isSameTable = (a: readonly BridgeVlanEntry[], b: readonly BridgeVlanEntry[]): boolean =>
  singlesOf(a).join() === singlesOf(b).join()

function singlesOf(entries: readonly BridgeVlanEntry[]): string[] {
  const singles: string[] = []
  for (const { from, to, isPvid, isEgressUntagged } of entries)
    for (let id = from; id <= to; id += 1) singles.push(`${String(id).padStart(4, '0')} ${isPvid} ${isEgressUntagged}`)
  return singles.sort()
}

/** VLANs leave untagged that untagged frames do not come in by: true where the switch-port words lose something. */
export function hasAsymmetry(entries: readonly BridgeVlanEntry[]): boolean {
  return entries.some((entry) => entry.isEgressUntagged && (!entry.isPvid || entry.to > entry.from))
}
