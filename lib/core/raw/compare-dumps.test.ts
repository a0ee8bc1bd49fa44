import { describe, expect, it } from 'vitest'
import { compareDumps } from './compare-dumps'
import { comparisonWords } from './comparison-words'
import { differenceWords } from './difference-words'
import { parseDumps } from './dump-text'
import type { RawScope } from './raw-scope'
import { readRecords } from './records'

type Json = Record<string, unknown>
type Host = { links?: Json[]; routes?: Json[]; ovsdb?: string[]; files?: Record<string, string> }

const link = (ifname: string, over: Json = {}): Json => ({
  ...{ ifindex: 3, ifname, flags: ['UP', 'BROADCAST', 'LOWER_UP'], mtu: 1500, qdisc: 'noqueue', operstate: 'UP' },
  ...{ address: '02:00:00:00:00:01', addr_info: [] },
  ...over,
})
const tap = (ifname: string, address: string, over: Json = {}): Json =>
  link(ifname, { address, linkinfo: { info_kind: 'tun' }, ...over })

/** As `guard.sh raw` prints one of both dumps. */
function dumped(
  what: 'before' | 'after',
  { links = [link('eth1')], routes = [], ovsdb = [], files = {} }: Host,
): string {
  const all: Record<string, string> = {
    addr: `${JSON.stringify(links)}\n\nrc 0`,
    route: `${JSON.stringify(routes)}\n\nrc 0`,
    ovsdb: `${(ovsdb.length === 0 ? bridge({}) : ovsdb).join('\n')}\n\nrc 0`,
    end: 'end',
    ...files,
  }
  return Object.entries(all)
    .flatMap(([name, text]) => text.split('\n').map((line) => `raw.${what}/${name}:${line}\n`))
    .join('')
}

function compare(before: Host, after: Host, scope: Partial<RawScope> = {}) {
  const whole: RawScope = { links: ['eth1'], bridges: [], networks: [], guests: [], ...scope }
  const dumps = parseDumps(`${dumped('before', before)}${dumped('after', after)}`)
  if (dumps.before === null || dumps.after === null) throw new Error('both are there')
  const old = readRecords(dumps.before, whole)
  return compareDumps(old, readRecords(dumps.after, whole, new Set(old.records.map(({ key }) => key))))
}
const wordsOf = (...args: Parameters<typeof compare>): string[] => compare(...args).differences.map(differenceWords)

const table = (caption: string, rows: Json[]): string => {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return JSON.stringify({
    caption: `${caption} table`,
    headings,
    data: rows.map((row) => headings.map((key) => row[key])),
  })
}
const bridge = (port: Json, others: string[] = []): string[] => [
  table('Bridge', [{ _uuid: ['uuid', 'b'], name: 'br0', ports: ['uuid', 'p'] }]),
  table('Port', [{ _uuid: ['uuid', 'p'], name: 'eth1', interfaces: ['uuid', 'i'], ...port }]),
  table('Interface', [{ _uuid: ['uuid', 'i'], name: 'eth1', ofport: 7 }]),
  ...others,
]

describe('two dumps of a host', () => {
  it('are alike where only what passes by itself differs', () => {
    const after = link('eth1', {
      ifindex: 9,
      operstate: 'DOWN',
      flags: ['BROADCAST', 'NO-CARRIER', 'UP'],
      qdisc: 'noop',
    })
    expect(compare({}, { links: [after] })).toEqual({ differences: [], notCompared: [] })
  })

  it('differ by what was lost of a touched link, of its addresses and routes', () => {
    const address = { family: 'inet', local: '10.0.0.2', prefixlen: 24, valid_life_time: 4_294_967_295 }
    const route = { type: 'unicast', dst: 'default', gateway: '10.0.0.1', dev: 'eth1', table: 'main', flags: [] }
    const before = {
      links: [link('eth1', { mtu: 9000, addr_info: [address] })],
      routes: [{ ...route, metrics: [{ mtu: 1400 }] }],
    }
    expect(wordsOf(before, { routes: [route] })).toEqual([
      'eth1: mtu was 9000, is 1500',
      'address 10.0.0.2/24 on eth1 is gone',
      'route default via 10.0.0.1 dev eth1: metrics was {"mtu":1400}, is not set',
    ])
  })

  it('tell routes apart by their source prefix, and by a gateway of the other family', () => {
    const six = { dst: 'default', gateway: 'fe80::1', dev: 'eth1', table: 'main', metric: 1024 }
    const [some, all] = [
      { ...six, from: '2001:db8:1::/48', pref: 'high' },
      { ...six, pref: 'medium' },
    ]
    const four = { dst: '10.1.0.0/16', dev: 'eth1', table: 'main' }
    const [one, other] = ['fe80::1', 'fe80::2'].map((host) => ({ ...four, via: { family: 'inet6', host } }))
    expect(wordsOf({ routes: [some, all] }, { routes: [all, some] })).toEqual([])
    expect(wordsOf({ routes: [some, all] }, { routes: [all] })).toEqual(['route default via fe80::1 dev eth1 is gone'])
    expect(wordsOf({ routes: [one ?? four] }, { routes: [other ?? four] })).toEqual([
      'route 10.1.0.0/16 dev eth1 is gone',
      'route 10.1.0.0/16 dev eth1 was not there',
    ])
  })

  it('say what was left behind on a touched link, and nothing of others', () => {
    const left = { dst: '10.1.0.0/16', dev: 'eth1', table: 'main', protocol: 'static' }
    const foreign = { dst: '10.2.0.0/16', dev: 'eth2', table: 'main', protocol: 'static' }
    const links = [link('eth1'), link('eth2', { mtu: 1400 })]
    expect(wordsOf({ links: [link('eth1'), link('eth2')] }, { links, routes: [left, foreign] })).toEqual([
      'route 10.1.0.0/16 dev eth1 was not there',
    ])
  })

  it("do not call a guest that came or went our loss, nor its tap's new number", () => {
    const ports = (...taps: Json[]) => ({ links: [link('eth1'), ...taps] })
    const on = { master: 'eth1' }
    const before = ports(tap('vnet1', 'fe:00:00:00:00:01', on), tap('vnet2', 'fe:00:00:00:00:02', on))
    const after = ports(tap('vnet7', 'fe:00:00:00:00:01', on), tap('vnet8', 'fe:00:00:00:00:03', on))
    expect(wordsOf(before, after)).toEqual([])
    expect(wordsOf(before, ports(tap('vnet7', 'fe:00:00:00:00:01'), tap('vnet2', 'fe:00:00:00:00:02', on)))).toEqual([
      'vnet1: master was eth1, is not set',
    ])
  })

  it('know rows of Open vSwitch by what they hold, not by their UUIDs', () => {
    const qos = (uuid: string) =>
      table('QoS', [{ _uuid: ['uuid', uuid], type: 'linux-htb', other_config: ['map', [['max-rate', '5']]] }])
    const before = { ovsdb: bridge({ qos: ['uuid', 'q1'], tag: 5 }, [qos('q1')]) }
    expect(wordsOf(before, { ovsdb: bridge({ qos: ['uuid', 'q2'], tag: 5 }, [qos('q2')]) })).toEqual([])
    expect(wordsOf(before, { ovsdb: bridge({ qos: ['set', []], tag: 5 }) })).toEqual([
      'OVS port eth1: qos.type was linux-htb, is not set',
      'OVS port eth1: qos.other_config.max-rate was 5, is not set',
    ])
  })

  it('tell flows that are gone', () => {
    const flows = (...lines: string[]) => ({
      files: { 'flows.0': `${lines.map((line) => `${line}\n`).join('')}\nrc 0` },
    })
    const own = ' cookie=0x5, duration=4.2s, table=0, n_packets=3, n_bytes=9, priority=9,in_port=eth1 actions=drop'
    const normal = ' cookie=0x0, duration=9.9s, table=0, n_packets=0, n_bytes=0, priority=0 actions=NORMAL'
    expect(wordsOf(flows(own, normal), flows(normal), { bridges: ['br0'] })).toEqual([
      'OVS bridge br0: flow cookie=0x5, table=0, priority=9,in_port=eth1 actions=drop is gone',
    ])
  })

  it("tell what libvirt's definitions have lost, NICs by their MAC addresses", () => {
    const guest = (boot: string, dev: string) => ({
      files: {
        'guest.0': `<domain id='3'><name>web1</name><devices><disk/><interface type='bridge'><mac address='52:54:00:00:00:01'/><target dev='${dev}'/>${boot}</interface></devices></domain>\n\nrc 0`,
      },
    })
    const scope = { guests: ['u1'] }
    expect(wordsOf(guest("<boot order='1'/>", 'vnet0'), guest("<boot order='1'/>", 'vnet4'), scope)).toEqual([])
    expect(wordsOf(guest("<boot order='1'/>", 'vnet0'), guest('', 'vnet0'), scope)).toEqual([
      'guest web1: interface[52:54:00:00:00:01]/boot@order was 1, is not set',
    ])
  })

  it("keep a NIC's device and alias apart that somebody has named", () => {
    const guest = (dev: string, alias: string) => ({
      files: {
        'guest.0': `<domain id='3'><name>web1</name><devices><interface type='bridge'><mac address='52:54:00:00:00:01'/><target dev='${dev}'/><alias name='${alias}'/></interface></devices></domain>\n\nrc 0`,
      },
    })
    const scope = { guests: ['u1'] }
    expect(wordsOf(guest('vnet0', 'net0'), guest('macvtap4', 'net1'), scope)).toEqual([])
    expect(wordsOf(guest('web-lan', 'ua-web'), guest('vnet0', 'net0'), scope)).toEqual([
      'guest web1: interface[52:54:00:00:00:01]/target@dev was web-lan, is not set',
      'guest web1: interface[52:54:00:00:00:01]/alias@name was ua-web, is not set',
    ])
  })

  it('differ by settings of IP, and by entries and locks that somebody has set', () => {
    const proc = (link: string, value: number) =>
      `/proc/sys/net/ipv4/conf/${link}/proxy_arp:${value}\n/proc/sys/net/ipv6/conf/${link}/hop_limit:${value}\n`
    const fdb = (...rows: Json[]) => `${JSON.stringify(rows)}\n\nrc 0`
    const own = { mac: '02:00:00:00:00:01', ifname: 'eth1', master: 'br0', state: 'permanent' }
    const group = { mac: '33:33:00:00:00:01', ifname: 'eth1', flags: ['self'], state: 'permanent' }
    const fixed = { mac: '02:00:00:00:00:aa', ifname: 'eth1', vlan: 5, master: 'br0', state: 'static' }
    const learned = { mac: '02:00:00:00:00:bb', ifname: 'eth1', master: 'br0', state: '' }
    const before = {
      files: {
        sysfs: `${proc('eth1', 1)}${proc('default', 0)}\nrc 0`,
        fdb: fdb(own, group, fixed, learned),
        neigh: fdb({ dst: '10.0.0.9', dev: 'eth1', lladdr: '02:00:00:00:00:09', state: ['PERMANENT'] }),
        locks: 'default via 10.0.0.1 dev eth1 mtu lock 1400 advmss 1300 \n\nrc 0',
      },
    }
    const after = (over: Record<string, string> = {}) => ({
      files: {
        sysfs: `${proc('eth1', 0)}${proc('default', 0)}\nrc 0`,
        fdb: fdb(own),
        neigh: fdb(),
        locks: '\nrc 0',
        ...over,
      },
    })
    expect(wordsOf(before, before)).toEqual([])
    expect(wordsOf(before, after())).toEqual([
      'lock of mtu of route default via 10.0.0.1 dev eth1 is gone',
      'forwarding entry 02:00:00:00:00:aa vlan 5 master br0 on eth1 is gone',
      'neighbour 10.0.0.9 on eth1 is gone',
      'eth1: net.ipv4.conf.proxy_arp was 1, is not set',
    ])
    expect(compare(before, after({ neigh: '\nrc 124' })).notCompared).toEqual(['neighbours (no answer in time)'])
    // What an earlier version kept has none of this.
    expect(wordsOf({}, before)).toEqual([])
  })

  it('claim nothing of what could not be read', () => {
    const late = compare({}, { files: { route: '\nrc 124' } })
    expect(late).toEqual({ differences: [], notCompared: ['routes (no answer in time)'] })
    expect(comparisonWords(late)).toBe(
      'What was compared is as it was before. Not compared: routes (no answer in time).',
    )
    const down = compare(
      { files: { 'net.0': '<network/>\n\nrc 0' } },
      { files: { 'net.0': '\nrc 2' } },
      { networks: ['lan'] },
    )
    expect(down).toEqual({ differences: [], notCompared: ['network lan (status 2)'] })
    expect(comparisonWords(null)).not.toContain('as it was before.')
  })

  it.each([
    ['idle', []],
    ['142', ['the database of Open vSwitch (no answer in time)']],
    ['124', ['the database of Open vSwitch (no answer in time)']],
    ['1', ['the database of Open vSwitch (status 1)']],
    ['0', ['the database of Open vSwitch (not understood)']],
  ])('pass over Open vSwitch at both moments only where it does not run: rc %s', (status, notCompared) => {
    const host = { files: { ovsdb: `\nrc ${status}` } }
    expect(compare(host, host)).toEqual({ differences: [], notCompared })
  })

  it('say so where Open vSwitch ran at one moment only', () => {
    const notCompared = ['the database of Open vSwitch (not running)']
    expect(compare({}, { files: { ovsdb: '\nrc idle' } })).toEqual({ differences: [], notCompared })
    expect(compare({ files: { ovsdb: '\nrc idle' } }, {})).toEqual({ differences: [], notCompared })
  })

  it('are not there before they are whole', () => {
    expect(parseDumps('raw.before/addr:[]\n')).toEqual({ before: null, after: null })
  })
})
