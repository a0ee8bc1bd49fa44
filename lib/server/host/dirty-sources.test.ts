import { describe, expect, it } from 'vitest'
import { DirtySources, UNWATCHED_PACE, WATCHED_PACE } from './dirty-sources'

describe('DirtySources', () => {
  it('waits a moment for what belongs together', () => {
    const dirty = new DirtySources()
    expect(dirty.dueAtMs(WATCHED_PACE)).toBeNull()
    dirty.mark('links', 1000)
    dirty.mark('ovs', 1003)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1005)
    expect(dirty.take()).toEqual(new Set(['links', 'ovs']))
    expect(dirty.isEmpty).toBe(true)
  })

  it('leaves a gap after a reading, and reads what came in it', () => {
    const dirty = new DirtySources()
    dirty.mark('links', 1000)
    dirty.take()
    dirty.mark('links', 1025)
    dirty.readingEnded(1040)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1140)
  })

  it('slows down in a storm of events and recovers from it', () => {
    const dirty = new DirtySources()
    const gaps: number[] = []
    let now = 0
    for (let i = 0; i < 8; i += 1) {
      dirty.mark('links', now)
      const due = dirty.dueAtMs(WATCHED_PACE) ?? 0
      gaps.push(due - now)
      now = due
      dirty.take()
      dirty.readingEnded(now)
    }
    expect(gaps).toEqual([5, 100, 150, 200, 250, 250, 250, 250])
    dirty.mark('links', now + 2000)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(now + 2005)
    dirty.take()
    dirty.readingEnded(now + 2030)
    dirty.mark('links', now + 2031)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(now + 2130)
  })

  it('takes its time while nobody looks', () => {
    const dirty = new DirtySources()
    dirty.mark('links', 1000)
    expect(dirty.dueAtMs(UNWATCHED_PACE)).toBe(1500)
    dirty.take()
    dirty.readingEnded(1600)
    dirty.mark('links', 1700)
    expect(dirty.dueAtMs(UNWATCHED_PACE)).toBe(6600)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1705)
  })
})
