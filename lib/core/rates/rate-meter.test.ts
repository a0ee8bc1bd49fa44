import { describe, expect, it } from 'vitest'
import type { LinkCounters } from '../parse/proc-net-dev'
import { counterStep, RateMeter } from './rate-meter'

const counters = (link: string, patch: Partial<LinkCounters> = {}): LinkCounters => ({
  link,
  ...{ rxBytes: 0, rxPackets: 0, rxErrors: 0, rxDropped: 0, txBytes: 0, txPackets: 0, txErrors: 0, txDropped: 0 },
  ...patch,
})
const at = (uptimeSeconds: number, ...all: LinkCounters[]) => ({ uptimeSeconds, counters: all })

describe('counterStep', () => {
  it.each([
    ['grows', 10, 25, 15],
    ['stands', 7, 7, 0],
    ['wraps at 32 bits', 2 ** 32 - 100, 50, 150],
    ['is reset', 5_000, 20, null],
    ['is reset from beyond 32 bits', 2 ** 40, 3, null],
    ['is reset from the middle of 32 bits', 2 ** 31, 3, null],
  ] as const)('%s', (_, before, after, step) => expect(counterStep(before, after)).toBe(step))
})

describe('RateMeter', () => {
  it('has no rate of what it sees for the first time', () => {
    const meter = new RateMeter()
    expect(meter.take(at(10, counters('eth0', { rxBytes: 9_000 })))).toEqual([])
    const [eth0] = meter.take(
      at(12, counters('eth0', { rxBytes: 10_000, rxPackets: 5, txBytes: 250, txDropped: 1 }), counters('eth1')),
    )
    expect(eth0).toEqual({
      name: 'eth0',
      rx: { bps: 4_000, pps: 2.5, errors: 0, drops: 0 },
      tx: { bps: 1_000, pps: 0, errors: 0, drops: 0.5 },
    })
  })

  it('begins anew where counters went back, the link was gone, or the host rebooted', () => {
    const meter = new RateMeter()
    const many = counters('vnet0', { rxBytes: 1e9 })
    meter.take(at(100, many))
    expect(meter.take(at(102, counters('vnet0', { rxBytes: 500 })))).toEqual([])
    expect(meter.take(at(104, counters('vnet0', { rxBytes: 750 })))[0]?.rx.bps).toBe(1_000)
    expect(meter.take(at(106))).toEqual([])
    expect(meter.take(at(108, many))).toEqual([])
    expect(meter.take(at(3, many))).toEqual([])
    meter.reset()
    expect(meter.take(at(5, many))).toEqual([])
  })

  it('keeps a rate while counters have not been written, and no longer', () => {
    const meter = new RateMeter({ refreshSeconds: 5 })
    const patch = (txBytes: number) => counters('patch0', { txBytes })
    meter.take(at(0, patch(0)))
    expect(meter.take(at(5, patch(5_000)))[0]?.tx.bps).toBe(8_000)
    expect(meter.take(at(7, patch(5_000)))[0]?.tx.bps).toBe(8_000)
    // Written after ten seconds: over all of that time, not over the last look.
    expect(meter.take(at(9, patch(9_000)))[0]?.tx.bps).toBe(8_000)
    expect(meter.take(at(14, patch(9_000)))[0]?.tx.bps).toBe(0)
  })
})
