import { describe, expect, it } from 'vitest'
import { readLinkOptions } from './ip-link-options'

/** As Linux 6.18 and iproute2 6.1 print a bridge that was just made. */
const NEW_BRIDGE = {
  ...{ forward_delay: 1500, hello_time: 200, max_age: 2000, ageing_time: 30000, stp_state: 0, priority: 32768 },
  ...{ vlan_filtering: 0, bridge_id: '8000.a2:79:2:61:94:c2', root_id: '8000.a2:79:2:61:94:c2', gc_timer: 131.2 },
  ...{ group_fwd_mask: '0', group_addr: '01:80:c2:00:00:00', mcast_snooping: 1, no_linklocal_learn: 0 },
  ...{ mcast_vlan_snooping: 0, mcast_router: 1, mcast_hash_elasticity: 16, mcast_hash_max: 4096 },
  ...{ mcast_last_member_cnt: 2, mcast_startup_query_intvl: 3124, mcast_igmp_version: 2, nf_call_iptables: 0 },
}
const PORT = {
  ...{ state: 'forwarding', priority: 32, cost: 2, hairpin: false, guard: false, learning: true, flood: true },
  ...{ id: '0x8001', no: '0x1', hold_timer: 0, proxy_arp: false, multicast_router: 1, group_fwd_mask: '0' },
  ...{ group_fwd_mask_str: '0x0', locked: false },
}
const link = (over: object, linkinfo: object = {}) => ({
  ...{ ifname: 'br0', flags: ['BROADCAST', 'MULTICAST', 'UP'], txqlen: 1000, group: 'default', linkinfo },
  ...{ inet6_addr_gen_mode: 'eui64', gso_max_size: 65536, gso_max_segs: 65535, gro_max_size: 65536 },
  ...over,
})
const NOTHING = { options: [], kindOptions: [], portOptions: [], unknownKeys: [] }

describe('the options of a link', () => {
  it('are none where it is as it was born', () => {
    expect(readLinkOptions({})).toEqual(NOTHING)
    expect(
      readLinkOptions(
        link({}, { info_kind: 'bridge', info_data: NEW_BRIDGE, info_slave_kind: 'bridge', info_slave_data: PORT }),
      ),
    ).toEqual(NOTHING)
    const macvtap = { info_kind: 'macvtap', info_data: { mode: 'vepa', bcqueuelen: 1000, usedbcqueuelen: 5000 } }
    expect(readLinkOptions(link({ txqlen: 500 }, macvtap))).toEqual(NOTHING)
    const vlan = { info_kind: 'vlan', info_data: { protocol: '802.1Q', id: 5, flags: ['REORDER_HDR'] } }
    expect(readLinkOptions(link({}, vlan))).toEqual(NOTHING)
  })

  it("are told in ip's own words", () => {
    const own = { txqlen: 50, group: '77', inet6_addr_gen_mode: 'none', flags: ['BROADCAST', 'NOARP', 'ALLMULTI'] }
    const bridge = { ...NEW_BRIDGE, ageing_time: 0, mcast_last_member_cnt: 5, group_addr: '01:80:c2:00:00:0e' }
    const port = { ...PORT, guard: true, flood: false, multicast_router: 2, group_fwd_mask: '0x8' }
    expect(
      readLinkOptions(
        link(own, { info_kind: 'bridge', info_data: bridge, info_slave_kind: 'bridge', info_slave_data: port }),
      ),
    ).toEqual({
      options: 'txqueuelen 50 group 77 multicast off allmulticast on arp off addrgenmode none'.split(' '),
      kindOptions: 'ageing_time 0 group_address 01:80:c2:00:00:0e mcast_last_member_count 5'.split(' '),
      portOptions: 'guard on flood off mcast_router 2 group_fwd_mask 0x8'.split(' '),
      unknownKeys: [],
    })
    const flags = ['GVRP', 'LOOSE_BINDING']
    const maps = { ingress_qos: [{ from: 1, to: 2 }], egress_qos: [{ from: 0, to: 3 }] }
    expect(
      readLinkOptions(link({}, { info_kind: 'vlan', info_data: { id: 5, protocol: '802.1Q', flags, ...maps } }))
        .kindOptions,
    ).toEqual('reorder_hdr off gvrp on loose_binding on ingress-qos-map 1:2 egress-qos-map 0:3'.split(' '))
  })

  it('of a bond are those that its mode has', () => {
    const bond = (mode: string, over: object = {}) =>
      readLinkOptions(
        link(
          {},
          {
            info_kind: 'bond',
            info_data: {
              ...{ mode, miimon: 100, use_carrier: 1, arp_interval: 0, arp_missed_max: 3, arp_validate: null },
              ...{ ad_select: 'bandwidth', ad_lacp_active: 'on', ad_user_port_key: 9, packets_per_slave: 2 },
              ...over,
            },
          },
        ),
      )
    expect(bond('active-backup').kindOptions).toEqual([])
    expect(bond('802.3ad').kindOptions).toEqual('ad_select bandwidth ad_user_port_key 9'.split(' '))
    expect(bond('balance-rr', { num_peer_notif: 4 }).kindOptions).toEqual(
      'num_grat_arp 4 packets_per_slave 2'.split(' '),
    )
    expect(bond('active-backup', { arp_interval: 500, arp_ip_target: ['10.0.0.1', '10.0.0.2'] }).kindOptions).toEqual(
      'arp_interval 500 missed_max 3 arp_ip_target 10.0.0.1,10.0.0.2'.split(' '),
    )
  })

  it('that there are no words for are named, if they say something', () => {
    const info_data = { ...NEW_BRIDGE, of_tomorrow: 5, of_the_day_after: 0 }
    expect(readLinkOptions(link({}, { info_kind: 'bridge', info_data })).unknownKeys).toEqual(['of_tomorrow'])
    const port = { info_kind: 'veth', info_data: { x: 1 }, info_slave_kind: 'bridge', info_slave_data: { y: true } }
    expect(readLinkOptions(link({}, port)).unknownKeys).toEqual(['y'])
  })
})
