import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../../address/mac'
import type { GuestNicConfig } from '../../model/libvirt'
import { keysOf } from '../../observe/nic-key'
import { readInterface, readTeaming } from '../../parse/libvirt-xml-interface'
import { attribute, childElements, firstChild } from '../../parse/xml'
import { isGeneratedTap } from '../../raw/volatile'
import { nicConfig } from '../../objects/guest-nic'
import type { NicTarget } from '../../intents/guest-nic'
import type { XmlAttributes } from './xml-edit'
import {
  addChild,
  appendIndented,
  ensureChild,
  newDocument,
  openXml,
  placeOf,
  removeChild,
  removeChildren,
  serialise,
  setAttributes,
  setVlan,
  standalone,
} from './xml-edit'

const interfacesOf = (domain: Element | null): Element[] => {
  const devices = firstChild(domain, 'devices')
  return devices === null ? [] : childElements(devices, 'interface')
}

const keysOfDomain = (domain: Element | null): string[] =>
  keysOf(
    interfacesOf(domain).map((element) => ({
      mac: normaliseMac(attribute(firstChild(element, 'mac'), 'address') ?? '') ?? '',
      isTransient: readTeaming(element)?.role === 'transient',
      isHostDevice: attribute(element, 'type') === 'hostdev',
    })),
  )

/** The `<interface>` of this key (nicKey) in a domain's definition. */
export const interfaceOf = (domain: Element | null, key: string): Element | null =>
  interfacesOf(domain)[keysOfDomain(domain).indexOf(key)] ?? null

export const interfaceIn = (text: string | null, key: string): Element | null =>
  interfaceOf(openXml(text, 'domain'), key)

/** Whether libvirt can find the very interface: among several of one MAC it goes by the address on the guest's bus (virDomainNetFindIdx). */
export const hasBusAddress = (element: Element): boolean =>
  ['pci', 'ccw'].includes(attribute(firstChild(element, 'address'), 'type') ?? '')

/** The keys of a domain's interfaces, in order. */
export const keysIn = (text: string | null): string[] => keysOfDomain(openXml(text, 'domain'))

/**
 * A domain's definition with the interface of this key replaced, added (no such key yet) or taken out (null). One that is added
 * goes before the first of the interfaces that are to follow it, else to the end.
 */
export function withInterface(
  text: string,
  key: string,
  element: Element | null,
  followers: readonly string[] = [],
): string {
  const domain = openXml(text, 'domain')
  if (domain === null) return text
  const old = interfaceOf(domain, key)
  const devices = ensureChild(domain, 'devices')
  const copy = element === null ? null : (domain.ownerDocument?.importNode(element, true) ?? null)
  if (old !== null && copy !== null) old.parentNode?.replaceChild(copy, old)
  else if (old !== null) removeChild(devices, old)
  else if (copy !== null) {
    const place = followers.map((other) => interfaceOf(domain, other)).find((other) => other !== null)
    appendIndented(devices, copy, place ?? null)
  }
  return `${serialise(domain)}\n`
}

/** A NIC that does not exist yet. */
export function newInterfaceElement(mac: string, model: string, target: ResolvedTarget): Element {
  const root = newDocument('interface')
  addChild(root, 'mac', { address: mac })
  retarget(root, target)
  addChild(root, 'model', { type: model })
  return root
}

/** A target with what the host adds: whether the bridge is one of Open vSwitch. */
export type ResolvedTarget = NicTarget & { isOvs: boolean }

/** With its interfaceid: another one is a change that libvirt 7 and 9 refuse on a running guest (measured). */
function ownOvsPort(element: Element): Element | null {
  const port = firstChild(element, 'virtualport')
  const isOwn = attribute(element, 'type') === 'bridge' && attribute(firstChild(element, 'source'), 'network') === null
  return isOwn && attribute(port, 'type') === 'openvswitch' ? port : null
}

/** Where the NIC goes is replaced; its MAC, model, address, boot order and what we do not know stay. */
export function retarget(element: Element, target: ResolvedTarget): void {
  const names = ['source', 'vlan', 'virtualport']
  const place = placeOf(element, names)
  const add = (name: string, attributes: XmlAttributes): Element =>
    addChild(element, name, attributes, undefined, place)
  const port = ownOvsPort(element)
  dropDevice(element)
  for (const name of names) removeChildren(element, name)
  if ('network' in target) {
    setAttributes(element, { type: 'network' })
    add('source', { network: target.network, portgroup: target.portgroup })
  } else if ('bridge' in target) {
    setAttributes(element, { type: 'bridge' })
    add('source', { bridge: target.bridge })
    if (target.vlan !== undefined) setVlan(element, target.vlan, place)
    if (target.isOvs && port !== null) appendIndented(element, port, place)
    else if (target.isOvs) add('virtualport', { type: 'openvswitch' })
  } else {
    setAttributes(element, { type: 'direct' })
    // libvirt's word for the kernel's passthru.
    add('source', { dev: target.dev, mode: target.mode === 'passthru' ? 'passthrough' : target.mode })
  }
}

/** What only a device of the host has: who binds its driver, and which. */
function dropDevice(element: Element): void {
  if (attribute(element, 'type') !== 'hostdev') return
  setAttributes(element, { managed: null })
  removeChildren(element, 'driver')
}

/** A function that a network gave, as a NIC of that network again: what runs names the function alone. */
export function throughNetwork(running: Element, config: GuestNicConfig | null): Element {
  if (config?.source.type !== 'hostdev' || config.source.network === null) return running
  const element = standalone(running)
  const { network, portgroup } = config.source
  retarget(element, { network, ...(portgroup != null && { portgroup }), isOvs: false })
  return element
}

/** A copy of an interface that is plugged where another one is, with its link state. */
export function copyAttachment(element: Element, other: Element): Element {
  const copy = standalone(element)
  const names = ['source', 'vlan', 'virtualport', 'link']
  const place = placeOf(copy, names)
  for (const name of names) removeChildren(copy, name)
  for (const child of childElements(other)) {
    const own = names.includes(child.nodeName) ? copy.ownerDocument?.importNode(child, true) : undefined
    if (own !== undefined) appendIndented(copy, own, place)
  }
  setAttributes(copy, { type: other.getAttribute('type') })
  return copy
}

/**
 * A running interface as an administrator would have written it: what libvirt filled in (the tap, the alias, the network's
 * bridge, port and VLAN) is taken out, so that it can be attached again.
 */
export function asConfigured(running: Element): Element {
  const element = standalone(running)
  const source = firstChild(element, 'source')
  const network = attribute(source, 'network')
  if (isGeneratedTap(attribute(firstChild(element, 'target'), 'dev') ?? '')) removeChildren(element, 'target')
  for (const alias of childElements(element, 'alias'))
    if (attribute(alias, 'name')?.startsWith('ua-') !== true) removeChild(element, alias)
  if (network !== null && source !== null) {
    setAttributes(element, { type: 'network' })
    for (const name of ['bridge', 'portid', 'dev', 'mode']) source.removeAttribute(name)
    // The copy of the portgroup's VLAN; a NIC's own stands in the stored definition.
    removeChildren(element, 'vlan')
    removeChildren(element, 'virtualport')
  }
  return element
}

export const setLinkElement = (element: Element, state: 'up' | 'down'): void => {
  if (state === 'up') removeChildren(element, 'link')
  else setAttributes(ensureChild(element, 'link'), { state })
}

export const configOf = (element: Element | null): GuestNicConfig | null =>
  element === null ? null : readInterface(element).config

/** What is sent to virsh. */
export const textOf = (element: Element): string => `${serialise(standalone(element))}\n`

/** Whether two NICs are configured alike, whatever libvirt filled in. */
export const isSameNic = (a: GuestNicConfig | null, b: GuestNicConfig | null): boolean =>
  a === null || b === null ? a === b : JSON.stringify(nicConfig(a)) === JSON.stringify(nicConfig(b))

/**
 * The element that describes a NIC so: today's where it does; else `exact`, which `wanted` was read from, and which may say less
 * (the network that libvirt forgets) and is not compared; else the first known one that does. Null where none is wanted,
 * undefined where none is known.
 */
export function interfaceAs(
  wanted: GuestNicConfig | null,
  today: { config: GuestNicConfig | null; element: Element | null },
  exact: Element | null,
  known: readonly Element[],
): Element | null | undefined {
  if (wanted === null) return null
  if (today.element !== null && isSameNic(wanted, today.config)) return today.element
  return exact ?? known.find((element) => isSameNic(configOf(element), wanted))
}
