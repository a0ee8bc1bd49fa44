import type { Element } from '@xmldom/xmldom'
import type { LibvirtNetwork } from '../../model/libvirt'
import { childElements } from '../../parse/xml'
import type { WorkingState, XmlPair } from '../working-state'
import { putNetwork } from '../definitions/network-xml'
import { appendIndented, openXml, placeOf, removeChild, serialise } from '../definitions/xml-edit'

type Scope = keyof XmlPair

/** A network as it is to be again: what it means, and the text of each definition made from today's (null: none today). */
export type NetworkWanted = {
  wanted: LibvirtNetwork
  text: (scope: Scope, today: string | null) => string | null
}

/** The network is as wanted; refused where a definition that it needs is not known. */
export function restoreNetwork(working: WorkingState, { wanted, text }: NetworkWanted): void {
  const { name, uuid, isActive, isPersistent, isAutostart } = wanted
  const today = Object.hasOwn(working.xml.networks, name) ? working.xml.networks[name] : undefined
  const pair: XmlPair = {
    running: isActive ? text('running', today?.running ?? null) : null,
    stored: isPersistent ? text('stored', today?.stored ?? null) : null,
  }
  if ((isActive && pair.running === null) || (isPersistent && pair.stored === null))
    return working.refuse(
      'definition',
      'xml_missing',
      `The definition of network ${name} is not known, so it cannot be put back: define the network anew`,
    )
  putNetwork(working, name, pair, { uuid, isAutostart })
}

/** A child by what it is: portgroups by their name, all others by their kind. */
const keyOf = (element: Element): string =>
  element.nodeName === 'portgroup' ? `portgroup ${element.getAttribute('name') ?? ''}` : element.nodeName

const textsOf = (root: Element): Map<string, string> => {
  const texts = new Map<string, string>()
  for (const child of childElements(root)) texts.set(keyOf(child), (texts.get(keyOf(child)) ?? '') + compact(child))
  return texts
}
const compact = (element: Element): string => serialise(element).replace(/>\s+</g, '><')

/** Today's definition with the children that differ between `from` and `to` as `to` has them; null where one cannot be read. */
export function mergeDefinition(today: string, from: string | null, to: string): string | null {
  const [old, next] = [openXml(from, 'network'), openXml(to, 'network')]
  if (next === null) return null
  const [a, b] = [old === null ? new Map<string, string>() : textsOf(old), textsOf(next)]
  const merged = takeChildren(
    today,
    to,
    [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)),
  )
  const root = openXml(merged, 'network')
  // Nobody else changed it: to the letter as it was, the order of its parts too.
  return root !== null && isSameMap(textsOf(root), b) ? to : merged
}

const isSameMap = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([key, text]) => b.get(key) === text)

/** Today's definition with these children ("forward", "portgroup Vlan125") as the other definition has them. */
export function takeChildren(today: string, other: string, keys: readonly string[]): string | null {
  const [root, source] = [openXml(today, 'network'), openXml(other, 'network')]
  if (root === null || source === null) return null
  for (const key of keys) {
    const place = placeOf(root, [key.startsWith('portgroup ') ? 'portgroup' : key])
    for (const child of childElements(root)) if (keyOf(child) === key) removeChild(root, child)
    for (const child of childElements(source))
      if (keyOf(child) === key) appendIndented(root, root.ownerDocument?.importNode(child, true) ?? child, place)
  }
  return `${serialise(root)}\n`
}
