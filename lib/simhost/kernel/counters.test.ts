import { describe, expect, it } from 'vitest'
import { parseProcNetDev } from '../../core/parse/proc-net-dev'
import { kvmOvs } from '../hosts/kvm-ovs'
import { SimHost } from '../sim-host'
import { management } from '../hosts/build'

const START = 1_750_000_000_000

const clocked = () => {
  let now = START
  const host = kvmOvs({ now: () => now })
  const read = () => {
    const parsed = parseProcNetDev(host.run(['cat', '/proc/net/dev']).stdout)
    if (!parsed.ok) throw new Error(parsed.message)
    return new Map(parsed.value.map((row) => [row.link, row]))
  }
  return { host, read, pass: (seconds: number) => (now += seconds * 1000) }
}

describe('counters', () => {
  it('grow with the clock on links that carry frames, and stand still on others', () => {
    const { host, read, pass } = clocked()
    const before = read()
    expect(read()).toEqual(before)
    pass(10)
    const after = read()
    const grown = (name: string) => (after.get(name)?.rxBytes ?? 0) - (before.get(name)?.rxBytes ?? 0)
    for (const name of ['eth0', 'eth2', 'vnet0', 'ovsbr1']) expect(grown(name), name).toBeGreaterThan(0)
    expect(grown('eth1')).toBe(0) // no cable
    host.run(['ip', 'link', 'set', 'vnet0', 'down'])
    read()
    pass(10)
    expect(read().get('vnet0')).toEqual(after.get('vnet0'))
  })

  it('are the same for the same host at the same time', () => {
    const [one, other] = [clocked(), clocked()]
    for (const { pass, read } of [one, other]) {
      read()
      pass(33)
    }
    expect(one.read()).toEqual(other.read())
  })

  it("carry the guests' traffic out by the NICs: what a guest sends leaves there", () => {
    const { host, read, pass } = clocked()
    const before = read()
    pass(60)
    const after = read()
    const grown = (name: string, key: 'rxBytes' | 'txBytes') =>
      (after.get(name)?.[key] ?? 0) - (before.get(name)?.[key] ?? 0)
    const taps = [...host.machine.state.links.keys()].filter((name) => name.startsWith('vnet'))
    const sent = taps.reduce((sum, name) => sum + grown(name, 'rxBytes'), 0)
    const left = grown('eth2', 'txBytes') + grown('eth3', 'txBytes')
    expect(left).toBeGreaterThan(sent)
    expect(left).toBeLessThan(sent * 1.2 + 60 * 1_000_000)
  })

  it('are the same from every tool', () => {
    const { host, read, pass } = clocked()
    pass(5)
    const row = read().get('vnet0')
    const [json] = JSON.parse(host.run(['ip', '-s', '-j', 'link', 'show', 'dev', 'vnet0']).stdout) as {
      stats64: { rx: { bytes: number }; tx: { packets: number } }
    }[]
    expect(json?.stats64).toMatchObject({ rx: { bytes: row?.rxBytes }, tx: { packets: row?.txPackets } })
    expect(host.run(['ovs-vsctl', 'get', 'Interface', 'vnet0', 'statistics:rx_bytes']).stdout).toBe(`${row?.rxBytes}\n`)
    expect(host.run(['ovs-vsctl', 'get', 'Interface', 'vnet0', 'statistics:tx_packets']).stdout).toBe(
      `${row?.txPackets}\n`,
    )
  })

  it('start anew with a link that is made anew', () => {
    let now = START
    const host = new SimHost({ name: 'kvm1', now: () => now })
    management(host.machine, '192.0.2.31')
    const make = () => host.run(['ip', 'link', 'add', 'br9', 'type', 'bridge'])
    const bytes = () => / br9: +(\d+)/.exec(host.run(['cat', '/proc/net/dev']).stdout)?.[1]
    make()
    now += 5_000
    bytes()
    host.run(['ip', 'link', 'del', 'br9'])
    make()
    expect(bytes()).toBe('0')
  })
})
