import type { Element } from '@xmldom/xmldom'
import type { LibvirtNetwork } from '../../model/libvirt'
import { differsFromStored } from '../../observe/libvirt-stored'
import { parseNetworkXml } from '../../parse/libvirt-xml-network'
import { firstChild } from '../../parse/xml'
import type { WorkingState, XmlPair } from '../working-state'
import { openXml } from './xml-edit'

/** The definition's text, or a refusal: without it the network can be neither edited nor put back. */
export function xmlOf(working: WorkingState, network: LibvirtNetwork, field = 'name'): XmlPair | null {
  const pair = Object.hasOwn(working.xml.networks, network.name) ? working.xml.networks[network.name] : undefined
  const isWhole =
    pair !== undefined &&
    (!network.isActive || openXml(pair.running, 'network') !== null) &&
    (!network.isPersistent || openXml(pair.stored, 'network') !== null)
  if (isWhole) return pair
  working.refuse(
    field,
    'xml_missing',
    `The definition of network ${network.name} could not be read from the host: read the host again`,
  )
  return null
}

/** The working state's network as libvirt would describe it after these definitions; both null: gone. */
export function putNetwork(
  working: WorkingState,
  name: string,
  pair: XmlPair,
  facts: { uuid: string; isAutostart: boolean },
): void {
  working.xml = { ...working.xml, networks: { ...working.xml.networks, [name]: pair } }
  const running = pair.running === null ? null : parseNetworkXml(pair.running)
  const stored = pair.stored === null ? null : parseNetworkXml(pair.stored)
  const current = running?.ok === true ? running.value : stored?.ok === true ? stored.value : null
  if (current === null) return working.write({ kind: 'network', owner: null, name, before: null, after: null })
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
  working.write({ kind: 'network', owner: null, name, before: null, after })
}

/** The `<portgroup>` of this name in a network's definition. */
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
