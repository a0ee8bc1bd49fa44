import type { Element } from '@xmldom/xmldom'
import { parseCidr } from '../../address/cidr'
import { formatIp } from '../../address/ip'
import type { GuestNicConfig, LibvirtNetwork, LibvirtVlan } from '../../model/libvirt'
import type { NetworkState } from '../../model/network-state'
import type { LibvirtXml, XmlPair } from '../working-state'
import type { Intent } from '../../intents/intent'
import { addChild, newDocument, serialise, setAttributes } from './xml-edit'

/**
 * Definitions of the networks and guests that these edits name, made up from what was observed of them. They say enough to see
 * in a browser, where the true text is not to be had, whether edits fit the host. Never for a host: what we do not read is missing.
 */
export function approximateXml(state: NetworkState, intents: readonly Intent[]): LibvirtXml {
  const networks = new Set(intents.flatMap((intent) => networkIn(intent) ?? []))
  const guests = new Set(intents.flatMap((intent) => ('guest' in intent ? [intent.guest] : [])))
  return {
    networks: Object.fromEntries(
      (state.libvirt?.networks ?? [])
        .filter(({ name }) => networks.has(name))
        .map((network) => {
          const text = networkText(network)
          return [network.name, pairOf(text, text, network.isActive, network.isPersistent)]
        }),
    ),
    guests: Object.fromEntries(
      state.guests
        .filter(({ uuid, name }) => guests.has(uuid) || guests.has(name))
        .map(({ uuid, name, nics, state: now, isPersistent }) => [
          uuid,
          pairOf(
            guestText(
              name,
              nics.flatMap(({ running }) => running ?? []),
            ),
            guestText(
              name,
              nics.flatMap(({ stored }) => stored ?? []),
            ),
            now !== 'shut off' && now !== 'crashed',
            isPersistent,
          ),
        ]),
    ),
  }
}

const networkIn = (intent: Intent): string | null =>
  intent.kind === 'portgroup.set' || intent.kind === 'portgroup.remove'
    ? intent.network
    : intent.kind === 'network.set' || intent.kind === 'network.remove'
      ? intent.name
      : null

const pairOf = (running: string, stored: string, isRunning: boolean, isStored: boolean): XmlPair => ({
  running: isRunning ? running : null,
  stored: isStored ? stored : null,
})

function networkText(network: LibvirtNetwork): string {
  const root = newDocument('network')
  addChild(root, 'name', {}, network.name)
  addChild(root, 'uuid', {}, network.uuid)
  if (network.forwardMode !== 'none') {
    const [dev] = network.forwardDevices
    const forward = addChild(root, 'forward', { mode: network.forwardMode, dev })
    for (const each of network.forwardDevices) addChild(forward, 'interface', { dev: each })
  }
  if (network.bridge !== null) addChild(root, 'bridge', { name: network.bridge })
  if (network.mtuBytes !== null) addChild(root, 'mtu', { size: String(network.mtuBytes) })
  if (network.virtualPort !== null) addChild(root, 'virtualport', { type: network.virtualPort })
  addVlan(root, network.vlan)
  for (const group of network.portgroups) {
    const element = addChild(root, 'portgroup', { name: group.name, default: group.isDefault ? 'yes' : null })
    if (group.isTrustGuestRxFilters) setAttributes(element, { trustGuestRxFilters: 'yes' })
    if (group.virtualPort !== null) addChild(element, 'virtualport', { type: group.virtualPort })
    addVlan(element, group.vlan)
  }
  for (const { cidr, hasDhcp } of network.addresses) addAddress(root, cidr, hasDhcp)
  return `${serialise(root)}\n`
}

function addAddress(root: Element, text: string, hasDhcp: boolean): void {
  const cidr = parseCidr(text)
  if (cidr === null) return
  const element = addChild(root, 'ip', {
    family: cidr.address.family === 'inet6' ? 'ipv6' : null,
    address: formatIp(cidr.address),
    prefix: String(cidr.prefixLength),
  })
  if (hasDhcp) addChild(element, 'dhcp')
}

function guestText(name: string, nics: readonly GuestNicConfig[]): string {
  const root = newDocument('domain')
  addChild(root, 'name', {}, name)
  const devices = addChild(root, 'devices')
  for (const nic of nics) addNic(devices, nic)
  return `${serialise(root)}\n`
}

function addNic(devices: Element, { source, ...nic }: GuestNicConfig): void {
  const element = addChild(devices, 'interface', { type: source.type === 'other' ? source.libvirtType : source.type })
  addChild(element, 'mac', { address: nic.mac })
  if (source.type === 'network')
    addChild(element, 'source', { network: source.network, portgroup: source.portgroup, bridge: source.bridge })
  if (source.type === 'bridge') addChild(element, 'source', { bridge: source.bridge })
  if (source.type === 'direct')
    addChild(element, 'source', { dev: source.dev, mode: source.mode, network: source.network })
  addVlan(element, nic.vlan)
  if (nic.virtualPort !== null) addChild(element, 'virtualport', { type: nic.virtualPort })
  if (nic.target !== null) addChild(element, 'target', { dev: nic.target })
  if (nic.model !== null) addChild(element, 'model', { type: nic.model })
  if (nic.linkState === 'down') addChild(element, 'link', { state: 'down' })
}

function addVlan(parent: Element, vlan: LibvirtVlan | null): void {
  if (vlan === null) return
  const element = addChild(parent, 'vlan', { trunk: vlan.isTrunk ? 'yes' : null })
  for (const { id, nativeMode } of vlan.tags) addChild(element, 'tag', { id: String(id), nativeMode })
}
