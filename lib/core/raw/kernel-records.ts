import { arrayField, textField } from '../parse/json'
import type { JsonObject } from '../parse/json'
import type { Names } from './names'
import type { RawRecord } from './raw-record'
import { flatten } from './raw-record'
import { isLearnedSetting, isVolatileKey } from './volatile'

const about = (names: Names, links: readonly string[]): Pick<RawRecord, 'about' | 'hangsOn' | 'isTap'> => ({
  about: links.flatMap((link) => [link, names.same(link)]),
  hangsOn: links.flatMap((link) => names.hangsOn(link)),
  isTap: links.some((link) => names.isTap(link)),
})

const PROC = /^\/proc\/sys\/net\/(ipv[46])\/(conf|neigh)\/([^/:]+)\/([^/:]+):(.*)$/

/**
 * "/proc/sys/net/ipv4/conf/LINK/NAME:TEXT" lines: what is not as a new link would have it, for a link that is made again has that. One
 * record of each link, also where it has nothing of its own.
 */
export function sysctlRecords(text: string, names: Names): RawRecord[] {
  const byLink = new Map<string, Map<string, string>>()
  for (const line of text.split('\n')) {
    const [, family, kind, link, name, value] = PROC.exec(line) ?? []
    if (family === undefined || kind === undefined || link === undefined || name === undefined) continue
    const settings = byLink.get(link) ?? new Map<string, string>()
    byLink.set(link, settings)
    const key = `net.${family}.${kind}.${name}`
    if (!isLearnedSetting(key)) settings.set(key, value ?? '')
  }
  const usual = byLink.get('default')
  byLink.delete('default')
  return [...byLink].map(([link, settings]) => ({
    key: `sysctl ${names.same(link)}`,
    words: link,
    ...about(names, [link]),
    read: () => Object.fromEntries([...settings].filter(([key, value]) => usual?.get(key) !== value)),
  }))
}

/** `bridge -j fdb show`: what somebody has set. What is learned, and the kernel's own for MAC addresses of links and groups, is not. */
export function fdbRecords(rows: readonly JsonObject[], names: Names, links: readonly JsonObject[]): RawRecord[] {
  const macs = new Set(links.flatMap((link) => textField(link, 'address') ?? []))
  return rows.flatMap((row) => {
    const [mac, link, state] = [textField(row, 'mac'), textField(row, 'ifname'), textField(row, 'state')]
    if (mac === null || link === null || (state !== 'static' && state !== 'permanent')) return []
    const isOfKernel = state === 'permanent' && (macs.has(mac) || isGroup(mac))
    if (isOfKernel || arrayField(row, 'flags').includes('extern_learn')) return []
    const identity = ['vlan', 'dst', 'vni', 'master'].flatMap((key) =>
      key in row ? [`${key} ${String(row[key])}`] : [],
    )
    const entry = ['forwarding entry', mac, ...identity].join(' ')
    return [
      {
        key: `fdb ${entry} on ${names.same(link)}`,
        words: `${entry} on ${link}`,
        ...about(names, [link]),
        read: () => flatten(row, (key) => isVolatileKey(key) || ['mac', 'ifname', 'updated', 'used'].includes(key)),
      },
    ]
  })
}

/** The first octet's lowest bit says so. */
const isGroup = (mac: string): boolean => /^[\da-f][13579bdf]/i.test(mac)

/** `ip -j neigh show nud permanent` */
export const neighbourRecords = (rows: readonly JsonObject[], names: Names): RawRecord[] =>
  rows.flatMap((row) => {
    const [address, link] = [textField(row, 'dst'), textField(row, 'dev')]
    if (address === null || link === null) return []
    return [
      {
        key: `neighbour ${address} on ${names.same(link)}`,
        words: `neighbour ${address} on ${link}`,
        ...about(names, [link]),
        read: () => ({ lladdr: textField(row, 'lladdr') ?? '' }),
      },
    ]
  })

/** `ip route show table all`: metrics of routes that are locked. */
export function lockRecords(text: string, names: Names): RawRecord[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const locks = [...line.matchAll(/ (\w+) lock (\S+)/g)]
    if (locks.length === 0 || /^\s/.test(line)) return []
    const next = lines.slice(at + 1)
    const end = next.findIndex((other) => !other.startsWith('\t'))
    const hops = next.slice(0, end < 0 ? next.length : end)
    const devices = [line, ...hops].flatMap((each) => / dev (\S+)/.exec(each)?.[1] ?? [])
    const head = (line.split(/ (?:proto|scope|src|metric|expires|mtu|advmss|\w+ lock) /)[0] ?? '').trim()
    return locks.map(([, name, value]) => ({
      key: `locks ${name ?? ''} ${head} ${devices.join(' ')}`,
      words: `lock of ${name ?? ''} of route ${head}`,
      ...about(names, devices),
      read: () => ({ value: value ?? '' }),
    }))
  })
}
