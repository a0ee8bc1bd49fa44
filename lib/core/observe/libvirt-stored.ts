import type { Element } from '@xmldom/xmldom'
import { attributes, childElements, firstChild } from '../parse/xml'
import { byText } from './in-order'

/** What libvirt adds to a running network by itself: counters, NAT's port range, a MAC, a bridge name, a pool's members. */
const ADDED_ELEMENTS = new Set(['network/mac', 'network/bridge', 'network/forward/nat'])
const POOL_MEMBERS = new Set(['network/forward/interface', 'network/forward/address'])

/**
 * Whether a network's stored definition says something else than the running one. Compared are elements and attributes
 * without regard to the order of different elements; what the running one only adds by itself does not count.
 */
export function differsFromStored(running: Element, stored: Element): boolean {
  const isPool = firstChild(firstChild(stored, 'forward'), 'pf') !== null
  return !isSameElement(running, stored, 'network', isPool)
}

function isSameElement(running: Element, stored: Element, path: string, isPool: boolean): boolean {
  const mayAddAttributes = ADDED_ELEMENTS.has(path) || (isPool && path === 'network/forward')
  const wanted = comparedAttributes(stored)
  const found = comparedAttributes(running)
  if (!mayAddAttributes && wanted.size !== found.size) return false
  if ([...wanted].some(([name, value]) => found.get(name) !== value)) return false

  const storedChildren = childElements(stored)
  const runningChildren = childElements(running)
  if (storedChildren.length === 0 && runningChildren.length === 0)
    return (stored.textContent ?? '').trim() === (running.textContent ?? '').trim()
  const names = new Set([...storedChildren, ...runningChildren].map((child) => child.nodeName))
  return [...names].every((name) => {
    const childPath = `${path}/${name}`
    const before = inOrder(storedChildren.filter((child) => child.nodeName === name))
    const now = inOrder(runningChildren.filter((child) => child.nodeName === name))
    if (isPool && POOL_MEMBERS.has(childPath)) return true
    if (before.length === 0) return ADDED_ELEMENTS.has(childPath)
    if (before.length !== now.length) return false
    return before.every((child, index) => {
      const twin = now[index]
      return twin !== undefined && isSameElement(twin, child, childPath, isPool)
    })
  })
}

/** libvirt finds a portgroup by its name or as the default one; `virsh net-update` only adds at the ends. */
const inOrder = (elements: Element[]): Element[] =>
  elements.some(({ nodeName }) => nodeName !== 'portgroup')
    ? elements
    : elements.sort(byText((element) => element.getAttribute('name') ?? ''))

function comparedAttributes(element: Element): Map<string, string> {
  return new Map(attributes(element).filter(([name]) => name !== 'connections'))
}
