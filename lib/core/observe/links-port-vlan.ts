import { MAX_VLAN_ID, MIN_VLAN_ID } from '../address/vlan-ranges'
import type { BridgeVlanEntry } from '../model/link'
import type { PortVlan } from '../model/vlan'

const ALL_VLANS = MAX_VLAN_ID - MIN_VLAN_ID + 1

/**
 * A VLAN table of a filtering Linux bridge in switch-port words (bridge(8), "vlan"). What comes in without a tag joins the
 * PVID; what leaves is untagged in the "Egress Untagged" VLANs. So:
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
export function toPortVlan(entries: readonly BridgeVlanEntry[], defaultPvid: number | null): PortVlan {
  const pvid = entries.find((entry) => entry.isPvid)
  const tag = pvid?.from ?? null
  const others = new Set<number>()
  for (const entry of entries) for (let id = entry.from; id <= entry.to; id += 1) if (id !== tag) others.add(id)
  const carriesAll = others.size === (tag === null ? ALL_VLANS : ALL_VLANS - 1)
  return {
    mode: modeOf(pvid, others.size),
    tag,
    trunks: carriesAll ? [] : [...others].sort((a, b) => a - b),
    carriesAll,
    customerVlans: [],
    isExplicit: !(others.size === 0 && tag !== null && tag === defaultPvid && pvid?.isEgressUntagged === true),
  }
}

/** VLANs leave untagged that untagged frames do not come in by: true where the switch-port words lose something. */
export function hasAsymmetry(entries: readonly BridgeVlanEntry[]): boolean {
  return entries.some((entry) => entry.isEgressUntagged && (!entry.isPvid || entry.to > entry.from))
}

function modeOf(pvid: BridgeVlanEntry | undefined, others: number): PortVlan['mode'] {
  if (pvid === undefined) return 'trunk'
  if (!pvid.isEgressUntagged) return 'native-tagged'
  return others === 0 ? 'access' : 'native-untagged'
}
