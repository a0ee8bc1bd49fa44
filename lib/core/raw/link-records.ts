import { arrayField, flagField, intField, isJsonObject, textField } from '../parse/json'
import type { JsonObject } from '../parse/json'
import type { Names } from './names'
import { devicesOf } from './names'
import type { RawRecord } from './raw-record'
import { flatten, stable } from './raw-record'
import { DEFAULT_QDISCS, isMadeWithAddress, isVolatileKey, VOLATILE_FLAGS } from './volatile'

const nameOf = (row: JsonObject): string => textField(row, 'ifname') ?? ''

const about = (names: Names, link: string): Pick<RawRecord, 'about' | 'hangsOn' | 'isTap'> => ({
  about: [link, names.same(link)],
  hangsOn: names.hangsOn(link),
  isTap: names.isTap(link),
})

/** `ip -d -j addr`: each link, and each address on it. */
export function addrRecords(rows: readonly JsonObject[], names: Names): RawRecord[] {
  return rows.flatMap((row) => {
    const link = nameOf(row)
    const own: RawRecord = {
      key: `link ${names.same(link)}`,
      words: link,
      ...about(names, link),
      read: () => linkAttributes(row, names),
    }
    return [
      own,
      ...arrayField(row, 'addr_info')
        .filter(isJsonObject)
        .flatMap((each) => addressRecord(each, link, names)),
    ]
  })
}

function linkAttributes(row: JsonObject, names: Names): Record<string, string> {
  const flags = arrayField(row, 'flags').filter((flag) => !VOLATILE_FLAGS.has(String(flag)))
  const qdisc = textField(row, 'qdisc')
  const attributes = flatten({ ...row, flags }, isVolatileKey)
  if (qdisc !== null && DEFAULT_QDISCS.has(qdisc)) delete attributes['qdisc']
  // A port's number in its bridge, as it came.
  delete attributes['linkinfo.info_slave_data.id']
  if (names.isTap(nameOf(row))) delete attributes['ifname']
  return attributes
}

function addressRecord(row: JsonObject, link: string, names: Names): RawRecord[] {
  const local = textField(row, 'local')
  // Privacy addresses are drawn by lot, and drawn anew.
  if (local === null || flagField(row, 'temporary')) return []
  const cidr = `${local}/${intField(row, 'prefixlen') ?? ''}`
  const peer = textField(row, 'address')
  return [
    {
      key: `address ${cidr}${peer === null ? '' : ` peer ${peer}`} on ${names.same(link)}`,
      words: `address ${cidr} on ${link}`,
      ...about(names, link),
      read: () => ({
        ...flatten(row, (key) => isVolatileKey(key)),
        lifetime: (intField(row, 'valid_life_time') ?? 0) >= 4_294_967_295 ? 'forever' : 'limited',
      }),
    },
  ]
}

/** `bridge -d -j link` */
export const bridgePortRecords = (rows: readonly JsonObject[], names: Names): RawRecord[] =>
  rows.map((row) => ({
    key: `bridge port ${names.same(nameOf(row))}`,
    words: `bridge port ${nameOf(row)}`,
    ...about(names, nameOf(row)),
    // Flags and MTU are of the link.
    read: () => flatten(row, (key) => isVolatileKey(key) || ['flags', 'mtu', 'ifname', 'link'].includes(key)),
  }))

/** `bridge -j vlan show` */
export const vlanRecords = (rows: readonly JsonObject[], names: Names): RawRecord[] =>
  rows.map((row) => ({
    key: `vlans ${names.same(nameOf(row))}`,
    words: `bridge port ${nameOf(row)}`,
    ...about(names, nameOf(row)),
    read: () => ({ VLANs: arrayField(row, 'vlans').filter(isJsonObject).map(vlanWords).join(', ') }),
  }))

function vlanWords(vlan: JsonObject): string {
  const to = intField(vlan, 'vlanEnd')
  const ids = `${intField(vlan, 'vlan') ?? '?'}${to === null ? '' : `-${to}`}`
  return [ids, ...arrayField(vlan, 'flags').map(String).sort()].join(' ')
}

/** "LINK/bridge/NAME:TEXT" lines; a port's files stand under its bridge as "BRIDGE/brif/LINK/NAME" as well. */
export function sysfsRecords(text: string, names: Names): RawRecord[] {
  const byLink = new Map<string, Record<string, string>>()
  for (const line of text.split('\n')) {
    const [, path, link, name, value] =
      /^((?:[^/]+\/brif\/)?([^/:]+)\/(?:bridge\/|brport\/|bonding\/)?([^/:]+)):(.*)$/.exec(line) ?? []
    if (path === undefined || link === undefined || name === undefined || isVolatileKey(name)) continue
    const attributes = byLink.get(link) ?? {}
    byLink.set(link, attributes)
    const key = `sysfs ${/\/bonding\//.test(path) ? 'bonding/' : /\/bridge\//.test(path) ? 'bridge/' : 'brport/'}${name}`
    const known = attributes[key]
    attributes[key] = known === undefined || known === value ? inOrder(name, value ?? '') : `${known} ${value ?? ''}`
  }
  return [...byLink].map(([link, attributes]) => ({
    key: `sysfs ${names.same(link)}`,
    words: link,
    ...about(names, link),
    read: () => attributes,
  }))
}

const text = (row: JsonObject, key: string): string => String(Object.hasOwn(row, key) ? row[key] : '')

/** `ip -d -j route show table all` */
export function routeRecords(rows: readonly JsonObject[], names: Names): RawRecord[] {
  return rows.flatMap((row) => {
    const devices = devicesOf(row)
    const table = textField(row, 'table') ?? 'main'
    if (isMadeWithAddress({ table, protocol: text(row, 'protocol') })) return []
    const identity = [
      ...['type', 'dst', 'tos', 'metric', 'gateway', 'dev'].map((key) => text(row, key)),
      // Behind the rest, and where they are: keys are kept for undos.
      ...['from', 'via'].flatMap((key) => (Object.hasOwn(row, key) ? [`${key} ${stable(row[key])}`] : [])),
    ]
    const via = textField(row, 'gateway')
    const device = devices.length === 0 ? '' : ` dev ${devices.join(', ')}`
    return [
      {
        key: `route ${[table, ...identity, stable(arrayField(row, 'nexthops').map(hopWords))].join(' ')}`,
        words: `route ${text(row, 'dst')}${via === null ? '' : ` via ${via}`}${device}${table === 'main' ? '' : ` table ${table}`}`,
        about: devices.flatMap((name) => [name, names.same(name)]),
        hangsOn: devices.flatMap((name) => names.hangsOn(name)),
        isTap: devices.some((name) => names.isTap(name)),
        // Whether a next hop is dead or has a carrier follows the cable.
        read: () => flatten(row, (key) => isVolatileKey(key) || key === 'flags' || key === 'nexthops'),
      },
    ]
  })
}

const hopWords = (hop: unknown): unknown =>
  isJsonObject(hop) ? Object.fromEntries(Object.entries(hop).filter(([key]) => key !== 'flags')) : hop

/** `ip -j rule`: those that name a link. */
export const ruleRecords = (rows: readonly JsonObject[], names: Names): RawRecord[] =>
  rows.flatMap((row) => {
    const devices = ['iif', 'oif'].flatMap((key) => textField(row, key) ?? [])
    if (devices.length === 0) return []
    const words = `policy rule ${Object.entries(row)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(' ')}`
    return [
      {
        key: words,
        words,
        about: devices,
        hangsOn: devices.flatMap((name) => names.hangsOn(name)),
        isTap: false,
        read: () => ({}),
      },
    ]
  })

/** Members of a bond stand in the order in which they came. */
const inOrder = (name: string, value: string): string => (name === 'slaves' ? value.split(' ').sort().join(' ') : value)
