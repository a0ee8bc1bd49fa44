import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WatchId } from './events'
import { dirtiedBy, WATCHES } from './events'

const CAPTURES = path.resolve(import.meta.dirname, '../parse/captures')
const HOSTS = readdirSync(CAPTURES).filter((host) => existsSync(path.join(CAPTURES, host, 'events')))

/** Lines of one captured stream, over all hosts that have it. */
function linesOf(pattern: RegExp): { host: string; line: string }[] {
  return HOSTS.flatMap((host) => {
    const folder = path.join(CAPTURES, host, 'events')
    return readdirSync(folder)
      .filter((file) => pattern.test(file))
      .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'))
      .map((line) => ({ host, line }))
  })
}

const verdicts = (watch: WatchId, lines: { line: string }[]) => lines.map(({ line }) => dirtiedBy(watch, line))

describe('dirtiedBy on captured streams', () => {
  it('takes every link, address and route of ip monitor, and no continuation line', () => {
    const lines = linesOf(/^ip-.*monitor/).filter(({ line }) => line !== '')
    for (const { host, line } of lines) {
      const name = `${host}: ${line}`
      if (/^\s|^Timestamp|^\[N/.test(line)) expect(dirtiedBy('links', line), name).toBeNull()
      else expect(dirtiedBy('links', line), name).toBe('links')
    }
    expect(lines.length).toBeGreaterThan(500)
  })

  it('takes every event of virsh event and net-event', () => {
    const domains = linesOf(/^virsh-event/).filter(({ line }) => line.includes("event '"))
    const networks = linesOf(/^virsh-net-event/).filter(({ line }) => line.includes("event '"))
    expect(new Set(verdicts('libvirt', domains))).toEqual(new Set(['guests']))
    expect(new Set(verdicts('libvirt', networks))).toEqual(new Set(['networks']))
    expect(domains.length).toBeGreaterThan(15)
    expect(networks.length).toBeGreaterThan(5)
  })

  it('takes updates of ovsdb-client, and not what was there when it started', () => {
    const lines = linesOf(/^ovsdb-monitor-.*\.json$/).filter(({ line }) => line.startsWith('{'))
    for (const { host, line } of lines) {
      const isInitial = line.includes('"initial"')
      expect(dirtiedBy('ovs', line), `${host}: ${line.slice(0, 100)}`).toBe(isInitial ? null : 'ovs')
    }
    expect(new Set(verdicts('ovs', lines))).toEqual(new Set([null, 'ovs']))
  })
})

describe('dirtiedBy', () => {
  it.each([
    ['links', '30: zz0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN \\    link/ether', 'links'],
    ['links', 'Deleted 30: zz0: <BROADCAST,MULTICAST> mtu 1500', 'links'],
    ['links', 'default via 192.0.2.1 dev br0 proto static', 'links'],
    ['links', 'Deleted local fe80::1 dev br0 table local', 'links'],
    ['links', 'unreachable 192.0.2.0/24 dev lo', 'links'],
    ['links', 'Welcome to kvm1!', null],
    ['ovs', '{"data":[["444a63d1","insert","zz0"]],"headings":["row","action","name"]}', 'ovs'],
    ['ovs', '{"data":[["444a63d1","initial","zz0"]],"headings":["row","action","name"]}', null],
    ['ovs', '{"data":[],"headings":["row","action","name"]}', null],
    ['ovs', 'ovsdb-client: failed to connect', null],
    ['libvirt', "event 'lifecycle' for domain 'web1': Started Booted", 'guests'],
    ['libvirt', "event 'balloon-change' for domain 'web1': 1024KiB", null],
    ['libvirt', "event 'rtc-change' for domain 'web1': 3", null],
    ['libvirt', "event 'lifecycle' for network default: Stopped", 'networks'],
    ['libvirt', '', null],
  ] as const)('%s: %s', (watch, line, source) => {
    expect(dirtiedBy(watch, line)).toBe(source)
  })

  it('is quick on hostile lines', () => {
    for (const { id } of WATCHES) {
      for (const line of ['{"caption":"'.repeat(5000), '1'.repeat(60_000), `Deleted ${'a '.repeat(30_000)}`]) {
        expect([null, 'links', 'ovs']).toContain(dirtiedBy(id, line))
      }
    }
  })
})
