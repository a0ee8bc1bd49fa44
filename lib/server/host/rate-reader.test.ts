import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { settle } from './testing/clock'
import { HostSession } from './session'
import { TestHost, testDeps } from './testing/host'

const HOST = {
  id: 'host0001',
  address: 'kvm1',
  port: 22,
  username: 'root',
  sudo: false,
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
}
const HEADER = 'Inter-|   Receive | Transmit\n face |bytes |bytes\n'
const counters = (uptime: number, rxBytes: number) =>
  `${uptime}.00 1.00\n${HEADER}  eth0: ${rxBytes} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`

async function begun() {
  const host = new TestHost()
  host.counters = counters(100, 0)
  const { deps, clock, events } = testDeps(host)
  const session = new HostSession(HOST, deps)
  session.start()
  await settle()
  const rates = () =>
    events.flatMap((event) => (event.kind === 'rates' ? [event.sample.ports.map(({ rx }) => rx.bps)] : []))
  return { host, session, clock, rates }
}

describe('The counters of a host', () => {
  it('are read every two seconds while somebody looks, and not otherwise', async () => {
    const { host, session, clock, rates } = await begun()
    await clock.advance(30_000)
    expect(host.counterReads).toBe(0)

    const leave = session.watch()
    const leaveToo = session.watch()
    await clock.advance(0)
    host.counters = counters(102, 1_000)
    await clock.advance(2_000)
    expect([host.counterReads, rates()]).toEqual([2, [[4_000]]])

    leave()
    host.counters = counters(104, 1_000)
    await clock.advance(2_000)
    expect(host.counterReads).toBe(3)
    leaveToo()
    await clock.advance(30_000)
    expect(host.counterReads).toBe(3)
    expect(session.rateLog).toHaveLength(2)
  })

  it('make no rate over the time in which nobody looked', async () => {
    const { host, session, clock, rates } = await begun()
    session.watch()()
    await clock.advance(60_000)
    host.counters = counters(160, 1e9)
    session.watch()
    await clock.advance(0)
    expect(rates()).toEqual([])
  })

  it('go on over a new connection, and cost a host that cannot show them nothing', async () => {
    const { host, session, clock, rates } = await begun()
    host.counters = 'cat: /proc/net/dev: Permission denied'
    session.watch()
    await clock.advance(4_000)
    expect([rates(), session.snapshot().status]).toEqual([[], 'online'])

    host.cut(new AppError('host_unreachable', { message: 'cut' }))
    host.counters = counters(200, 0)
    await clock.advance(2_000)
    host.counters = counters(202, 500)
    await clock.advance(2_000)
    expect(rates()).toContainEqual([2_000])
  })

  it('wait for no answer that does not come', async () => {
    const { host, session, clock } = await begun()
    let answer: () => void = () => undefined
    host.hold = new Promise((resolve) => (answer = resolve))
    session.watch()
    await clock.advance(60_000)
    expect(host.counterReads).toBe(1)
    host.hold = null
    answer()
    await clock.advance(2_000)
    expect(host.counterReads).toBeGreaterThan(1)
  })
})
