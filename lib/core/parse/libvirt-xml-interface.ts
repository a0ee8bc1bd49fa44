import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../address/mac'
import type { GuestNicConfig, GuestNicSource } from '../model/libvirt'
import { readVlan } from './libvirt-xml-vlan'
import { attribute, childElements, firstChild, rawXml } from './xml'

/** Something in a definition that we do not understand: what it seems to be, and its text. */
export type UnknownXml = { what: string; raw: string }

export type InterfaceXml = { config: GuestNicConfig; unknown: UnknownXml[] }

/** Children of `<interface>` (formatdomain.html, "Network interfaces") that we read, or know to say nothing about wiring. */
const KNOWN_CHILDREN = new Set(
  `acpi address alias backend backenddomain bandwidth boot coalesce downscript driver filterref guest host ip link mac model
   mtu port portForward rom route script source target teaming tune virtualport vlan`.split(/\s+/),
)

/** Types that libvirt knows and that reach no bridge of this host: kept as "other", nothing to report. */
const OTHER_TYPES = new Set(['internal', 'vdpa', 'server', 'client', 'mcast', 'udp', 'null', 'vds'])

/** One `<interface>` of a guest, running or stored. Never fails: what is missing is null, an unknown type is "other". */
export function readInterface(element: Element): InterfaceXml {
  const type = attribute(element, 'type') ?? ''
  const source = readSource(element, type)
  const virtualPort = firstChild(element, 'virtualport')
  const mac = attribute(firstChild(element, 'mac'), 'address') ?? ''
  const unknown: UnknownXml[] = childElements(element)
    .filter((child) => !KNOWN_CHILDREN.has(child.nodeName))
    .map((child) => ({ what: `element <${child.nodeName.slice(0, 60)}> of an interface`, raw: rawXml(child) }))
  if (source.type === 'other' && !OTHER_TYPES.has(type))
    unknown.unshift({ what: `interface type '${type.slice(0, 60)}'`, raw: source.text })
  const config: GuestNicConfig = {
    mac: normaliseMac(mac) ?? mac.slice(0, 60),
    model: attribute(firstChild(element, 'model'), 'type'),
    alias: attribute(firstChild(element, 'alias'), 'name'),
    target: attribute(firstChild(element, 'target'), 'dev'),
    source,
    vlan: readVlan(element),
    virtualPort: attribute(virtualPort, 'type'),
    interfaceId: virtualPort === null ? null : attribute(firstChild(virtualPort, 'parameters'), 'interfaceid'),
    linkState: attribute(firstChild(element, 'link'), 'state') === 'down' ? 'down' : 'up',
    mtuBytes: wholeNumber(attribute(firstChild(element, 'mtu'), 'size')),
    filter: attribute(firstChild(element, 'filterref'), 'filter'),
    isTrustGuestRxFilters: attribute(element, 'trustGuestRxFilters') === 'yes',
    teaming: readTeaming(element),
  }
  return { config, unknown }
}

export function readTeaming(element: Element): GuestNicConfig['teaming'] {
  const teaming = firstChild(element, 'teaming')
  const role = attribute(teaming, 'type')
  if (role !== 'persistent' && role !== 'transient') return null
  return { role, persistent: attribute(teaming, 'persistent') }
}

/** A whole number of at most nine digits, as libvirt prints sizes; else null. */
export function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

/**
 * Running XML of a network NIC says what libvirt made of it (type "bridge", "direct", "hostdev") and keeps network= and
 * portgroup= on the source: the network is what was configured, so it wins where it is there.
 */
function readSource(element: Element, type: string): GuestNicSource {
  const source = firstChild(element, 'source')
  const network = attribute(source, 'network')
  const bridge = attribute(source, 'bridge')
  const dev = attribute(source, 'dev')
  if ((type === 'network' || type === 'bridge') && network !== null)
    return { type: 'network', network, portgroup: attribute(source, 'portgroup'), bridge }
  if (type === 'bridge' && bridge !== null) return { type: 'bridge', bridge }
  if (type === 'direct' && dev !== null)
    return {
      type: 'direct',
      dev,
      mode: macvtapMode(attribute(source, 'mode')),
      network,
      portgroup: attribute(source, 'portgroup'),
    }
  if (type === 'ethernet' || type === 'user') return { type }
  if (type === 'hostdev')
    return { type: 'hostdev', address: hostAddress(source), network, portgroup: attribute(source, 'portgroup') }
  if (type === 'vhostuser') {
    const mode = attribute(source, 'mode')
    return {
      type: 'vhostuser',
      path: attribute(source, 'path'),
      mode: mode === 'client' || mode === 'server' ? mode : null,
    }
  }
  return { type: 'other', libvirtType: type.slice(0, 60), text: rawXml(element) }
}

/** libvirt's "passthrough" is the kernel's "passthru"; without a mode libvirt takes vepa. */
function macvtapMode(mode: string | null): 'vepa' | 'bridge' | 'private' | 'passthru' {
  if (mode === 'bridge' || mode === 'private') return mode
  return mode === 'passthrough' || mode === 'passthru' ? 'passthru' : 'vepa'
}

function hostAddress(source: Element | null): string | null {
  const address = firstChild(source, 'address')
  return address === null ? null : deviceAddress(address)
}

/** A PCI address as the kernel writes it, "0000:03:10.1", or a USB one, "usb 1:2". */
export function deviceAddress(address: Element): string {
  if (attribute(address, 'type') === 'usb')
    return `usb ${attribute(address, 'bus') ?? '0'}:${attribute(address, 'device') ?? '0'}`
  const part = (name: string, digits: number): string =>
    hexDigits(attribute(address, name) ?? '0').padStart(digits, '0')
  return `${part('domain', 4)}:${part('bus', 2)}:${part('slot', 2)}.${part('function', 1)}`
}

/** libvirt prints numbers of PCI with 0x; an administrator may write "10", which it reads as ten (virXMLPropUInt with base 0). */
function hexDigits(text: string): string {
  const word = text.slice(0, 10).toLowerCase()
  const number = /^0x[0-9a-f]+$/.test(word)
    ? Number(word)
    : /^0[0-7]*$/.test(word)
      ? Number.parseInt(word, 8)
      : Number(word)
  return Number.isSafeInteger(number) && number >= 0 ? number.toString(16) : word.replace(/^0x/, '')
}
