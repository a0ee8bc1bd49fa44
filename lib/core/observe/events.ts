import type { SourceId } from '../model/network-state'

/** One stream of events of a host: what runs there, and which source its lines are about. */
export type WatchSpec = {
  id: WatchId
  /** What its events can make out of date. */
  sources: readonly SourceId[]
  /** Run side by side in one channel; constant, like every argv of a reading. */
  argvs: readonly (readonly string[])[]
  /** What a person would type to see the same. */
  display: string
}

export type WatchId = 'links' | 'ovs' | 'libvirt'

/**
 * Columns by table, all of which exist since Open vSwitch 2.5 (ovsdb-client ends at the first unknown one). `statistics` and
 * `status` are left out: they change every few seconds on a host where nothing happens.
 */
const OVS_COLUMNS = {
  Bridge: 'name,ports,mirrors,controller,fail_mode,datapath_type,stp_enable,rstp_enable,other_config,external_ids',
  Port: 'name,interfaces,tag,trunks,vlan_mode,bond_mode,bond_active_slave,lacp,fake_bridge,qos,other_config,external_ids',
  Interface:
    'name,type,ofport,error,mac_in_use,mtu,admin_state,link_state,lacp_current,options,external_ids,other_config,ingress_policing_rate',
  Mirror: 'name,select_all,select_src_port,select_dst_port,select_vlan,output_port,output_vlan',
  Controller: 'target,is_connected,role',
}

/**
 * One channel each: with two shells that makes five of the ten that sshd allows a connection (MaxSessions). `ip monitor` prints text even with -j (iproute2 to 6.15 at least), so a line is only a trigger; its
 * `link` covers what `bridge monitor` says of ports and VLANs. ovsdb-client takes one table a process. libvirt is silent about
 * `--config` changes, `domif-setlink` and `net-update`: the full reading finds those.
 */
export const WATCHES: readonly WatchSpec[] = [
  {
    id: 'links',
    sources: ['links'],
    argvs: [['ip', '-o', 'monitor', 'link', 'address', 'route']],
    display: 'ip -o monitor link address route',
  },
  {
    id: 'ovs',
    sources: ['ovs'],
    argvs: Object.entries(OVS_COLUMNS).map(([table, columns]) => [
      'ovsdb-client',
      '--format=json',
      'monitor',
      table,
      columns,
    ]),
    display: 'ovsdb-client --format=json monitor TABLE COLUMNS',
  },
  {
    id: 'libvirt',
    sources: ['guests', 'networks'],
    argvs: [
      ['virsh', '-r', '-c', 'qemu:///system', 'event', '--all', '--loop'],
      ['virsh', '-r', '-c', 'qemu:///system', 'net-event', '--event', 'lifecycle', '--loop'],
    ],
    display: 'virsh event --all --loop; virsh net-event --event lifecycle --loop',
  },
]

/** The rows that a monitor prints when it starts: a JSON document whose first row is "initial" (ovsdb-client(1)). */
const OVSDB_INITIAL = /^\{"(?:caption":"[^"]*","?)?data":\[(?:\]|\["[^"]*","initial")/
const OVSDB_UPDATE = /^\{.*"data":/
const VIRSH_EVENT = /\bevent '[a-z-]+' for (domain|network)\b/
/** Beginnings of what `ip monitor` prints for links, addresses and routes, and for their end. */
const IP_EVENT =
  /^(?:\[[0-9T:.-]+\] ?)?(?:\[(?:LINK|ADDR|ROUTE)\])?(?:Deleted )?(?:\d+: |(?:\w+ )?(?:default|[0-9a-f.:]+(?:\/\d+)?) )/
/** Statistics of a busy guest, not its wiring. */
const IGNORED_DOMAIN_EVENTS = /\bevent '(?:rtc-change|balloon-change|block-threshold|metadata-change|memory-failure)'/

/**
 * Which source a line of a watch makes out of date, or null: a prompt, a blank, continuation text, rows that were there before.
 * A line may be cut: only its beginning counts.
 */
export function dirtiedBy(watch: WatchId, line: string): SourceId | null {
  switch (watch) {
    case 'links':
      return IP_EVENT.test(line) ? 'links' : null
    case 'ovs':
      return OVSDB_UPDATE.test(line) && !OVSDB_INITIAL.test(line) ? 'ovs' : null
    case 'libvirt': {
      if (IGNORED_DOMAIN_EVENTS.test(line)) return null
      const subject = VIRSH_EVENT.exec(line)?.[1]
      return subject === 'domain' ? 'guests' : subject === 'network' ? 'networks' : null
    }
  }
}
