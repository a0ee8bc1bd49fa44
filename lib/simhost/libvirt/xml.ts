/** Just enough XML for libvirt's documents: elements, attributes, text. The real parsers are elsewhere; this one must not
 * share their mistakes, so it stands alone. */
export type XmlElement = {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

export class XmlError extends Error {}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescapeXml = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(parseInt(entity.slice(2), 16))
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)))
    return ENTITIES[entity] ?? whole
  })

export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;')
    .replaceAll('"', '&quot;')

const TOKENS =
  /<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/g
const ATTRIBUTES = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

export const element = (
  name: string,
  attributes: Record<string, string> = {},
  children: XmlElement[] = [],
  text = '',
): XmlElement => ({
  name,
  attributes,
  children,
  text,
})

/** The root element of a document. Comments and processing instructions are dropped, as libvirt drops them. */
export const parseXml = (source: string): XmlElement => {
  const stack: XmlElement[] = [element('')]
  let end = 0
  for (const match of source.matchAll(TOKENS)) {
    if (match.index !== end) throw new XmlError(`(domain_definition):1: StartTag: invalid element name`)
    end = match.index + match[0].length
    const top = stack.at(-1)
    if (top === undefined) throw new XmlError('(domain_definition):1: Extra content at the end of the document')
    const [whole, slash, name, attributeText = '', selfClosing] = match
    if (name === undefined) {
      if (!whole.startsWith('<')) top.text += unescapeXml(whole)
      continue
    }
    if (slash === '/') {
      if (top.name !== name) throw new XmlError(`Opening and ending tag mismatch: ${top.name} line 1 and ${name}`)
      stack.pop()
      continue
    }
    const attributes: Record<string, string> = {}
    for (const [, key = '', double, single] of attributeText.matchAll(ATTRIBUTES))
      attributes[key] = unescapeXml(double ?? single ?? '')
    const child = element(name, attributes)
    top.children.push(child)
    if (selfClosing !== '/') stack.push(child)
  }
  const root = stack[0]?.children[0]
  if (end !== source.length || root === undefined || stack.length !== 1)
    throw new XmlError('Extra content at the end of the document')
  return root
}

const attributeText = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([key, value]) => ` ${key}='${escapeXml(value)}'`)
    .join('')

/** Two blanks a level and single quotes: libvirt's own style. */
export const renderXml = (node: XmlElement, depth = 0): string => {
  const pad = '  '.repeat(depth)
  const open = `${pad}<${node.name}${attributeText(node.attributes)}`
  const text = node.text.trim()
  if (node.children.length === 0) return text === '' ? `${open}/>\n` : `${open}>${escapeXml(text)}</${node.name}>\n`
  return `${open}>\n${node.children.map((child) => renderXml(child, depth + 1)).join('')}${pad}</${node.name}>\n`
}

export const cloneXml = (node: XmlElement): XmlElement => ({
  name: node.name,
  attributes: { ...node.attributes },
  children: node.children.map(cloneXml),
  text: node.text,
})

export const child = (node: XmlElement, name: string): XmlElement | undefined =>
  node.children.find((item) => item.name === name)

export const childText = (node: XmlElement, name: string): string => child(node, name)?.text.trim() ?? ''

export const childrenOf = (node: XmlElement, name: string): XmlElement[] =>
  node.children.filter((item) => item.name === name)

/** Elements of `<interface>` in the order libvirt writes them (domain_conf.c, virDomainNetDefFormat). */
const NIC_ORDER = [
  'mac',
  'source',
  'vlan',
  'virtualport',
  'bandwidth',
  'target',
  'guest',
  'model',
  'driver',
  'filterref',
  'link',
  'mtu',
  'alias',
  'address',
]

/** Sets or replaces one child, in libvirt's order among the others. */
export const putChild = (node: XmlElement, item: XmlElement): void => {
  node.children = node.children.filter(({ name }) => name !== item.name)
  const rank = (name: string): number => (NIC_ORDER.includes(name) ? NIC_ORDER.indexOf(name) : NIC_ORDER.length - 1)
  const at = node.children.findIndex(({ name }) => rank(name) > rank(item.name))
  node.children.splice(at < 0 ? node.children.length : at, 0, item)
}
