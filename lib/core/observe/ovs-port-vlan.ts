import type { PortVlan, VlanMode } from '../model/vlan'
import { integer, integers, text } from '../parse/ovsdb'
import type { OvsdbRow } from '../parse/ovsdb'

const MODES: readonly string[] = [
  'access',
  'trunk',
  'native-tagged',
  'native-untagged',
  'dot1q-tunnel',
] satisfies VlanMode[]
const isVlanMode = (word: string): word is VlanMode => MODES.includes(word)

/**
 * What a Port row does with tags, as ovs-vswitchd takes it (ovs-vswitchd.conf.db(5), Port; port_configure in
 * vswitchd/bridge.c and bundle_set in ofproto/ofproto-dpif.c):
 * - no vlan_mode: access where a tag is set (trunks are then ignored), else trunk;
 * - access, native and tunnel ports without a tag work with VLAN 0; a trunk port ignores its tag;
 * - an empty trunks column means all VLANs on every port that trunks.
 * `ignoredTrunks` is what column trunks lists in vain on the other ports.
 * `unknownMode` holds a vlan_mode that is none of the five: ovs-vswitchd falls back to trunk, and so do we.
 */
export function portVlanOf(port: OvsdbRow): {
  vlan: PortVlan
  ignoredTrunks: number[]
  unknownMode: string | null
} {
  const configured = text(port, 'vlan_mode')
  const tag = validTag(integer(port, 'tag'))
  const mode = configured === null ? (tag === null ? 'trunk' : 'access') : isVlanMode(configured) ? configured : 'trunk'
  const isTrunking = mode !== 'access' && mode !== 'dot1q-tunnel'
  const listed = vlans(port, 'trunks')
  const trunks = isTrunking ? listed : []
  return {
    vlan: {
      mode,
      tag: mode === 'trunk' ? null : (tag ?? 0),
      trunks,
      carriesAll: isTrunking && trunks.length === 0,
      customerVlans: mode === 'dot1q-tunnel' ? vlans(port, 'cvlans') : [],
      isExplicit: configured !== null,
    },
    ignoredTrunks: isTrunking ? [] : listed,
    unknownMode: configured !== null && !isVlanMode(configured) ? configured : null,
  }
}

const validTag = (tag: number | null): number | null => (tag !== null && tag >= 0 && tag <= 4095 ? tag : null)

function vlans(port: OvsdbRow, column: string): number[] {
  const valid = integers(port, column).filter((vlan) => vlan >= 0 && vlan <= 4095)
  return [...new Set(valid)].sort((a, b) => a - b)
}
