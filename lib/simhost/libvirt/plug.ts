import type { MacvlanMode, SimGuest } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError } from '../machine/result'
import { findByName } from '../ovs/database'
import { DEFAULT_PVID } from '../kernel/vlan-table'
import { vsctlCommand } from '../ovs/vsctl-command'
import { allocateFunction, plugFunction, unplugFunction } from './functions'
import { forwardMode, networksOf, ownsBridge } from './networks'
import { child, childrenOf, cloneXml, element, putChild } from './xml'
import type { XmlElement } from './xml'

/** What one `<interface>` becomes when it is plugged: the resolved live element, and the host's side of it. */
const unplugged = (message: string): CommandError => new CommandError(1, `error: ${message}`)

const freeName = (world: World, prefix: string): string => {
  let index = 0
  while (world.link(`${prefix}${index}`) !== undefined) index += 1
  return `${prefix}${index}`
}

const portgroupOf = (network: XmlElement, name: string | undefined): XmlElement | undefined => {
  const groups = childrenOf(network, 'portgroup')
  return name === undefined
    ? groups.find(({ attributes }) => attributes.default === 'yes')
    : groups.find(({ attributes }) => attributes.name === name)
}

/** Fills in what the network says. VLAN and virtualport precedence: interface, portgroup, network (formatnetwork.html). */
const resolveNetwork = (world: World, nic: XmlElement): XmlElement => {
  const source = child(nic, 'source')
  const name = source?.attributes.network ?? ''
  const network = networksOf(world).get(name)
  if (network === undefined) throw unplugged(`Network not found: no network with matching name '${name}'`)
  if (network.live === null) throw unplugged(`Requested operation is not valid: network '${name}' is not active`)
  const resolved = cloneXml(nic)
  const group = portgroupOf(network.live, source?.attributes.portgroup)
  for (const part of ['vlan', 'virtualport']) {
    const inherited = (group && child(group, part)) ?? child(network.live, part)
    if (child(resolved, part) === undefined && inherited !== undefined) putChild(resolved, cloneXml(inherited))
  }
  const forward = child(network.live, 'forward')
  const bridge = child(network.live, 'bridge')?.attributes.name
  const portgroup = source?.attributes.portgroup
  const common = {
    network: name,
    ...(portgroup === undefined ? {} : { portgroup }),
    portid: world.nextUuid(`portid/${name}`),
  }
  if (bridge !== undefined) {
    resolved.attributes.type = ownsBridge(network.live) ? 'network' : 'bridge'
    putChild(resolved, element('source', { ...common, bridge }))
    return resolved
  }
  if (forwardMode(network.live) === 'hostdev') {
    allocateFunction(world, resolved, network.live, name)
    return resolved
  }
  const dev = (forward && child(forward, 'interface')?.attributes.dev) ?? forward?.attributes.dev ?? ''
  const mode = forwardMode(network.live)
  resolved.attributes.type = 'direct'
  putChild(resolved, element('source', { ...common, dev, mode: mode === 'passthrough' ? 'passthrough' : mode }))
  return resolved
}

type VlanSettings = { tag: string | null; trunks: string[]; mode: string | null }

/** libvirt's `<vlan>` as Port columns (util/virnetdevopenvswitch.c, virNetDevOpenvswitchConstructVlans). */
const vlanSettings = (nic: XmlElement): VlanSettings => {
  const vlan = child(nic, 'vlan')
  const tags = vlan === undefined ? [] : childrenOf(vlan, 'tag')
  const native = tags.find(({ attributes }) => attributes.nativeMode !== undefined)
  const ids = tags.map(({ attributes }) => attributes.id ?? '0')
  const isTrunk = vlan?.attributes.trunk === 'yes' || tags.length > 1
  if (!isTrunk) return { tag: ids[0] ?? null, trunks: [], mode: null }
  return {
    tag: native?.attributes.id ?? null,
    trunks: ids,
    mode: native === undefined ? null : `native-${native.attributes.nativeMode ?? 'untagged'}`,
  }
}

const isOpenvswitch = (nic: XmlElement): boolean => child(nic, 'virtualport')?.attributes.type === 'openvswitch'

const interfaceId = (world: World, nic: XmlElement): string => {
  const virtualport = child(nic, 'virtualport')
  const given = virtualport === undefined ? undefined : child(virtualport, 'parameters')?.attributes.interfaceid
  const id = given ?? world.nextUuid('interfaceid')
  if (virtualport !== undefined) virtualport.children = [element('parameters', { interfaceid: id })]
  return id
}

const addOvsPort = (world: World, guest: SimGuest, nic: XmlElement, bridge: string, tap: string): void => {
  const { tag, trunks, mode } = vlanSettings(nic)
  const mac = child(nic, 'mac')?.attributes.address ?? ''
  const result = vsctlCommand(world, [
    '--timeout=5',
    '--',
    '--if-exists',
    'del-port',
    tap,
    '--',
    'add-port',
    bridge,
    tap,
    ...(mode === null ? [] : [`vlan_mode=${mode}`]),
    ...(tag === null ? [] : [`tag=${tag}`]),
    ...(trunks.length === 0 ? [] : [`trunks=${trunks.join(',')}`]),
    '--',
    'set',
    'Interface',
    tap,
    `external-ids:attached-mac="${mac}"`,
    '--',
    'set',
    'Interface',
    tap,
    `external-ids:iface-id="${interfaceId(world, nic)}"`,
    '--',
    'set',
    'Interface',
    tap,
    `external-ids:vm-id="${guest.uuid}"`,
    '--',
    'set',
    'Interface',
    tap,
    'external-ids:iface-status=active',
  ])
  if (result.status !== 0) {
    world.removeLink(tap)
    throw unplugged(`internal error: Unable to add port ${tap} to OVS bridge ${bridge}`)
  }
}

const plugTap = (world: World, guest: SimGuest, nic: XmlElement): string => {
  const bridge = child(nic, 'source')?.attributes.bridge ?? null
  const wanted = child(nic, 'target')?.attributes.dev
  const libvirt = world.state.libvirt
  const tap =
    wanted !== undefined && !wanted.startsWith('vnet') ? wanted : `vnet${libvirt === null ? 0 : libvirt.nextVnet++}`
  const master = bridge === null ? undefined : world.link(bridge)
  const isKnownToOvs =
    bridge !== null && world.state.ovs !== null && findByName(world.state.ovs, 'Bridge', bridge) !== undefined
  if (bridge !== null && master === undefined && !isKnownToOvs)
    throw unplugged(`Cannot get interface MTU on '${bridge}': No such device`)
  const mac = child(nic, 'mac')?.attributes.address ?? ''
  world.addLink({
    name: tap,
    detail: { kind: 'tun', isOpen: true },
    mac: `fe${mac.slice(2)}`,
    isUp: true,
    mtuBytes: master?.mtuBytes ?? 1500,
  })
  if (bridge === null) return tap
  if (isOpenvswitch(nic)) addOvsPort(world, guest, nic, bridge, tap)
  else if (master?.detail.kind === 'bridge') {
    const pvid = master.detail.defaultPvid
    world.updateLink(tap, { master: bridge, vlans: pvid === 0 ? [] : [{ ...DEFAULT_PVID, from: pvid, to: pvid }] })
  } else {
    world.removeLink(tap)
    throw unplugged(`Unable to add bridge ${bridge} port ${tap}: Operation not supported`)
  }
  return tap
}

const MODES: Readonly<Record<string, MacvlanMode>> = {
  passthrough: 'passthru',
  vepa: 'vepa',
  bridge: 'bridge',
  private: 'private',
}

const plugDirect = (world: World, nic: XmlElement, isPaused: boolean): string => {
  const { dev = '', mode = 'vepa' } = child(nic, 'source')?.attributes ?? {}
  const lower = world.link(dev)
  if (lower === undefined) throw unplugged(`Cannot get interface flags on '${dev}': No such device`)
  const name = child(nic, 'target')?.attributes.dev ?? freeName(world, 'macvtap')
  world.addLink({
    name,
    detail: { kind: 'macvtap', mode: MODES[mode] ?? 'vepa' },
    lower: dev,
    mac: child(nic, 'mac')?.attributes.address ?? world.nextMac(name),
    mtuBytes: lower.mtuBytes,
    isUp: !isPaused,
  })
  return name
}

/** Plugs one NIC: gives the live `<interface>` with its target and alias. Throws libvirt's own error line. */
export const plugNic = (world: World, guest: SimGuest, stored: XmlElement, index: number): XmlElement => {
  const nic = stored.attributes.type === 'network' ? resolveNetwork(world, stored) : cloneXml(stored)
  const type = nic.attributes.type ?? ''
  if (type === 'direct') putChild(nic, element('target', { dev: plugDirect(world, nic, guest.state === 'paused') }))
  else if (type === 'hostdev') plugFunction(world, nic)
  else if (type !== 'user' && type !== 'vhostuser')
    putChild(nic, element('target', { dev: plugTap(world, guest, nic) }))
  // An administrator's own alias stays.
  if (child(nic, 'alias') === undefined)
    putChild(nic, element('alias', { name: `${type === 'hostdev' ? 'hostdev' : 'net'}${index}` }))
  return nic
}

/** Takes the host's side of a live NIC away. */
export const unplugNic = (world: World, nic: XmlElement): void => {
  if (nic.attributes.type === 'hostdev') return unplugFunction(world, nic)
  const target = child(nic, 'target')?.attributes.dev
  if (target === undefined) return
  if (isOpenvswitch(nic)) vsctlCommand(world, ['--timeout=5', '--', '--if-exists', 'del-port', target])
  world.removeLink(target)
}

/** After an accepted live VLAN change on an OVS port. */
export const retagNic = (world: World, nic: XmlElement): void => {
  const target = child(nic, 'target')?.attributes.dev
  if (target === undefined || !isOpenvswitch(nic)) return
  const { tag, trunks, mode } = vlanSettings(nic)
  const settings = [
    ...(tag === null ? [] : [`tag=${tag}`]),
    ...(trunks.length === 0 ? [] : [`trunks=${trunks.join(',')}`]),
    ...(mode === null ? [] : [`vlan_mode=${mode}`]),
  ]
  const set = settings.length === 0 ? [] : ['--', 'set', 'Port', target, ...settings]
  vsctlCommand(world, ['--', 'clear', 'Port', target, 'tag', 'trunks', 'vlan_mode', ...set])
}
