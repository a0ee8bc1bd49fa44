import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../audit/audit-log'
import { FakeClock } from '../host/testing/clock'
import { FailedSignIns } from './failed-sign-ins'

const MINUTE = 60_000

function book() {
  const events: AuditEvent[] = []
  const clock = new FakeClock()
  const disk = { failsFor: '' }
  const errors: unknown[] = []
  const append = async (event: AuditEvent) => {
    if (event.target === disk.failsFor) throw new Error('the disk is full')
    events.push(event)
  }
  const failed = new FailedSignIns({
    ...{ clock, audit: { append }, now: () => new Date(clock.now()) },
    onError: (error) => errors.push(error),
  })
  let count = 0
  const fail = async (times: number, target = 'user:ada') => {
    for (let i = 0; i < times; i++)
      await failed.note({ address: `192.0.2.${count++ % 250}`, target, beginsLock: i % 2 === 1 })
  }
  return { events, errors, disk, clock, failed, fail }
}

describe('FailedSignIns', () => {
  it('writes the first five in full, with the locks they began', async () => {
    const { events, fail } = book()
    await fail(5)
    expect(events.filter(({ action }) => action === 'session.sign-in-failed')).toHaveLength(5)
    expect(events.filter(({ action }) => action === 'session.locked')).toHaveLength(2)
    expect(events[0]).toMatchObject({ actor: 'anonymous', address: '192.0.2.0', target: 'user:ada' })
  })

  it('writes the others as one entry with their number', async () => {
    const { events, clock, fail } = book()
    const since = new Date(clock.now()).toISOString()
    await fail(5 + 40)
    expect(events).toHaveLength(7)
    await clock.advance(15 * MINUTE)
    expect(events.slice(7)).toEqual([
      {
        ...{ actor: 'anonymous', address: null, action: 'session.sign-in-failed', target: 'user:ada' },
        detail: { more: 40, since, addresses: 40, locks: 20 },
      },
    ])
  })

  it('writes a day of guessing at every account in a few dozen entries', async () => {
    const { events, clock, fail } = book()
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      await fail(200, 'user:ada')
      await fail(200, 'unknown user')
      await clock.advance(5 * MINUTE)
    }
    expect(events.length).toBeLessThan(2 * 35)
    const counted = events.reduce((sum, { detail }) => sum + Number(detail?.['more'] ?? 0), 0)
    expect(counted).toBeGreaterThan(100_000)
  })

  it('begins anew once it has been quiet', async () => {
    const { events, clock, fail } = book()
    await fail(10)
    await clock.advance(15 * MINUTE + 30 * MINUTE)
    expect(clock.size, 'nothing is remembered').toBe(0)
    const before = events.length
    await fail(1)
    expect(events.slice(before)).toMatchObject([{ address: expect.stringContaining('192.0.2.') }])
  })

  it('leaves nothing uncounted when the console stops', async () => {
    const { events, clock, failed, fail } = book()
    await fail(9)
    await failed.stop()
    expect([events.at(-1)?.detail?.['more'], clock.size]).toEqual([4, 0])
    await failed.stop()
    expect(events.filter(({ detail }) => detail)).toHaveLength(1)
  })

  it('stops with what can be written where something cannot', async () => {
    const { events, errors, disk, failed, fail } = book()
    await fail(9, 'user:ada')
    await fail(8, 'user:bob')
    disk.failsFor = 'user:ada'
    await failed.stop()
    expect(events.at(-1)).toMatchObject({ target: 'user:bob', detail: { more: 3 } })
    expect(errors).toEqual([new Error('the disk is full')])
  })
})
