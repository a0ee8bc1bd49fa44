/* libvirt XML is edited in place: what we do not understand survives. Nothing is ever pasted together from text. */
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom'
import type { Document, Element } from '@xmldom/xmldom'
import { childElements, firstChild, parseXml } from '../../parse/xml'
import type { VlanChoice } from '../../intents/fields'

export type XmlAttributes = Readonly<Record<string, string | null | undefined>>

export const serialise = (element: Element): string => new XMLSerializer().serializeToString(element)

/** A definition's root to edit; null where the text cannot be read. Each call gives a copy of its own. */
export function openXml(text: string | null, name: string): Element | null {
  if (text === null) return null
  const result = parseXml(text)
  return result.ok && result.value.nodeName === name ? result.value : null
}

export function newDocument(name: string): Element {
  const root = new DOMImplementation().createDocument(null, name).documentElement
  // createDocument with a name always gives a root; the types do not know.
  if (root === null) throw new Error(`no root for <${name}>`)
  return root
}

const documentOf = (element: Element): Document => {
  // Elements come from openXml and newDocument: they always have a document.
  if (element.ownerDocument === null) throw new Error(`<${element.nodeName}> has no document`)
  return element.ownerDocument
}

export function addChild(
  parent: Element,
  name: string,
  attributes: XmlAttributes = {},
  text?: string,
  before: Element | null = null,
): Element {
  const child = documentOf(parent).createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (value != null) child.setAttribute(key, value)
  if (text !== undefined) child.appendChild(documentOf(parent).createTextNode(text))
  appendIndented(parent, child, before)
  return child
}

/** The first child behind one of these names that has none of them: where new ones go; null: at the end. */
export function placeOf(parent: Element, names: readonly string[]): Element | null {
  const children = childElements(parent)
  const isNamed = (child: Element): boolean => names.includes(child.nodeName)
  const first = children.findIndex(isNamed)
  return first < 0 ? null : (children.slice(first).find((child) => !isNamed(child)) ?? null)
}

/** Take children of one name away, with the blank text before each. */
export function removeChildren(parent: Element, name: string): void {
  for (const child of childElements(parent, name)) removeChild(parent, child)
}

export function removeChild(parent: Element, child: Element): void {
  const before = child.previousSibling
  if (before !== null && before.nodeType === TEXT_NODE && (before.nodeValue ?? '').trim() === '')
    parent.removeChild(before)
  parent.removeChild(child)
}

const TEXT_NODE = 3

/** Appended, or put before another child, as libvirt would print it: on a line of its own, two blanks deeper than its parent. */
export function appendIndented(parent: Element, child: Element, before: Element | null = null): void {
  const document = documentOf(parent)
  const depth = depthOf(parent)
  if (before !== null) {
    parent.insertBefore(child, before)
    parent.insertBefore(document.createTextNode(`\n${'  '.repeat(depth + 1)}`), before)
    return
  }
  const last = parent.lastChild
  if (last !== null && last.nodeType === TEXT_NODE && (last.nodeValue ?? '').trim() === '') parent.removeChild(last)
  parent.appendChild(document.createTextNode(`\n${'  '.repeat(depth + 1)}`))
  parent.appendChild(child)
  parent.appendChild(document.createTextNode(`\n${'  '.repeat(depth)}`))
}

function depthOf(element: Element): number {
  let depth = 0
  for (let node = element.parentNode; node !== null && node.nodeType === 1; node = node.parentNode) depth += 1
  return depth
}

export function setAttributes(element: Element, attributes: XmlAttributes): void {
  for (const [key, value] of Object.entries(attributes))
    if (value == null) element.removeAttribute(key)
    else element.setAttribute(key, value)
}

/** The one child of this name, made where there is none. */
export const ensureChild = (parent: Element, name: string): Element =>
  firstChild(parent, name) ?? addChild(parent, name)

/** Replaces `<vlan>` (formatnetwork.html, "Setting VLAN tag"). */
export function setVlan(parent: Element, choice: VlanChoice, before: Element | null = placeOf(parent, ['vlan'])): void {
  removeChildren(parent, 'vlan')
  if (choice.mode === 'none') return
  const vlan = addChild(parent, 'vlan', { trunk: choice.mode === 'trunk' ? 'yes' : null }, undefined, before)
  if (choice.mode === 'access') addChild(vlan, 'tag', { id: String(choice.tag) })
  else
    for (const id of choice.tags)
      addChild(vlan, 'tag', { id: String(id), nativeMode: id === choice.nativeTag ? choice.nativeMode : null })
}

/** A copy of an element as a document of its own, to be sent alone. */
export function standalone(element: Element): Element {
  const root = newDocument(element.nodeName)
  const document = documentOf(root)
  const copy = document.importNode(element, true)
  document.replaceChild(copy, root)
  return copy
}
