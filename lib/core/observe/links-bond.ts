import type { BondDetail, BondMember, LacpState } from '../model/link'
import { lacpStateWords } from '../parse/bonding'
import type { BondingMemberRecord, BondingRecord, LacpPdu } from '../parse/bonding'
import { intField, objectField, textField } from '../parse/json'
import type { IpLinkRecord } from '../parse/ip-link'

const LACP_MODE = '802.3ad'
const HASHING_MODES = new Set(['balance-xor', LACP_MODE, 'balance-tlb'])
const NOBODY = '00:00:00:00:00:00'

/**
 * A kernel bond: settings out of netlink, LACP partners out of /proc/net/bonding (`proc`, where it was read). Without
 * CAP_NET_ADMIN the kernel leaves the LACP part out of both (bond_fill_info, bond_info_show_slave): `lacpStatus` is then
 * "unknown", never "configured".
 */
export function bondDetail(
  bond: IpLinkRecord,
  members: readonly IpLinkRecord[],
  proc: BondingRecord | undefined,
): BondDetail {
  const { data } = bond
  const mode = textField(data, 'mode') ?? 'unknown'
  const isLacp = mode === LACP_MODE
  const info = objectField(data, 'ad_info')
  const partnerMac = textField(info, 'partner_mac')?.toLowerCase() ?? proc?.partnerMac ?? null
  const hasPartner = partnerMac !== null && partnerMac !== NOBODY
  const activeMember = textField(data, 'active_slave') ?? proc?.activeMember ?? null
  const procByName = new Map((proc?.members ?? []).map((member) => [member.name, member]))
  const context = {
    isLacp,
    activeMember,
    activeAggregatorId: intField(info, 'aggregator') ?? proc?.activeAggregatorId ?? null,
  }
  const miiMonMs = intField(data, 'miimon') ?? 0
  const arpMs = intField(data, 'arp_interval') ?? 0
  return {
    mode,
    members: members.map((member) => bondMember(member, procByName.get(member.name), context)),
    activeMember,
    primary: textField(data, 'primary') ?? proc?.primary ?? null,
    hashPolicy: HASHING_MODES.has(mode) ? textField(data, 'xmit_hash_policy') : null,
    lacp: isLacp ? (textField(data, 'ad_lacp_active') === 'off' ? 'passive' : 'active') : 'off',
    lacpRate: isLacp ? (textField(data, 'ad_lacp_rate') === 'fast' ? 'fast' : 'slow') : null,
    lacpStatus: !isLacp ? 'off' : hasPartner ? 'negotiated' : partnerMac === NOBODY ? 'configured' : 'unknown',
    partnerMac: isLacp && hasPartner ? partnerMac : null,
    hasFallbackActiveBackup: false,
    detectMode: miiMonMs > 0 ? 'miimon' : arpMs > 0 ? 'arp' : null,
    monitorIntervalMs: miiMonMs > 0 ? miiMonMs : arpMs > 0 ? arpMs : null,
    upDelayMs: intField(data, 'updelay'),
    downDelayMs: intField(data, 'downdelay'),
  }
}

type BondContext = { isLacp: boolean; activeMember: string | null; activeAggregatorId: number | null }

function bondMember(record: IpLinkRecord, proc: BondingMemberRecord | undefined, bond: BondContext): BondMember {
  const data = record.portData
  const isUp = (textField(data, 'mii_status') ?? proc?.miiStatus ?? '').toLowerCase() === 'up'
  const isEnabled = isUp && textField(data, 'state') === 'ACTIVE'
  const aggregatorId = intField(data, 'ad_aggregator_id') ?? proc?.aggregatorId ?? null
  const actor = bond.isLacp ? lacpState(proc?.actor, intField(data, 'ad_actor_oper_port_state')) : null
  const isAttached = aggregatorId !== null && aggregatorId === bond.activeAggregatorId
  return {
    name: record.name,
    isUp,
    isEnabled,
    isActive: bond.activeMember === null ? isEnabled : bond.activeMember === record.name,
    speedMbps: proc?.speedMbps ?? null,
    linkFailureCount: intField(data, 'link_failure_count') ?? proc?.linkFailureCount ?? null,
    permanentMac: textField(data, 'perm_hwaddr')?.toLowerCase() ?? proc?.permanentMac ?? null,
    aggregatorId,
    lacpStatus: actor === null ? null : lacpStatus(actor, isAttached),
    actor,
    partner: bond.isLacp ? partnerState(proc?.partner, intField(data, 'ad_partner_oper_port_state'), actor) : null,
  }
}

function lacpState(pdu: LacpPdu | null | undefined, octet: number | null): LacpState | null {
  const state = pdu?.state ?? octet
  if (state === null) return null
  return {
    systemId: pdu?.systemMac ?? null,
    portId: pdu?.portNumber == null ? null : String(pdu.portNumber),
    key: pdu?.key == null ? null : String(pdu.key),
    flags: lacpStateWords(state),
  }
}

/** The driver fills in a made-up partner where none answers: an all-zero system, or an actor that says "defaulted". */
function partnerState(
  pdu: LacpPdu | null | undefined,
  octet: number | null,
  actor: LacpState | null,
): LacpState | null {
  if (actor?.flags.includes('defaulted') === true) return null
  if (pdu != null && pdu.systemMac === null) return null
  return lacpState(pdu, octet)
}

/** Open vSwitch's words for the same thing (lacp/show): is the partner's information current, and does the member carry traffic. */
function lacpStatus(actor: LacpState, isAttached: boolean): string {
  const freshness = actor.flags.includes('expired')
    ? 'expired'
    : actor.flags.includes('defaulted')
      ? 'defaulted'
      : 'current'
  return `${freshness} ${isAttached && actor.flags.includes('synchronized') ? 'attached' : 'detached'}`
}
