import type { ReadCommand } from './read-command'

/** Tables in the order in which OVS_DATABASE prints them, one JSON document a line. */
export const OVS_TABLES = [
  'Open_vSwitch',
  'Bridge',
  'Port',
  'Interface',
  'Mirror',
  'QoS',
  'Queue',
  'Controller',
  'Manager',
] as const

/** What we read of an Interface; without `statistics` and `status`, which are most of its bytes. */
const INTERFACE_COLUMNS =
  '_uuid,name,type,ofport,error,mac_in_use,mtu,admin_state,link_state,link_speed,options,external_ids,other_config,ingress_policing_rate'

/**
 * One ovs-vsctl for the whole database: it knows its own socket, `list` needs no ovs-vswitchd, and --timeout keeps it from
 * waiting for an ovsdb-server that hangs. Naming a column that an old schema lacks fails the whole command with status 1
 * before anything is printed: then all columns are read. Status 142 is --timeout's SIGALRM.
 */
const DATABASE_SCRIPT = `
read_all() {
  ovs-vsctl --timeout=5 --format=json -- list Open_vSwitch -- list Bridge -- list Port -- $1 list Interface \\
    -- list Mirror -- list QoS -- list Queue -- list Controller -- list Manager
}
read_all --columns=${INTERFACE_COLUMNS} 2>/dev/null
status=$?
case $status in
0) ;;
142) echo 'ovs-vsctl: ovsdb-server did not answer within 5 s' >&2; exit 142 ;;
*) read_all ;;
esac
`

/** A header line "bridge NAME" before each real bridge's table. Names reach ovs-appctl as one quoted word, after options end. */
const FDB_SCRIPT = `
ovs-vsctl --timeout=5 -- --real list-br | while IFS= read -r bridge; do
  printf 'bridge %s\\n' "$bridge"
  ovs-appctl --timeout=5 fdb/show "$bridge"
done
`

export const OVS_DATABASE: ReadCommand = {
  id: 'ovs.database',
  source: 'ovs',
  argv: ['sh', '-c', DATABASE_SCRIPT],
  display: `ovs-vsctl --format=json ${OVS_TABLES.map((table) => `list ${table}`).join(' -- ')}`,
  tool: 'ovs-vsctl',
  deadlineMs: 12_000,
  maxBytes: 16 * 1024 * 1024,
}

export const OVS_BONDS: ReadCommand = {
  id: 'ovs.bonds',
  source: 'ovs',
  argv: ['ovs-appctl', '--timeout=5', 'bond/show'],
  display: 'ovs-appctl bond/show',
  tool: 'ovs-appctl',
  deadlineMs: 8_000,
  maxBytes: 1024 * 1024,
}

export const OVS_LACP: ReadCommand = {
  id: 'ovs.lacp',
  source: 'ovs',
  argv: ['ovs-appctl', '--timeout=5', 'lacp/show'],
  display: 'ovs-appctl lacp/show',
  tool: 'ovs-appctl',
  deadlineMs: 8_000,
  maxBytes: 1024 * 1024,
}

export const OVS_FDB: ReadCommand = {
  id: 'ovs.fdb',
  source: 'ovs',
  argv: ['sh', '-c', FDB_SCRIPT],
  display: 'for b in $(ovs-vsctl --real list-br); do ovs-appctl fdb/show $b; done',
  isLearned: true,
  tool: 'ovs-appctl',
  deadlineMs: 15_000,
  maxBytes: 8 * 1024 * 1024,
}

export const OVS_COMMANDS: readonly ReadCommand[] = [OVS_DATABASE, OVS_BONDS, OVS_LACP, OVS_FDB]
