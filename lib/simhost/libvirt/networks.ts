import type { SimNetwork } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError } from '../machine/result'
import { broadcastOf } from '../kernel/addresses'
import { DEFAULT_PVID } from '../kernel/vlan-table'
import { listFunctions } from './functions'
import { child, childText, cloneXml, element, parseXml, XmlError } from './xml'
import type { XmlElement } from './xml'

export const libvirtError = (what: string, why: string): CommandError =>
  new CommandError(1, `error: ${what}\nerror: ${why}`)

export const networksOf = (world: World): Map<string, SimNetwork> => {
  if (world.state.libvirt === null) throw new CommandError(127, 'sh: 1: virsh: not found')
  return world.state.libvirt.networks
}

export const requireNetwork = (world: World, name: string): SimNetwork => {
  const networks = networksOf(world)
  const network = networks.get(name) ?? [...networks.values()].find(({ uuid }) => uuid === name)
  if (network === undefined)
    throw libvirtError(`failed to get network '${name}'`, `Network not found: no network with matching name '${name}'`)
  return network
}

export const parseDevice = (text: string, what: string): XmlElement => {
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof XmlError) throw libvirtError(what, `XML error: ${error.message}`)
    throw error
  }
}

const withIdentity = (xml: XmlElement, uuid: string): XmlElement => {
  const copy = cloneXml(xml)
  const rest = copy.children.filter(({ name }) => name !== 'name' && name !== 'uuid')
  copy.children = [element('name', {}, [], childText(xml, 'name')), element('uuid', {}, [], uuid), ...rest]
  return copy
}

export const forwardMode = (xml: XmlElement): string => {
  const forward = child(xml, 'forward')
  return forward === undefined ? 'none' : (forward.attributes.mode ?? 'nat')
}

/** libvirt makes the bridge itself for nat, route, open and isolated networks. */
export const ownsBridge = (xml: XmlElement): boolean => ['nat', 'route', 'open', 'none'].includes(forwardMode(xml))

export const defineNetwork = (world: World, text: string, file: string): SimNetwork => {
  const what = `Failed to define network from ${file}`
  const xml = parseDevice(text, what)
  const name = childText(xml, 'name')
  if (xml.name !== 'network' || name === '')
    throw libvirtError(what, `XML error: unexpected root element <${xml.name}>, expecting <network>`)
  const networks = networksOf(world)
  const existing = networks.get(name)
  const uuid = childText(xml, 'uuid') || (existing?.uuid ?? world.nextUuid(`network/${name}`))
  if (existing !== undefined && childText(xml, 'uuid') !== '' && existing.uuid !== uuid)
    throw libvirtError(what, `operation failed: network '${name}' already exists with uuid ${existing.uuid}`)
  const stored = withIdentity(xml, uuid)
  if (ownsBridge(stored)) completeBridge(world, stored)
  const network: SimNetwork = existing ?? { name, uuid, live: null, stored, isAutostart: false }
  network.stored = stored
  networks.set(name, network)
  world.emit({ kind: 'network', name, text: 'Defined' })
  return network
}

/** `net-create`: started without being stored. libvirt starts a stored network of that name with this definition too. */
export const createNetwork = (world: World, text: string, file: string): SimNetwork => {
  const what = `Failed to create network from ${file}`
  const before = networksOf(world).get(childText(parseDevice(text, what), 'name'))
  if (before !== undefined && before.live !== null)
    throw libvirtError(what, `operation failed: network '${before.name}' already exists and is active`)
  const stored = before?.stored ?? null
  const network = defineNetwork(world, text, file)
  startNetwork(world, network)
  network.stored = stored
  return network
}

/** A NAT or isolated network without a bridge gets virbrN, spanning tree and a MAC, as libvirt fills them in. */
const completeBridge = (world: World, xml: XmlElement): void => {
  const bridge = child(xml, 'bridge') ?? element('bridge')
  const taken = new Set(
    [...networksOf(world).values()]
      .flatMap(({ stored, live }) => [stored, live])
      .map((definition) => (definition === null ? '' : child(definition, 'bridge')?.attributes.name)),
  )
  let index = 0
  // networkFindUnusedBridgeName (bridge_driver.c): neither another network's nor any device's.
  while (taken.has(`virbr${index}`) || world.link(`virbr${index}`) !== undefined) index += 1
  bridge.attributes = { name: `virbr${index}`, stp: 'on', delay: '0', ...bridge.attributes }
  if (child(xml, 'bridge') === undefined) xml.children.splice(child(xml, 'forward') === undefined ? 2 : 3, 0, bridge)
  if (child(xml, 'mac') === undefined)
    xml.children.splice(
      xml.children.indexOf(bridge) + 1,
      0,
      element('mac', { address: world.nextGuestMac(`virbr${index}`) }),
    )
}

const prefixOf = (netmask: string): number =>
  netmask.split('.').reduce((bits, part) => bits + Number(part).toString(2).replaceAll('0', '').length, 0)

export const startNetwork = (world: World, network: SimNetwork): void => {
  const what = `Failed to start network ${network.name}`
  if (network.live !== null) throw libvirtError(what, 'Requested operation is not valid: network is already active')
  if (network.stored === null) throw libvirtError(what, 'Network not found')
  const bridge = child(network.stored, 'bridge')?.attributes.name
  if (ownsBridge(network.stored) && bridge !== undefined) {
    if (world.link(bridge) !== undefined)
      throw libvirtError(what, `internal error: Network is already in use by interface ${bridge}`)
    const addresses = network.stored.children
      .filter(({ name }) => name === 'ip')
      .map(({ attributes }) => ({
        family: 'inet' as const,
        address: attributes.address ?? '',
        prefix:
          attributes.prefix === undefined ? prefixOf(attributes.netmask ?? '255.255.255.0') : Number(attributes.prefix),
        isDynamic: false,
      }))
      .map((each) => ({ ...each, broadcast: broadcastOf(each.address, each.prefix) }))
    world.addLink({
      name: bridge,
      detail: { kind: 'bridge', isVlanFiltering: false, isStp: true, defaultPvid: 1, forwardDelay: 200 },
      mac: child(network.stored, 'mac')?.attributes.address ?? world.nextGuestMac(bridge),
      isUp: true,
      addresses,
      vlans: [DEFAULT_PVID],
    })
  }
  network.live = cloneXml(network.stored)
  listFunctions(world, network.live)
  world.emit({ kind: 'network', name: network.name, text: 'Started' })
}

export const stopNetwork = (world: World, network: SimNetwork): void => {
  if (network.live === null)
    throw libvirtError(
      `Failed to destroy network ${network.name}`,
      `Requested operation is not valid: network '${network.name}' is not active`,
    )
  const bridge = child(network.live, 'bridge')?.attributes.name
  if (ownsBridge(network.live) && bridge !== undefined) world.removeLink(bridge)
  network.live = null
  world.emit({ kind: 'network', name: network.name, text: 'Stopped' })
  if (network.stored === null) networksOf(world).delete(network.name)
}

/** Uses of a network by running guests: `portid` is in the live XML of each plugged NIC. */
const connectionsOf = (world: World, name: string): number =>
  [...(world.state.libvirt?.guests.values() ?? [])].reduce((count, { live }) => {
    const devices = live === null ? undefined : child(live, 'devices')
    const used = devices?.children.filter(
      (nic) => nic.name === 'interface' && child(nic, 'source')?.attributes.network === name,
    )
    return count + (used?.length ?? 0)
  }, 0)

/** What net-dumpxml prints: the running definition with its connections, or the stored one. */
export const networkXml = (world: World, network: SimNetwork, isInactive: boolean): XmlElement => {
  const source = isInactive ? (network.stored ?? network.live) : (network.live ?? network.stored)
  if (source === null) throw new Error(`network ${network.name} has no definition`) // neither live nor stored: never kept
  const copy = cloneXml(source)
  const connections = isInactive || network.live === null ? 0 : connectionsOf(world, network.name)
  if (connections > 0) copy.attributes = { connections: String(connections), ...copy.attributes }
  return copy
}

/** `net-update NETWORK add|modify|delete portgroup XML [--live] [--config]`. */
export const updatePortgroup = (
  network: SimNetwork,
  command: string,
  text: string,
  scopes: { live: boolean; config: boolean },
): void => {
  const what = `Failed to update network ${network.name}`
  const portgroup = parseDevice(text, what)
  const name = portgroup.attributes.name
  const targets = [scopes.live ? network.live : null, scopes.config ? network.stored : null].filter(
    (xml) => xml !== null,
  )
  for (const xml of targets) {
    const at = xml.children.findIndex((item) => item.name === 'portgroup' && item.attributes.name === name)
    if (command.startsWith('add') && at >= 0)
      throw libvirtError(
        what,
        `Requested operation is not valid: there is an existing portgroup entry in network '${network.name}' that matches "<portgroup name='${name ?? ''}'>"`,
      )
    if (!command.startsWith('add') && at < 0)
      throw libvirtError(
        what,
        `Requested operation is not valid: couldn't find a portgroup entry in network '${network.name}' matching <portgroup name='${name ?? ''}'>`,
      )
    if (command === 'delete') xml.children.splice(at, 1)
    else if (command === 'modify') xml.children.splice(at, 1, cloneXml(portgroup))
    else xml.children.push(cloneXml(portgroup))
  }
}
