/* The VLAN columns of Open vSwitch's table Port (ovs-vswitchd.conf.db(5)), and the switch-port words for them. */
import type { PortVlan, VlanMode } from '../model/vlan'
import { askedVlan, inOrder, isTrunking } from './make'

/** As they stand in the row; null and an empty list: the column is empty. */
export type PortColumns = { vlanMode: string | null; tag: number | null; trunks: number[]; cvlans: number[] }

const MODES: readonly string[] = [
  'access',
  'trunk',
  'native-tagged',
  'native-untagged',
  'dot1q-tunnel',
] satisfies VlanMode[]
const isVlanMode = (word: string): word is VlanMode => MODES.includes(word)

/**
 * What a Port row does with tags, as ovs-vswitchd takes it (port_configure in vswitchd/bridge.c, bundle_set in
 * ofproto/ofproto-dpif.c):
 * - no vlan_mode: access where a tag is set (trunks are then ignored), else trunk;
 * - access, native and tunnel ports without a tag work with VLAN 0; a trunk port ignores its tag;
 * - an empty trunks column means all VLANs on every port that trunks.
 * `ignoredTrunks` is what column trunks lists in vain on the other ports.
 * `unknownMode` holds a vlan_mode that is none of the five: ovs-vswitchd falls back to trunk, and so do we.
 */
export function vlanOfColumns({ vlanMode, tag, trunks, cvlans }: PortColumns): {
  vlan: PortVlan
  ignoredTrunks: number[]
  unknownMode: string | null
} {
  const own = tag !== null && isId(tag) ? tag : null
  const byDefault = own === null ? 'trunk' : 'access'
  const mode = vlanMode === null ? byDefault : isVlanMode(vlanMode) ? vlanMode : 'trunk'
  const listed = inOrder(trunks.filter(isId))
  const asked = { mode, tag: own ?? 0, trunks: listed.length === 0 ? ('all' as const) : listed }
  return {
    vlan: { ...askedVlan({ ...asked, customerVlans: cvlans.filter(isId) }), isExplicit: vlanMode !== null },
    ignoredTrunks: isTrunking(mode) ? [] : listed,
    unknownMode: vlanMode !== null && !isVlanMode(vlanMode) ? vlanMode : null,
  }
}

const isId = (id: number): boolean => id >= 0 && id <= 4095

/** The columns that make a port so; `ignoredTrunks` stay where they are no more than ignored. */
export function columnsOf(vlan: PortVlan, ignoredTrunks: readonly number[] = []): PortColumns {
  return {
    vlanMode: vlan.isExplicit ? vlan.mode : null,
    tag: vlan.mode === 'trunk' ? null : vlan.tag,
    trunks: [...(vlan.trunks.length > 0 ? vlan.trunks : ignoredTrunks)],
    cvlans: vlan.customerVlans,
  }
}
