import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import type { Element, Node } from '@xmldom/xmldom'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { scanXml } from './xml-scan'
import type { Keep } from './xml-scan'

const MAX_CHARACTERS = 2 * 1024 * 1024

/**
 * XML from a host to its root element. Refuses what libvirt never prints and attackers like: more than 2 Mi characters,
 * document type declarations, more than 64 levels. With `keep`, the root holds only the parts that are wanted (see scanXml).
 */
export function parseXml(text: string, keep?: (path: string) => Keep): Parsed<Element> {
  if (text.length > MAX_CHARACTERS)
    return unparsed(
      `wanted at most ${MAX_CHARACTERS} characters of XML, found ${text.length}`,
      `offset ${MAX_CHARACTERS}`,
    )
  const scanned = scanXml(text, keep)
  if (!scanned.ok) return scanned
  try {
    const root = new DOMParser({ locator: false, onError: refuse }).parseFromString(
      scanned.value.trim(),
      'text/xml',
    ).documentElement
    return root === null ? unparsed('wanted XML, found a document without a root', 'offset 0') : parsed(root)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return unparsed(`wanted XML: ${reason.replace(/\s+/g, ' ').slice(0, 200)}`, 'document')
  }
}

/** The parser's default goes on after errors; libvirt's XML has none, so any is the end. */
function refuse(level: string, message: string): never {
  throw new Error(`${level}: ${message}`)
}

/** Child elements in document order, all or of one name. */
export function childElements(element: Element, name?: string): Element[] {
  const children: Element[] = []
  for (let node: Node | null = element.firstChild; node !== null; node = node.nextSibling)
    if (isElement(node) && (name === undefined || node.nodeName === name)) children.push(node)
  return children
}

export function firstChild(element: Element | null, name: string): Element | null {
  for (let node: Node | null = element?.firstChild ?? null; node !== null; node = node.nextSibling)
    if (isElement(node) && node.nodeName === name) return node
  return null
}

/** The attribute's value; null where the element or the attribute is missing, or the value is empty. */
export function attribute(element: Element | null, name: string): string | null {
  const value = element?.getAttribute(name) ?? null
  return value === '' ? null : value
}

export function attributes(element: Element): [name: string, value: string][] {
  const all: [string, string][] = []
  for (let index = 0; index < element.attributes.length; index += 1) {
    const item = element.attributes.item(index)
    if (item !== null) all.push([item.name, item.value])
  }
  return all
}

export function textOf(element: Element | null): string | null {
  return element?.textContent ?? null
}

/** The element as text, for what we keep without understanding it; at most `limit` characters. */
export function rawXml(element: Element, limit = 4_000): string {
  return new XMLSerializer().serializeToString(element).slice(0, limit)
}

/** 1 is Node.ELEMENT_NODE: xmldom's types do not narrow by nodeType. */
function isElement(node: Node): node is Element {
  return node.nodeType === 1
}
