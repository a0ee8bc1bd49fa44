import type { SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { countersNow } from '../kernel/counters'
import { hasCarrier } from '../kernel/link-state'
import { linkSpeed } from '../kernel/render-link-info'
import { bondState } from './bond'
import { equalDatum, mapOf, nameOf, referred, rootOf, setOf, textOf, valueOf, withColumns } from './database'
import type { Datum, OvsDatabase, Row } from './database'

const TUNNELS: Readonly<Record<string, string>> = {
  vxlan: 'vxlan_sys_4789',
  geneve: 'genev_sys_6081',
  gre: 'gre_sys',
}

const LOCAL_OFPORT = 65534

type Opened = { error: string | null; link: SimLink | null }

const addSystemLink = (world: World, type: string): void => {
  const name = TUNNELS[type] ?? ''
  if (world.link(name) !== undefined) return
  const detail: SimLink['detail'] =
    type === 'vxlan'
      ? { kind: 'vxlan', id: 0, remote: null, local: null, port: 4789, isExternal: true }
      : { kind: type === 'gre' ? 'gretap' : 'geneve', remote: null, isExternal: true }
  world.addLink({ name, detail, isUp: true, master: 'ovs-system', mtuBytes: 65000 })
}

const isOfDpdk = (type: string): boolean => type.startsWith('dpdk')

/** Set when ovs-vswitchd starts with `other_config:dpdk-init=true`. */
const hasDpdk = (db: OvsDatabase): boolean => {
  const root = rootOf(db)
  return root !== undefined && mapOf(root, 'other_config').get('dpdk-init') === 'true'
}

const noDevice = (name: string): string =>
  `could not open network device ${name} (Address family not supported by protocol)`

/** What bridge.c does for one Interface row: open the netdev, or say why not. */
const openInterface = (world: World, iface: Row): Opened => {
  const name = textOf(iface, 'name')
  const type = textOf(iface, 'type')
  const options = mapOf(iface, 'options')
  if (type === 'internal') {
    const link = world.link(name) ?? world.addLink({ name, detail: { kind: 'openvswitch' } })
    return { error: null, link }
  }
  if (type === 'patch') {
    const isValid = options.get('peer') !== undefined && options.get('peer') !== name
    return { error: isValid ? null : `${name}: patch type requires valid 'peer' argument`, link: null }
  }
  if (TUNNELS[type] !== undefined) {
    if (options.get('remote_ip') === undefined)
      return { error: `${name}: ${type} type requires valid 'remote_ip' argument`, link: null }
    addSystemLink(world, type)
    return { error: null, link: null }
  }
  if (isOfDpdk(type))
    return { error: world.state.ovs !== null && hasDpdk(world.state.ovs) ? null : noDevice(name), link: null }
  if (type !== '' && type !== 'system') return { error: noDevice(name), link: null }
  const link = world.link(name)
  if (link === undefined) return { error: `could not open network device ${name} (No such device)`, link: null }
  if (link.master !== null && link.master !== 'ovs-system')
    return { error: `could not add network device ${name} to ofproto (Device or resource busy)`, link: null }
  if (link.master === null) world.updateLink(name, { master: 'ovs-system', vlans: [] })
  return { error: null, link: world.link(name) ?? null }
}

const pickOfport = (iface: Row, bridge: string, used: Set<number>): number => {
  if (textOf(iface, 'name') === bridge) return LOCAL_OFPORT
  const held = Number(valueOf(iface, 'ofport') ?? -1)
  const wanted = Number(valueOf(iface, 'ofport_request') ?? -1)
  const first = [wanted, held].find((candidate) => candidate > 0 && !used.has(candidate))
  if (first !== undefined) return first
  let next = 1
  while (used.has(next)) next += 1
  return next
}

const stateColumns = (world: World, { link, error }: Opened, isVirtual: boolean): Record<string, Datum> => {
  if (error !== null)
    return {
      error: [error],
      admin_state: [],
      link_state: [],
      ifindex: [],
      mac_in_use: [],
      mtu: [],
      link_speed: [],
      duplex: [],
    }
  if (link === null || isVirtual) return { error: [], admin_state: ['up'], link_state: ['up'], ifindex: [0] }
  const speed = linkSpeed(world.state, link)
  return {
    error: [],
    admin_state: [link.isUp ? 'up' : 'down'],
    link_state: [hasCarrier(world.state, link) ? 'up' : 'down'],
    ifindex: [link.index],
    mac_in_use: [link.mac],
    mtu: [link.mtuBytes],
    link_speed: speed === null ? [] : [speed * 1_000_000],
    duplex: speed === null ? [] : ['full'],
  }
}

/** Links whose state is all their own: an interface on one is settled as long as link and row are the same objects. */
const SELF_CONTAINED = new Set<SimLink['detail']['kind']>(['nic', 'tun', 'openvswitch', 'dummy'])

const isSettled = (world: World, iface: Row): boolean => {
  const link = world.settledInterfaces.get(iface)
  return link !== undefined && SELF_CONTAINED.has(link.detail.kind) && world.link(link.name) === link
}

const settleInterface = (world: World, iface: Row, bridge: Row, used: Set<number>): Row => {
  if (isSettled(world, iface)) {
    used.add(Number(valueOf(iface, 'ofport') ?? -1))
    return iface
  }
  const opened = openInterface(world, iface)
  const requested = Number(valueOf(iface, 'mtu_request') ?? 0)
  if (opened.link !== null && requested > 0 && opened.link.mtuBytes !== requested) {
    world.updateLink(opened.link.name, { mtuBytes: requested })
    opened.link = world.link(opened.link.name) ?? null
  }
  const type = textOf(iface, 'type')
  const ofport = opened.error === null ? pickOfport(iface, nameOf(bridge), used) : -1
  if (ofport > 0) used.add(ofport)
  const isVirtual = type === 'patch' || isOfDpdk(type) || TUNNELS[type] !== undefined
  const columns = stateColumns(world, opened, isVirtual)
  const settled = withColumns(iface, {
    ...columns,
    ofport: [ofport],
    ...(isVirtual ? { mac_in_use: [valueOf(iface, 'mac_in_use') ?? world.nextMac(`ovs/${nameOf(iface)}`)] } : {}),
  })
  if (opened.link !== null) world.settledInterfaces.set(settled, opened.link)
  return settled
}

const releaseLinks = (world: World, db: OvsDatabase): void => {
  const interfaces = [...db.Interface.values()]
  const system = new Set(interfaces.filter((row) => ['', 'system'].includes(textOf(row, 'type'))).map(nameOf))
  const internal = new Set(interfaces.filter((row) => textOf(row, 'type') === 'internal').map(nameOf))
  const tunnels = new Set(interfaces.map((row) => TUNNELS[textOf(row, 'type')]))
  const hasBridges = db.Bridge.size > 0
  if (hasBridges && world.link('ovs-system') === undefined)
    world.addLink({ name: 'ovs-system', detail: { kind: 'openvswitch' } })
  for (const link of [...world.state.links.values()]) {
    const isSystemTunnel = Object.values(TUNNELS).includes(link.name)
    if (isSystemTunnel && !tunnels.has(link.name)) world.removeLink(link.name)
    else if (link.detail.kind === 'openvswitch' && link.name !== 'ovs-system' && !internal.has(link.name))
      world.removeLink(link.name)
    else if (link.master === 'ovs-system' && !isSystemTunnel && !system.has(link.name))
      world.updateLink(link.name, { master: null })
  }
  if (!hasBridges) world.removeLink('ovs-system')
}

const settleBond = (world: World, db: OvsDatabase, port: Row): void => {
  const bond = bondState(world.state, db, port)
  if (bond === null) return
  const active = bond.members.find(({ isActive }) => isActive)
  const mac = active === undefined ? undefined : world.link(active.name)?.mac
  db.Port.set(port.uuid, withColumns(port, { bond_active_slave: mac === undefined ? [] : [mac] }))
  for (const { row, hasPartner } of bond.members) {
    const lacpCurrent: Datum = bond.lacp === 'off' ? [] : [hasPartner]
    db.Interface.set(row.uuid, withColumns(row, { lacp_current: lacpCurrent }))
  }
}

const settleController = (world: World, row: Row, failure: string): Row => {
  const isConnected = world.state.reachableControllers.includes(textOf(row, 'target'))
  const status: Datum = isConnected
    ? new Map([
        ['sec_since_connect', '50'],
        ['state', 'ACTIVE'],
      ])
    : new Map([
        ['last_error', failure],
        ['state', 'BACKOFF'],
      ])
  const role: Record<string, Datum> = row.table === 'Controller' ? { role: isConnected ? ['other'] : [] } : {}
  return withColumns(row, { is_connected: [isConnected], status, ...role })
}

/** The `statistics` columns as of now: ovs-vswitchd writes them every few seconds, here they are written when somebody reads. */
export const refreshStatistics = (world: World): void => {
  const db = world.state.ovs
  if (db === null || world.state.stopped.has('ovs-vswitchd')) return
  const counters = countersNow(world)
  for (const row of db.Interface.values()) {
    const c = counters.get(nameOf(row))
    const link = world.settledInterfaces.get(row)
    if (c === undefined || link === undefined) continue
    const statistics = new Map([
      ...Object.entries({
        rx_bytes: c.rxBytes,
        rx_packets: c.rxPackets,
        rx_errors: c.rxErrors,
        rx_dropped: c.rxDropped,
      }),
      ...Object.entries({
        tx_bytes: c.txBytes,
        tx_packets: c.txPackets,
        tx_errors: c.txErrors,
        tx_dropped: c.txDropped,
      }),
      ...Object.entries({ collisions: 0, rx_crc_err: 0, rx_frame_err: 0, rx_missed_errors: 0, rx_over_err: 0 }),
    ])
    const fresh = withColumns(row, { statistics })
    db.Interface.set(row.uuid, fresh)
    world.settledInterfaces.set(fresh, link)
  }
}

/** The order that a database's configuration becomes a datapath: what ovs-vswitchd does after every change of either. */
export const settleOvs = (world: World): void => {
  const db = world.state.ovs
  if (db === null || world.state.stopped.has('ovs-vswitchd')) return
  releaseLinks(world, db)
  for (const bridge of [...db.Bridge.values()]) {
    const ports = referred(db, bridge, 'ports')
    const interfaces = ports.flatMap((port) => referred(db, port, 'interfaces'))
    const used = new Set<number>()
    const held = interfaces.filter((row) => Number(valueOf(row, 'ofport') ?? -1) > 0)
    const fresh = interfaces.filter((row) => !held.includes(row))
    for (const iface of [...held, ...fresh]) db.Interface.set(iface.uuid, settleInterface(world, iface, bridge, used))
    for (const port of ports) if (setOf(port, 'interfaces').length > 1) settleBond(world, db, port)
    const local = world.link(nameOf(bridge))
    const id = `0000${(local?.mac ?? '00:00:00:00:00:00').replaceAll(':', '')}`
    db.Bridge.set(bridge.uuid, withColumns(bridge, { datapath_id: [id], datapath_version: ['<unknown>'] }))
  }
  for (const row of db.Controller.values())
    db.Controller.set(row.uuid, settleController(world, row, 'Connection refused'))
  for (const row of db.Manager.values()) db.Manager.set(row.uuid, settleController(world, row, 'Connection refused'))
  const root = rootOf(db)
  if (root !== undefined && !equalDatum(root.columns.cur_cfg, root.columns.next_cfg ?? [0]))
    db.Open_vSwitch.set(root.uuid, withColumns(root, { cur_cfg: root.columns.next_cfg ?? [0] }))
}
