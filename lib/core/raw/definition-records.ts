import { attribute, attributes, childElements, firstChild, parseXml, textOf } from '../parse/xml'
import type { RawRecord } from './raw-record'
import { isVolatileXml } from './volatile'

type XmlElement = Parameters<typeof attributes>[0]

/** A definition as virsh prints it: of a guest its NICs only, for the rest is not what a change of networks is about. Null: no XML. */
export function definitionRecords(xml: string, words: string, links: readonly string[]): RawRecord[] | null {
  const root = parseXml(xml)
  if (!root.ok) return null
  const isGuest = root.value.nodeName === 'domain'
  const name = textOf(firstChild(root.value, 'name')) ?? ''
  const devices = isGuest ? firstChild(root.value, 'devices') : null
  const into: Record<string, string> = {}
  if (isGuest)
    for (const nic of devices === null ? [] : childElements(devices, 'interface')) walk(nic, labelOf(nic), into)
  else walk(root.value, '', into)
  return [
    {
      key: words,
      words: isGuest
        ? `${name === '' ? '' : `guest ${name}`}${words.endsWith('as stored') ? ', as stored' : ''}`
        : words,
      about: links,
      hangsOn: [],
      isTap: false,
      read: () => into,
    },
  ]
}

function walk(element: XmlElement, path: string, into: Record<string, string>): void {
  const put = (key: string, value: string): void => {
    if (!isVolatileXml(key, value)) into[key] = value
  }
  const own = attributes(element)
  for (const [name, value] of own) put(`${path}@${name}`, value)
  const children = childElements(element)
  if (children.length === 0 && own.length === 0 && path !== '') put(path, textOf(element) ?? '')
  const counts = new Map<string, number>()
  for (const child of children) {
    const label = labelOf(child)
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    walk(child, `${path === '' ? '' : `${path}/`}${label}${count === 1 ? '' : `[${count}]`}`, into)
  }
}

/** "interface[52:54:00:aa:01:01]", "portgroup[vlan10]": brothers are known by what they are called, and in whatever order. */
function labelOf(element: XmlElement): string {
  const mac = attribute(firstChild(element, 'mac'), 'address')
  const known =
    element.nodeName === 'interface'
      ? mac
      : ['mac', 'name', 'ip', 'id', 'address', 'start', 'dev']
          .map((key) => attribute(element, key))
          .find((value) => value !== null)
  const isNamed = ['interface', 'portgroup', 'host', 'tag', 'ip', 'route', 'range', 'txt', 'srv'].includes(
    element.nodeName,
  )
  return isNamed && known != null ? `${element.nodeName}[${known}]` : element.nodeName
}

/** `virsh net-info`: "Autostart:      yes" lines. */
export const networkInfoRecords = (printed: string, words: string): RawRecord[] => [
  {
    key: `${words} info`,
    words,
    about: [],
    hangsOn: [],
    isTap: false,
    read: () =>
      Object.fromEntries(
        printed.split('\n').flatMap((line) => {
          const [, key, value] = /^([A-Z]\w+):\s+(.*\S)\s*$/.exec(line) ?? []
          return key === undefined || value === undefined ? [] : [[key.toLowerCase(), value]]
        }),
      ),
  },
]
