/**
 * The tables of vswitch.ovsschema 8.3.1 (Open vSwitch 3.1) that the simulated host fills, with every column, so that a dump
 * has the headings of a real one. Tables that stay empty are listed by their headings alone.
 */
type AtomType = 'string' | 'integer' | 'boolean' | 'uuid'

export type Column = {
  /** one: exactly one; optional: none or one; set: any number; map: string keys. */
  shape: 'one' | 'optional' | 'set' | 'map'
  of: AtomType
  initial?: string | number | boolean
  allowed?: readonly string[]
  range?: readonly [number, number]
  /** Table that a uuid column points into. */
  ref?: TableName
}

const one = (of: AtomType, initial: string | number | boolean): Column => ({ shape: 'one', of, initial })
const optional = (of: AtomType, limits: Partial<Column> = {}): Column => ({ shape: 'optional', of, ...limits })
const set = (of: AtomType, limits: Partial<Column> = {}): Column => ({ shape: 'set', of, ...limits })
const map: Column = { shape: 'map', of: 'string' }
const VLAN = { range: [0, 4095] as const }

export const TABLES = {
  Open_vSwitch: {
    bridges: set('uuid', { ref: 'Bridge' }),
    cur_cfg: one('integer', 0),
    datapath_types: set('string'),
    datapaths: map,
    db_version: optional('string'),
    dpdk_initialized: one('boolean', false),
    dpdk_version: optional('string'),
    external_ids: map,
    iface_types: set('string'),
    manager_options: set('uuid', { ref: 'Manager' }),
    next_cfg: one('integer', 0),
    other_config: map,
    ovs_version: optional('string'),
    ssl: optional('uuid'),
    statistics: map,
    system_type: optional('string'),
    system_version: optional('string'),
  },
  Bridge: {
    auto_attach: optional('uuid'),
    controller: set('uuid', { ref: 'Controller' }),
    datapath_id: optional('string'),
    datapath_type: one('string', ''),
    datapath_version: optional('string'),
    external_ids: map,
    fail_mode: optional('string', { allowed: ['secure', 'standalone'] }),
    flood_vlans: set('integer', VLAN),
    flow_tables: map,
    ipfix: optional('uuid'),
    mcast_snooping_enable: one('boolean', false),
    mirrors: set('uuid', { ref: 'Mirror' }),
    name: one('string', ''),
    netflow: optional('uuid'),
    other_config: map,
    ports: set('uuid', { ref: 'Port' }),
    protocols: set('string'),
    rstp_enable: one('boolean', false),
    rstp_status: map,
    sflow: optional('uuid'),
    status: map,
    stp_enable: one('boolean', false),
  },
  Port: {
    bond_active_slave: optional('string'),
    bond_downdelay: one('integer', 0),
    bond_fake_iface: one('boolean', false),
    bond_mode: optional('string', { allowed: ['active-backup', 'balance-slb', 'balance-tcp'] }),
    bond_updelay: one('integer', 0),
    cvlans: set('integer', VLAN),
    external_ids: map,
    fake_bridge: one('boolean', false),
    interfaces: set('uuid', { ref: 'Interface' }),
    lacp: optional('string', { allowed: ['active', 'off', 'passive'] }),
    mac: optional('string'),
    name: one('string', ''),
    other_config: map,
    protected: one('boolean', false),
    qos: optional('uuid', { ref: 'QoS' }),
    rstp_statistics: map,
    rstp_status: map,
    statistics: map,
    status: map,
    tag: optional('integer', VLAN),
    trunks: set('integer', VLAN),
    vlan_mode: optional('string', { allowed: ['access', 'dot1q-tunnel', 'native-tagged', 'native-untagged', 'trunk'] }),
  },
  Interface: {
    admin_state: optional('string'),
    bfd: map,
    bfd_status: map,
    cfm_fault: optional('boolean'),
    cfm_fault_status: set('string'),
    cfm_flap_count: optional('integer'),
    cfm_health: optional('integer'),
    cfm_mpid: optional('integer'),
    cfm_remote_mpids: set('integer'),
    cfm_remote_opstate: optional('string'),
    duplex: optional('string'),
    error: optional('string'),
    external_ids: map,
    ifindex: optional('integer'),
    ingress_policing_burst: one('integer', 0),
    ingress_policing_kpkts_burst: one('integer', 0),
    ingress_policing_kpkts_rate: one('integer', 0),
    ingress_policing_rate: one('integer', 0),
    lacp_current: optional('boolean'),
    link_resets: optional('integer'),
    link_speed: optional('integer'),
    link_state: optional('string'),
    lldp: map,
    mac: optional('string'),
    mac_in_use: optional('string'),
    mtu: optional('integer'),
    mtu_request: optional('integer', { range: [68, 65535] }),
    name: one('string', ''),
    ofport: optional('integer'),
    ofport_request: optional('integer', { range: [1, 65279] }),
    options: map,
    other_config: map,
    statistics: map,
    status: map,
    type: one('string', ''),
  },
  Mirror: {
    external_ids: map,
    name: one('string', ''),
    output_port: optional('uuid', { ref: 'Port' }),
    output_vlan: optional('integer', VLAN),
    select_all: one('boolean', false),
    select_dst_port: set('uuid', { ref: 'Port' }),
    select_src_port: set('uuid', { ref: 'Port' }),
    select_vlan: set('integer', VLAN),
    snaplen: optional('integer'),
    statistics: map,
  },
  Controller: {
    connection_mode: optional('string'),
    controller_burst_limit: optional('integer'),
    controller_queue_size: optional('integer'),
    controller_rate_limit: optional('integer'),
    enable_async_messages: optional('boolean'),
    external_ids: map,
    inactivity_probe: optional('integer'),
    is_connected: one('boolean', false),
    local_gateway: optional('string'),
    local_ip: optional('string'),
    local_netmask: optional('string'),
    max_backoff: optional('integer'),
    other_config: map,
    role: optional('string'),
    status: map,
    target: one('string', ''),
    type: optional('string'),
  },
  Manager: {
    connection_mode: optional('string'),
    external_ids: map,
    inactivity_probe: optional('integer'),
    is_connected: one('boolean', false),
    max_backoff: optional('integer'),
    other_config: map,
    status: map,
    target: one('string', ''),
  },
  QoS: {
    external_ids: map,
    other_config: map,
    queues: map,
    type: one('string', ''),
  },
  Queue: {
    dscp: optional('integer'),
    external_ids: map,
    other_config: map,
  },
} as const satisfies Record<string, Record<string, Column>>

export type TableName =
  'Open_vSwitch' | 'Bridge' | 'Port' | 'Interface' | 'Mirror' | 'Controller' | 'Manager' | 'QoS' | 'Queue'

export const columnsOf = (table: TableName): Readonly<Record<string, Column>> => TABLES[table]

/** Headings of tables that the simulated host never fills, in a dump's order with the others. */
export const EMPTY_TABLES: Readonly<Record<string, readonly string[]>> = {
  AutoAttach: ['_uuid', 'mappings', 'system_description', 'system_name'],
  CT_Timeout_Policy: ['_uuid', 'external_ids', 'timeouts'],
  CT_Zone: ['_uuid', 'external_ids', 'timeout_policy'],
  Datapath: ['_uuid', 'capabilities', 'ct_zones', 'datapath_version', 'external_ids'],
  Flow_Sample_Collector_Set: ['_uuid', 'bridge', 'external_ids', 'id', 'ipfix'],
  Flow_Table: ['_uuid', 'external_ids', 'flow_limit', 'groups', 'name', 'overflow_policy', 'prefixes'],
  IPFIX: [
    '_uuid',
    'cache_active_timeout',
    'cache_max_flows',
    'external_ids',
    'obs_domain_id',
    'obs_point_id',
    'other_config',
    'sampling',
    'targets',
  ],
  NetFlow: ['_uuid', 'active_timeout', 'add_id_to_interface', 'engine_id', 'engine_type', 'external_ids', 'targets'],
  SSL: ['_uuid', 'bootstrap_ca_cert', 'ca_cert', 'certificate', 'external_ids', 'private_key'],
  sFlow: ['_uuid', 'agent', 'external_ids', 'header', 'polling', 'sampling', 'targets'],
}

/** ovs-vsctl takes any unique prefix of a table's name, in any case ("port", "Port", "br"). */
export const findTable = (text: string): TableName | null => {
  const wanted = text.toLowerCase().replaceAll('-', '_')
  const names = Object.keys(TABLES) as TableName[] // TABLES is `satisfies`-checked: its keys are the TableName union.
  return (
    names.find((name) => name.toLowerCase() === wanted) ??
    names.find((name) => name.toLowerCase().startsWith(wanted)) ??
    null
  )
}
