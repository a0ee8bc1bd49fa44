import type { Random } from '../random'

/** Columns of OVSDB that somebody can set, as `ovs-vsctl set` takes them. */
const BRIDGE = [
  'other_config:mac-aging-time=90',
  'other_config:mac-table-size=4096',
  'other_config:hwaddr="02:00:5e:0b:00:01"',
  'other_config:forward-bpdu=true',
  'other_config:disable-in-band=true',
  'other_config:datapath-id=00000000000000a7',
  'other_config:dp-desc=lab',
  'external_ids:site=lab external_ids:"odd key"="odd, value"',
  'mcast_snooping_enable=true',
  'other_config:mcast-snooping-aging-time=600',
  'other_config:mcast-snooping-disable-flood-unregistered=true',
  'protocols=OpenFlow13,OpenFlow14',
  'flood_vlans=7,8',
  'fail_mode=standalone',
  'fail_mode=secure',
  'rstp_enable=true other_config:rstp-priority=28672',
  'stp_enable=true other_config:stp-priority=0x7800 other_config:stp-system-id=02\\:00\\:5e\\:0b\\:00\\:09',
]
const PORT = [
  'tag=9',
  'vlan_mode=native-untagged tag=5 trunks=5,6,7',
  'vlan_mode=native-tagged tag=5 trunks=5,6,7',
  'trunks=10,20,30',
  'vlan_mode=dot1q-tunnel tag=77 cvlans=1,2,3 other_config:qinq-ethtype=802.1q',
  'external_ids:owner=team-9',
  'other_config:stp-path-cost=77 other_config:stp-port-priority=16',
  'other_config:priority-tags=always',
  'other_config:rstp-enable=false',
  'protected=true',
  'other_config:transient=false',
]
const BOND = [
  'bond_mode=balance-slb',
  'bond_mode=active-backup',
  'bond_mode=balance-tcp lacp=passive',
  'lacp=active other_config:lacp-time=fast other_config:lacp-fallback-ab=true',
  'bond_updelay=300 bond_downdelay=200',
  'other_config:bond-detect-mode=miimon other_config:bond-miimon-interval=250',
  'other_config:bond-rebalance-interval=20000',
  'other_config:bond-hash-basis=9',
  'other_config:lacp-system-priority=7 other_config:lacp-system-id=02\\:00\\:5e\\:0b\\:00\\:07',
  'other_config:bond-primary=%',
  'bond_fake_iface=true',
]
const INTERFACE = [
  'ingress_policing_rate=2000 ingress_policing_burst=200',
  'ingress_policing_kpkts_rate=3 ingress_policing_kpkts_burst=1',
  'mtu_request=1300',
  'ofport_request=77',
  'external_ids:iface-id=abc external_ids:attached-mac="02\\:00\\:00\\:00\\:00\\:01"',
  'other_config:lacp-port-priority=9 other_config:lacp-aggregation-key=3',
  'lldp:enable=true',
  'bfd:enable=true bfd:min_tx=500 bfd:min_rx=500',
  'cfm_mpid=7',
]
const TUNNELS = [
  'type=vxlan options:remote_ip=198.51.100.7 options:key=5001 options:dst_port=4790 options:tos=inherit',
  'type=geneve options:remote_ip=198.51.100.8 options:key=flow options:csum=true',
  'type=gre options:remote_ip=198.51.100.9 options:key=77 options:df_default=false options:ttl=9',
]

const some = <T>(all: readonly T[], rarity: number, random: Random): T[] => all.filter(() => random.below(rarity) === 0)

/** A bridge `bridge` with these NICs and ports of every kind, and all its rows may hold. Lines of shell. */
export function drawOvs(bridge: string, nics: readonly string[], random: Random): string[] {
  const [first = 'none', ...others] = nics
  const [internal, tunnel, bond] = [`${bridge}i`, `${bridge}t`, `${bridge}b`]
  const vsctl = (words: string): string => `ovs-vsctl --timeout=10 ${words}`
  const isBonded = others.length > 1 && random.below(2) === 0
  const [member = 'none'] = others
  return [
    vsctl(`add-br ${bridge}`),
    vsctl(`add-port ${bridge} ${first}`),
    vsctl(`add-port ${bridge} ${internal} -- set interface ${internal} type=internal`),
    ...(isBonded ? [vsctl(`add-bond ${bridge} ${bond} ${others.join(' ')}`)] : []),
    ...(random.below(2) === 0
      ? [vsctl(`add-port ${bridge} ${tunnel} -- set interface ${tunnel} ${random.pick(TUNNELS)}`)]
      : []),
    `ip link set ${internal} up`,
    ...some(BRIDGE, 6, random).map((words) => vsctl(`set bridge ${bridge} ${words}`)),
    ...[first, internal, bridge].flatMap((port) => [
      ...some(PORT, 6, random).map((words) => vsctl(`set port ${port} ${words}`)),
      ...some(INTERFACE, 6, random).map((words) => vsctl(`set interface ${port} ${words}`)),
    ]),
    ...(isBonded ? some(BOND, 3, random).map((words) => vsctl(`set port ${bond} ${words.replace('%', member)}`)) : []),
    ...drawReferred(bridge, [first, internal], random).map(vsctl),
    ...some(FLOWS, 3, random).map(
      (flow) => `ovs-ofctl -O OpenFlow10,OpenFlow13,OpenFlow14 add-flow ${bridge} '${flow.replaceAll('%', first)}'`,
    ),
  ]
}

const FLOWS = [
  'cookie=0x9,priority=9,in_port=%,dl_vlan=9,actions=drop',
  'priority=0,actions=NORMAL',
  'table=3,priority=5,ip,nw_dst=10.0.0.0/8,actions=mod_nw_tos:16,NORMAL',
  'priority=7,idle_timeout=65000,arp,actions=NORMAL',
]

/** Rows that a bridge or a port refers to. */
function drawReferred(bridge: string, [port = 'none', other = 'none']: readonly string[], random: Random): string[] {
  return some(
    [
      `-- --id=@n create netflow 'targets="127.0.0.1:2055"' active_timeout=30 engine_id=7 -- set bridge ${bridge} netflow=@n`,
      `-- --id=@s create sflow agent=lo 'targets="127.0.0.1:6343"' sampling=100 polling=5 header=96 -- set bridge ${bridge} sflow=@s`,
      `-- --id=@i create ipfix 'targets="127.0.0.1:4739"' sampling=64 obs_domain_id=5 cache_active_timeout=60 -- set bridge ${bridge} ipfix=@i`,
      `-- --id=@q create queue other_config:min-rate=2000000 dscp=8 -- --id=@s create qos type=linux-htb other_config:max-rate=500000000 queues:0=@q -- set port ${port} qos=@s`,
      `-- --id=@p get port ${port} -- --id=@o get port ${other} -- --id=@m create mirror name=span-${bridge} select-src-port=@p select-vlan=5,6 output-port=@o snaplen=100 -- set bridge ${bridge} mirrors=@m`,
      `-- --id=@c create controller 'target="tcp:127.0.0.1:6699"' connection_mode=out-of-band inactivity_probe=20000 max_backoff=5000 controller_rate_limit=300 -- --id=@d create controller 'target="ptcp:6654"' local_ip=127.0.0.1 -- set bridge ${bridge} controller=@c,@d`,
    ],
    3,
    random,
  )
}
