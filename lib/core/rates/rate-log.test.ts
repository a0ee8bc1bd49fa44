import { expect, it } from 'vitest'
import type { PastSample } from './rate-log'
import { appendSample, pointsOf, RATE_SPAN_MS, sumRates, thinLog, toSample } from './rate-log'
import type { PortRate } from './rate-meter'

const idle = { bps: 0, pps: 0, errors: 0, drops: 0 }
const port = (name: string, rxBps: number, txBps = 0): PortRate => ({
  name,
  rx: { ...idle, bps: rxBps },
  tx: { ...idle, bps: txBps },
})

it('leaves out idle ports, and takes the kernel’s word before that of Open vSwitch', () => {
  const drops = { ...port('eth2', 0), rx: { ...idle, drops: 0.5 } }
  const sample = toSample(1_000, [port('eth0', 8), port('eth1', 0), drops], [port('eth0', 99), port('patch0', 7)])
  expect(sample).toEqual({ atMs: 1_000, ports: [port('eth0', 8), drops, port('patch0', 7)] })
})

it('is as long as the span, whatever comes', () => {
  let log = appendSample([], { atMs: 0, ports: [] })
  for (let atMs = 2_000; atMs <= 2 * RATE_SPAN_MS; atMs += 2_000) log = appendSample(log, { atMs, ports: [] })
  expect([log.length, log[0]?.atMs]).toEqual([150, RATE_SPAN_MS + 2_000])
  // A clock that was set back: what is "later" than now cannot be.
  expect(appendSample(log, { atMs: RATE_SPAN_MS + 4_000, ports: [] })).toHaveLength(2)
})

it('adds up the interfaces of a bond, and counts an absent port as zero', () => {
  const ports = [port('eth1', 10, 1), port('eth2', 20, 2), port('eth3', 40, 4)]
  const log = appendSample(appendSample([], { atMs: 0, ports: [] }), { atMs: 2_000, ports })
  expect(pointsOf(log, ['eth1', 'eth2'])).toEqual([
    { atMs: 0, rxBps: 0, txBps: 0 },
    { atMs: 2_000, rxBps: 30, txBps: 3 },
  ])
  expect(sumRates(ports, ['eth1', 'eth3', 'gone'])).toMatchObject({ rx: { bps: 50 }, tx: { bps: 5 } })
})

it('sends a newcomer means of ten seconds', () => {
  const ports = [port('__proto__', 100)]
  const log = [0, 2_000, 4_000, 10_000].reduce<PastSample[]>(
    (before, atMs) => appendSample(before, { atMs, ports: atMs === 4_000 ? [] : ports }),
    [],
  )
  expect(thinLog(log)).toEqual([
    { atMs: 4_000, ports: [['__proto__', 67, 0]] },
    { atMs: 10_000, ports: [['__proto__', 100, 0]] },
  ])
})
