import type { SimLink, SimState } from '../machine/state'
import { activeMember, hasCarrier, membersOf, partnerOf } from './link-state'

/** The `linkinfo` object of `ip -d -j`: what each kind of link and each kind of port says of itself. */
type Json = Record<string, unknown>

const speedOf = (state: SimState, link: SimLink): number | null => {
  if (!hasCarrier(state, link)) return null
  if (link.detail.kind === 'nic') return link.detail.speedMbps
  if (link.detail.kind === 'tun') return 10
  return null
}

/** Speed as sysfs and bonding print it, Mbit/s; null where unknown. */
export const linkSpeed = (state: SimState, link: SimLink): number | null => {
  if (link.detail.kind === 'bond') {
    const speeds = membersOf(state, link.name).map((member) => speedOf(state, member) ?? 0)
    if (link.detail.mode === 'active-backup') return Math.max(0, ...speeds) || null
    return speeds.reduce((sum, speed) => sum + speed, 0) || null
  }
  if ((link.detail.kind === 'vlan' || link.detail.kind === 'macvtap') && link.lower !== null) {
    const lower = state.links.get(link.lower)
    return lower === undefined ? null : linkSpeed(state, lower)
  }
  return speedOf(state, link)
}

const bridgeId = (bridge: SimLink): string => `8000.${bridge.mac}`

const bridgeData = (link: SimLink): Json | null =>
  link.detail.kind !== 'bridge'
    ? null
    : {
        forward_delay: link.detail.forwardDelay,
        hello_time: 200,
        max_age: 2000,
        ageing_time: 30000,
        stp_state: link.detail.isStp ? 1 : 0,
        priority: 32768,
        vlan_filtering: link.detail.isVlanFiltering ? 1 : 0,
        vlan_protocol: '802.1Q',
        bridge_id: bridgeId(link),
        root_id: bridgeId(link),
        root_port: 0,
        root_path_cost: 0,
        topology_change: 0,
        topology_change_detected: 0,
        hello_timer: 0,
        tcn_timer: 0,
        topology_change_timer: 0,
        gc_timer: 131.2,
        vlan_default_pvid: link.detail.defaultPvid,
        vlan_stats_enabled: 0,
        vlan_stats_per_port: 0,
        group_fwd_mask: '0',
        group_addr: '01:80:c2:00:00:00',
        mcast_snooping: 1,
        no_linklocal_learn: 0,
        mcast_vlan_snooping: 0,
        mcast_router: 1,
        nf_call_iptables: 0,
        nf_call_ip6tables: 0,
        nf_call_arptables: 0,
      }

const bondData = (state: SimState, link: SimLink): Json | null => {
  if (link.detail.kind !== 'bond') return null
  const { mode, miimonMs, upDelayMs, downDelayMs, hashPolicy, lacpRate, primary } = link.detail
  const active = mode === 'active-backup' ? activeMember(state, link) : null
  const partners = membersOf(state, link.name).flatMap((member) => partnerOf(state, member) ?? [])
  const partner = partners[0]
  return {
    mode,
    ...(active === null ? {} : { active_slave: active }),
    miimon: miimonMs,
    updelay: upDelayMs,
    downdelay: downDelayMs,
    peer_notify_delay: 0,
    use_carrier: 1,
    arp_interval: 0,
    arp_missed_max: 2,
    arp_validate: null,
    arp_all_targets: 'any',
    ...(primary === null ? {} : { primary }),
    primary_reselect: 'always',
    fail_over_mac: 'none',
    xmit_hash_policy: hashPolicy,
    resend_igmp: 1,
    num_peer_notif: 1,
    all_slaves_active: 0,
    min_links: 0,
    lp_interval: 1,
    packets_per_slave: 1,
    ad_lacp_active: 'on',
    ad_lacp_rate: lacpRate,
    ad_select: 'stable',
    ...(mode === '802.3ad'
      ? {
          ad_info: {
            aggregator: 1,
            num_ports: Math.max(1, partners.length),
            actor_key: 15,
            partner_key: partner?.key ?? 1,
            partner_mac: partner?.mac ?? '00:00:00:00:00:00',
          },
          ad_actor_sys_prio: 65535,
          ad_user_port_key: 0,
          ad_actor_system: '00:00:00:00:00:00',
        }
      : {}),
    tlb_dynamic_lb: 1,
  }
}

/** Numbers to the left are IEEE 802.1AX port state bits. */
const LACP_BITS: readonly [number, string][] = [
  [1, 'active'],
  [2, 'short_timeout'],
  [4, 'aggregating'],
  [8, 'in_sync'],
  [16, 'collecting'],
  [32, 'distributing'],
  [64, 'defaulted'],
  [128, 'expired'],
]

const lacpWords = (bits: number): string[] => LACP_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, word]) => word)

/** Port states of a member as actor and of what it knows of its partner. */
export const memberLacp = (
  state: SimState,
  member: SimLink,
  rate: 'slow' | 'fast',
): { actor: number; partner: number } => {
  const fast = rate === 'fast' ? 2 : 0
  return partnerOf(state, member) === null ? { actor: 69 | fast, partner: 1 } : { actor: 61 | fast, partner: 61 | fast }
}

const slaveData = (state: SimState, link: SimLink): { kind: string; data: Json | null } | null => {
  const master = link.master === null ? undefined : state.links.get(link.master)
  if (master === undefined) return null
  if (master.detail.kind === 'openvswitch') return { kind: 'openvswitch', data: null }
  if (master.detail.kind === 'bond') {
    const isCarrying = hasCarrier(state, link)
    const isBackup = master.detail.mode === 'active-backup' && activeMember(state, master) !== link.name
    const lacp = memberLacp(state, link, master.detail.lacpRate)
    return {
      kind: 'bond',
      data: {
        state: isCarrying && !isBackup ? 'ACTIVE' : 'BACKUP',
        mii_status: isCarrying ? 'UP' : 'DOWN',
        link_failure_count: link.linkFailures,
        perm_hwaddr: link.permanentMac,
        queue_id: 0,
        prio: 0,
        ...(master.detail.mode === '802.3ad'
          ? {
              ad_aggregator_id: partnerOf(state, link) === null ? membersOf(state, master.name).indexOf(link) + 1 : 1,
              ad_actor_oper_port_state: lacp.actor,
              ad_actor_oper_port_state_str: lacpWords(lacp.actor),
              ad_partner_oper_port_state: lacp.partner,
              ad_partner_oper_port_state_str: lacpWords(lacp.partner),
            }
          : {}),
      },
    }
  }
  return { kind: 'bridge', data: bridgePortData(state, link, master) }
}

export const portState = (state: SimState, link: SimLink): string =>
  hasCarrier(state, link) ? 'forwarding' : 'disabled'

export const portCost = (link: SimLink): number => (link.detail.kind === 'nic' || link.detail.kind === 'bond' ? 2 : 100)

const bridgePortData = (state: SimState, link: SimLink, bridge: SimLink): Json => {
  const number = membersOf(state, bridge.name).findIndex(({ name }) => name === link.name) + 1
  return {
    state: portState(state, link),
    priority: 32,
    cost: portCost(link),
    hairpin: link.isHairpin,
    guard: false,
    root_block: false,
    fastleave: false,
    learning: true,
    flood: true,
    id: `0x${(0x8000 + number).toString(16)}`,
    no: `0x${number.toString(16)}`,
    designated_port: 0x8000 + number,
    designated_cost: 0,
    bridge_id: bridgeId(bridge),
    root_id: bridgeId(bridge),
    hold_timer: 0,
    message_age_timer: 0,
    forward_delay_timer: 0,
    topology_change_ack: 0,
    config_pending: 0,
    proxy_arp: false,
    proxy_arp_wifi: false,
    multicast_router: 1,
    mcast_flood: true,
    bcast_flood: true,
    mcast_to_unicast: false,
    neigh_suppress: false,
    group_fwd_mask: '0',
    group_fwd_mask_str: '0x0',
    vlan_tunnel: false,
    isolated: link.isIsolated,
    locked: false,
  }
}

const tunnelData = (detail: SimLink['detail'], lower: string | null): Json | null => {
  if (detail.kind === 'vxlan')
    return {
      ...(detail.isExternal ? { external: true } : {}),
      id: detail.id,
      ...(detail.remote === null ? {} : { remote: detail.remote }),
      ...(detail.local === null ? {} : { local: detail.local }),
      ...(lower === null ? {} : { link: lower }),
      port_range: { low: 0, high: 0 },
      port: detail.port,
      learning: !detail.isExternal,
      ttl: 0,
      df: 'unset',
      ageing: 300,
      udp_csum: true,
      udp_zero_csum6_tx: false,
      udp_zero_csum6_rx: detail.isExternal,
    }
  if (detail.kind === 'gretap')
    return {
      ...(detail.isExternal ? { external: true } : {}),
      remote: detail.remote ?? 'any',
      local: 'any',
      ttl: 0,
      pmtudisc: true,
    }
  if (detail.kind === 'geneve')
    return {
      ...(detail.isExternal ? { external: true } : {}),
      id: 0,
      ttl: 0,
      df: 'unset',
      port: 6081,
      udp_zero_csum6_rx: true,
    }
  return null
}

const infoData = (state: SimState, link: SimLink): Json | null => {
  const { detail } = link
  switch (detail.kind) {
    case 'bridge':
      return bridgeData(link)
    case 'bond':
      return bondData(state, link)
    case 'vlan':
      return { protocol: detail.protocol, id: detail.id, flags: ['REORDER_HDR'] }
    case 'macvtap':
    case 'macvlan':
      return { mode: detail.mode, bcqueuelen: 1000, usedbcqueuelen: 1000 }
    case 'tun':
      return { type: 'tap', pi: false, vnet_hdr: true, multi_queue: false, persist: !detail.isOpen }
    default:
      return tunnelData(detail, link.lower)
  }
}

/** `linkinfo`, or null for a plain NIC that is nobody's port. */
export const linkInfo = (state: SimState, link: SimLink): Json | null => {
  const { kind } = link.detail
  const slave = slaveData(state, link)
  const data = infoData(state, link)
  const info: Json = {
    ...(kind === 'nic' || kind === 'loopback' ? {} : { info_kind: kind }),
    ...(data === null ? {} : { info_data: data }),
    ...(slave === null ? {} : { info_slave_kind: slave.kind }),
    ...(slave?.data == null ? {} : { info_slave_data: slave.data }),
  }
  return Object.keys(info).length === 0 ? null : info
}
