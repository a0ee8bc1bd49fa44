import type { Element } from '@xmldom/xmldom'
import type { LibvirtNetwork, Portgroup } from '../model/libvirt'
import { parseIp } from '../address/ip'
import { deviceAddress, wholeNumber } from './libvirt-xml-interface'
import type { UnknownXml } from './libvirt-xml-interface'
import { readVlan } from './libvirt-xml-vlan'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { attribute, childElements, firstChild, parseXml, rawXml, textOf } from './xml'

/** What one `virsh net-dumpxml` says. `root` stays for comparing the running with the stored definition. */
export type NetworkXml = Pick<
  LibvirtNetwork,
  | 'name'
  | 'forwardMode'
  | 'forwardDevices'
  | 'forwardFunctions'
  | 'bridge'
  | 'virtualPort'
  | 'vlan'
  | 'portgroups'
  | 'mtuBytes'
  | 'addresses'
> & { uuid: string | null; unknown: UnknownXml[]; root: Element }

/** Children of `<network>` (formatnetwork.html) that we read, or know to say nothing about wiring. */
const KNOWN_CHILDREN = new Set(
  `bandwidth bridge description dns dnsmasq:options domain forward ip mac metadata mtu name port portgroup route title uuid
   virtualport vlan`.split(/\s+/),
)

/** `virsh net-dumpxml`, with or without --inactive. */
export function parseNetworkXml(text: string): Parsed<NetworkXml> {
  const result = parseXml(text)
  if (!result.ok) return result
  const root = result.value
  if (root.nodeName !== 'network') return unparsed(`wanted <network>, found <${root.nodeName.slice(0, 60)}>`, '/')
  const name = textOf(firstChild(root, 'name'))
  if (name === null || name === '') return unparsed("wanted the network's <name>, found none", '/network')
  const forward = firstChild(root, 'forward')
  return parsed({
    uuid: textOf(firstChild(root, 'uuid')),
    name,
    // libvirt's default for a <forward> without mode is nat; no <forward> at all is an isolated network.
    forwardMode: forward === null ? 'none' : (attribute(forward, 'mode') ?? 'nat'),
    forwardDevices: forward === null ? [] : forwardDevices(forward),
    forwardFunctions: forward === null ? [] : childElements(forward, 'address').map(deviceAddress),
    bridge: attribute(firstChild(root, 'bridge'), 'name'),
    virtualPort: attribute(firstChild(root, 'virtualport'), 'type'),
    vlan: readVlan(root),
    portgroups: childElements(root, 'portgroup').map(readPortgroup),
    mtuBytes: wholeNumber(attribute(firstChild(root, 'mtu'), 'size')),
    addresses: childElements(root, 'ip').flatMap(readAddress),
    unknown: childElements(root)
      .filter((child) => !KNOWN_CHILDREN.has(child.nodeName))
      .map((child) => ({ what: `element <${child.nodeName.slice(0, 60)}> of a network`, raw: rawXml(child) })),
    root,
  })
}

function forwardDevices(forward: Element): string[] {
  const children = [...childElements(forward, 'interface'), ...childElements(forward, 'pf')]
  const devices = [attribute(forward, 'dev'), ...children.map((child) => attribute(child, 'dev'))]
  return [...new Set(devices.filter((dev) => dev !== null))]
}

function readPortgroup(element: Element): Portgroup {
  return {
    name: attribute(element, 'name') ?? '',
    isDefault: attribute(element, 'default') === 'yes',
    vlan: readVlan(element),
    virtualPort: attribute(firstChild(element, 'virtualport'), 'type'),
    isTrustGuestRxFilters: attribute(element, 'trustGuestRxFilters') === 'yes',
  }
}

/** An `<ip>` with neither prefix nor netmask takes libvirt's default: the old address class, or /64 (virSocketAddrGetIPPrefix). */
export function readAddress(element: Element): LibvirtNetwork['addresses'] {
  const address = attribute(element, 'address')
  if (address === null) return []
  const prefix =
    wholeNumber(attribute(element, 'prefix')) ?? prefixOf(attribute(element, 'netmask')) ?? defaultPrefix(address)
  return [{ cidr: `${address.slice(0, 60)}/${prefix}`, hasDhcp: firstChild(element, 'dhcp') !== null }]
}

function defaultPrefix(address: string): number {
  if (address.includes(':')) return 64
  const firstOctet = Number.parseInt(address, 10)
  return firstOctet < 128 ? 8 : firstOctet < 192 ? 16 : 24
}

function prefixOf(netmask: string | null): number | null {
  const mask = netmask === null ? null : parseIp(netmask)
  if (mask === null || mask.family !== 'inet') return null
  const ones = mask.value.toString(2).replace(/0+$/, '')
  return /^1*$/.test(ones) ? ones.length : null
}
