import { describe, expect, it } from 'vitest'
import { parseBondFile, parseProcBonding } from './bonding'
import { parseBridgeFdb, parseBridgeVlans } from './bridge'
import { capturesLike, readCapture, truncations } from './testing/captures'
import { parseIpLinks } from './ip-link'
import { parseIpRoutes } from './ip-route'
import type { Rows } from './json'
import { parseLldpNeighbours } from './lldp'
import type { Parsed } from './parsed'
import { parseProcNetDev } from './proc-net-dev'

const JSON_SOURCES: [source: string, files: RegExp, parse: (text: string) => Parsed<Rows<unknown>>][] = [
  ['ip link', /^ip(-d)?-j(-s)?-link(-(?!type)[a-z]+)?\.json$/, parseIpLinks],
  ['ip addr', /^ip-d-j-addr\.json$/, parseIpLinks],
  ['ip route', /^ip-j(-6)?-route(-all)?\.json$/, parseIpRoutes],
  ['bridge vlan', /^bridge(-d|-s)?-j-vlan\.json$/, parseBridgeVlans],
  ['bridge fdb', /^bridge(-s)?-j-fdb\.json$/, parseBridgeFdb],
  ['lldpcli', /^lldpcli-(neighbors|json0).*\.json$/, parseLldpNeighbours],
]

describe.each(JSON_SOURCES)('%s, as captured', (_, files, parse) => {
  const captures = capturesLike(files)

  it('has captures of several hosts', () => {
    expect(new Set(captures.map(([host]) => host)).size).toBeGreaterThan(1)
  })

  it.each(captures)('%s %s parses with no row rejected', (host, file) => {
    const result = parse(readCapture(host, file))
    expect(result).toMatchObject({ ok: true, value: { rejected: [] } })
  })

  it.each(captures)('%s %s is refused, not thrown at, wherever it is cut', (host, file) => {
    const whole = readCapture(host, file).trim()
    for (const text of truncations(whole)) {
      const result = parse(text)
      // Nothing at all is what `bridge` prints where there is nothing to tell.
      expect(result.ok).toBe(text === '' && /^bridge/.test(file))
    }
  })
})

describe('/proc/net/bonding, as captured', () => {
  const captures = capturesLike(/^proc-net-bonding-/)

  it.each(captures)('%s %s parses, alone and as grep prints it', (host, file) => {
    const text = readCapture(host, file)
    const alone = parseBondFile('bond7', text)
    expect(alone).toMatchObject({ ok: true, value: { members: [{}, {}] } })
    const lines = text.trimEnd().split('\n')
    const grepped = parseProcBonding(lines.map((line) => `bond7:${line}`).join('\n'))
    expect(grepped).toEqual({ ok: true, value: alone.ok ? [alone.value] : [] })
  })

  it.each(captures)('%s %s never throws when cut', (host, file) => {
    for (const text of truncations(readCapture(host, file), 7)) expect(() => parseBondFile('bond7', text)).not.toThrow()
  })
})

it('/proc/net/dev of the namespace host: every link of `ip link` has its counters', () => {
  const counters = parseProcNetDev(readCapture('debian12-netns', 'proc-net-dev.txt'))
  if (!counters.ok) throw new Error(counters.message)
  expect(counters.value.find((row) => row.link === 'mgmt0')).toMatchObject({
    rxBytes: 69750,
    rxPackets: 345,
    txBytes: 462268,
  })
  expect(counters.value.length).toBeGreaterThan(20)
})
