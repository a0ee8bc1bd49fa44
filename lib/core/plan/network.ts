import type { Element } from '@xmldom/xmldom'
import { parseCidr } from '../address/cidr'
import { formatIp } from '../address/ip'
import type { LibvirtNetwork } from '../model/libvirt'
import { differsFromStored } from '../observe/libvirt-stored'
import { parseNetworkXml } from '../parse/libvirt-xml-network'
import { firstChild } from '../parse/xml'
import { deriveMac, deriveUuid } from './derive'
import type { Draft, XmlPair } from './draft'
import type { IntentOf } from './intent'
import { nicsOn } from './users'
import { addChild, newDocument, openXml, removeChildren, serialise } from './xml-edit'

type NetworkIntent = IntentOf<'network.set'>

/** A libvirt network is defined so, and active and started at boot as wanted. */
export function setNetwork(draft: Draft, intent: NetworkIntent): void {
  if (draft.state.libvirt === null)
    return draft.refuse(
      'name',
      'tool_missing',
      'libvirt was not found on this host: install libvirt-daemon-system first',
    )
  if (!isPlaceThere(draft, intent)) return
  const existing = draft.network(intent.name)
  if (existing === undefined) return define(draft, intent)
  if (!isSameDefinition(existing, intent)) return redefine(draft, existing, intent)
  toggle(draft, existing, intent)
}

function isPlaceThere(draft: Draft, { bridge, dev, virtualport }: NetworkIntent): boolean {
  const refuse = (field: string, code: string, message: string): false => {
    draft.refuse(field, code, message)
    return false
  }
  if (bridge !== undefined) {
    const isOvs = draft.ovsBridge(bridge) !== undefined || draft.fakeBridge(bridge) !== undefined
    if (!isOvs && draft.linuxBridge(bridge) === undefined)
      return refuse(
        'bridge',
        'unknown_bridge',
        `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name a bridge, or make it in the same change`,
      )
    if (isOvs && virtualport === null)
      return refuse(
        'virtualport',
        'conflict',
        `${bridge} is an OVS bridge: without virtualport openvswitch libvirt cannot plug guests into it`,
      )
    if (!isOvs && virtualport === 'openvswitch')
      return refuse('virtualport', 'conflict', `${bridge} is a Linux bridge: leave virtualport openvswitch out`)
  }
  if (dev !== undefined && draft.link(dev) === undefined)
    return refuse('dev', 'unknown_link', `${dev} is not on this host: name a NIC, a bond or a VLAN link`)
  return true
}

const wantedVirtualPort = (draft: Draft, { bridge, virtualport }: NetworkIntent): string | null =>
  virtualport !== undefined
    ? virtualport
    : bridge !== undefined && draft.linuxBridge(bridge) === undefined
      ? 'openvswitch'
      : null

function define(draft: Draft, intent: NetworkIntent): void {
  const taken = new Set((draft.state.libvirt?.networks ?? []).map(({ uuid }) => uuid))
  const uuid = deriveUuid(`${draft.state.system.machineId ?? ''} network ${intent.name}`, taken)
  const root = newDocument('network')
  addChild(root, 'name', {}, intent.name)
  addChild(root, 'uuid', {}, uuid)
  describe(draft, root, intent)
  const text = `${serialise(root)}\n`
  putNetwork(
    draft,
    intent.name,
    { running: intent.active ? text : null, stored: text },
    { uuid, isAutostart: intent.autostart },
  )
}

/** Everything but name, UUID, portgroups and what we do not understand. */
function describe(draft: Draft, root: Element, intent: NetworkIntent): void {
  const { name, forward, bridge, dev, address } = intent
  const virtualPort = wantedVirtualPort(draft, intent)
  const isOwn = bridge === undefined && OWN_BRIDGE.has(forward)
  const existing = draft.network(name)
  const hasOwn = existing !== undefined && OWN_BRIDGE.has(existing.forwardMode) && existing.bridge !== null
  // With its DHCP, where the address stays.
  const keepsAddress = address === undefined || isAddressOf(existing, address)
  if (existing?.addresses.some(({ hasDhcp }) => hasDhcp) === true && !(isOwn && keepsAddress))
    draft.warn(`Network ${name} loses its DHCP with its address: guests that ask there get none`)
  const gone = [
    ...['forward', 'virtualport'],
    ...(isOwn ? [] : NEEDS_OWN_BRIDGE),
    ...(isOwn && hasOwn ? [] : ['bridge']),
    ...(keepsAddress ? [] : ['ip']),
  ]
  for (const child of gone) removeChildren(root, child)
  if (forward !== 'none') {
    const element = addChild(root, 'forward', { mode: forward, dev })
    if (dev !== undefined) addChild(element, 'interface', { dev })
  }
  if (bridge !== undefined) addChild(root, 'bridge', { name: bridge })
  else if (isOwn && !hasOwn) addOwnBridge(draft, root, name)
  if (virtualPort !== null) addChild(root, 'virtualport', { type: virtualPort })
  const cidr = keepsAddress || address == null ? null : parseCidr(address)
  if (cidr !== null)
    addChild(root, 'ip', {
      family: cidr.address.family === 'inet6' ? 'ipv6' : null,
      address: formatIp(cidr.address),
      prefix: String(cidr.prefixLength),
    })
}

/** Elements that libvirt refuses in a network that has no bridge of its own (network/bridge_driver.c, networkValidate). */
const NEEDS_OWN_BRIDGE = ['mac', 'ip', 'dns', 'domain', 'bandwidth', 'route']

/** Whether this is the network's address already; null: that it has none. */
const isAddressOf = (network: LibvirtNetwork | undefined, address: string | null): boolean =>
  address === null
    ? (network?.addresses.length ?? 0) === 0
    : (network?.addresses.some(({ cidr }) => cidr === address) ?? false)

/** Forward modes for which libvirt makes the bridge itself. */
const OWN_BRIDGE: ReadonlySet<string> = new Set(['nat', 'route', 'open', 'none'])

/** Named here: libvirt would choose bridge and MAC anew for each definition, and what is stored would not be what runs. */
function addOwnBridge(draft: Draft, root: Element, network: string): void {
  const { links, libvirt, system } = draft.state
  const taken = new Set([
    ...links.map(({ name }) => name),
    ...(libvirt?.networks ?? []).map(({ bridge }) => bridge ?? ''),
  ])
  let number = 0
  while (taken.has(`virbr${number}`)) number += 1
  addChild(root, 'bridge', { name: `virbr${number}`, stp: 'on', delay: '0' })
  if (firstChild(root, 'mac') === null) {
    const macs = new Set(links.map(({ mac }) => mac ?? ''))
    addChild(root, 'mac', { address: deriveMac(`${system.machineId ?? ''} bridge of ${network}`, macs) })
  }
}

function isSameDefinition(
  network: LibvirtNetwork,
  { forward, bridge, dev, virtualport, address }: NetworkIntent,
): boolean {
  return (
    network.forwardMode === forward &&
    (bridge === undefined || network.bridge === bridge) &&
    (dev === undefined || network.forwardDevices[0] === dev) &&
    (virtualport === undefined || network.virtualPort === virtualport) &&
    (address === undefined || isAddressOf(network, address))
  )
}

/** libvirt cannot change these while a network runs: it stops and starts, so no running guest may be on it. */
function redefine(draft: Draft, network: LibvirtNetwork, intent: NetworkIntent): void {
  if (!mayStop(draft, network, 'name')) return
  const pair = xmlOf(draft, network)
  const root = openXml(pair?.stored ?? pair?.running ?? null, 'network')
  if (root === null) return
  describe(draft, root, intent)
  const text = `${serialise(root)}\n`
  putNetwork(
    draft,
    network.name,
    { running: intent.active ? text : null, stored: text },
    { uuid: network.uuid, isAutostart: intent.autostart },
  )
}

function toggle(draft: Draft, network: LibvirtNetwork, { active, autostart }: NetworkIntent): void {
  if (network.isActive === active && network.isAutostart === autostart) return
  if (!active && network.isActive && !mayStop(draft, network, 'active')) return
  if (autostart && !network.isPersistent)
    return draft.refuse(
      'autostart',
      'transient',
      `Network ${network.name} is not stored, so it cannot start at boot: define it first`,
    )
  const pair = xmlOf(draft, network)
  if (pair === null) return
  const running = active ? (pair.running ?? pair.stored) : null
  putNetwork(draft, network.name, { ...pair, running }, { uuid: network.uuid, isAutostart: autostart })
}

/** False, and refused, where running guests are on the network. */
export function mayStop(
  draft: Draft,
  network: LibvirtNetwork,
  field: string,
  users = nicsOn(draft.state, network.name),
): boolean {
  if (!network.isActive) return true
  const [first, ...others] = users.filter(({ isRunning }) => isRunning)
  if (first === undefined) return true
  draft.refuse(
    field,
    'network_in_use',
    `Network ${network.name} would stop under running guest ${first.guest.name}${others.length > 0 ? ` and ${others.length} more` : ''}: move or stop the guests first`,
  )
  return false
}

export function removeNetwork(draft: Draft, { name }: IntentOf<'network.remove'>): void {
  const network = draft.network(name)
  if (network === undefined)
    return draft.refuse('name', 'unknown_network', `libvirt has no network ${name}: name one that it has`)
  if (!mayStop(draft, network, 'name')) return
  const [user] = nicsOn(draft.state, name)
  if (user !== undefined) draft.warn(`Guest ${user.guest.name} names network ${name} and will not start without it`)
  // The definition is needed to put the network back.
  if (xmlOf(draft, network) === null) return
  putNetwork(draft, name, { running: null, stored: null }, { uuid: network.uuid, isAutostart: false })
}

/** The definition's text, or a refusal: without it the network can be neither edited nor put back. */
export function xmlOf(draft: Draft, network: LibvirtNetwork, field = 'name'): XmlPair | null {
  const pair = Object.hasOwn(draft.xml.networks, network.name) ? draft.xml.networks[network.name] : undefined
  const isWhole =
    pair !== undefined &&
    (!network.isActive || openXml(pair.running, 'network') !== null) &&
    (!network.isPersistent || openXml(pair.stored, 'network') !== null)
  if (isWhole) return pair
  draft.refuse(
    field,
    'xml_missing',
    `The definition of network ${network.name} could not be read from the host: read the host again`,
  )
  return null
}

/** The draft's network as libvirt would describe it after these definitions; both null: gone. */
export function putNetwork(
  draft: Draft,
  name: string,
  pair: XmlPair,
  facts: { uuid: string; isAutostart: boolean },
): void {
  draft.xml = { ...draft.xml, networks: { ...draft.xml.networks, [name]: pair } }
  const running = pair.running === null ? null : parseNetworkXml(pair.running)
  const stored = pair.stored === null ? null : parseNetworkXml(pair.stored)
  const current = running?.ok === true ? running.value : stored?.ok === true ? stored.value : null
  if (current === null) return draft.write({ kind: 'network', owner: null, name, before: null, after: null })
  const { root: _root, unknown, uuid: _uuid, ...described } = current
  const after: LibvirtNetwork = {
    ...described,
    uuid: facts.uuid,
    isActive: pair.running !== null,
    isAutostart: facts.isAutostart,
    isPersistent: pair.stored !== null,
    differsFromStored:
      running?.ok === true && stored?.ok === true && differsFromStored(running.value.root, stored.value.root),
    hasUnknownElements: unknown.length > 0,
  }
  draft.write({ kind: 'network', owner: null, name, before: null, after })
}

export const portgroupElement = (root: Element | null, name: string): Element | null => {
  for (let child = firstChild(root, 'portgroup'); child !== null; child = nextPortgroup(child))
    if (child.getAttribute('name') === name) return child
  return null
}

function nextPortgroup(element: Element): Element | null {
  for (let node = element.nextSibling; node !== null; node = node.nextSibling)
    // nodeName is "portgroup" on elements only.
    if (node.nodeName === 'portgroup') return node as Element
  return null
}
