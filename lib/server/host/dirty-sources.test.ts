import { describe, expect, it } from 'vitest'
import type { SourceId } from '@/lib/core/model/network-state'
import { DirtySources, UNWATCHED_PACE, WATCHED_PACE } from './dirty-sources'

const LINKS: ReadonlySet<SourceId> = new Set(['links'])

describe('DirtySources', () => {
  it('waits a moment for what belongs together', () => {
    const dirty = new DirtySources()
    expect(dirty.dueAtMs(WATCHED_PACE)).toBeNull()
    dirty.mark('links', 1000)
    dirty.mark('ovs', 1003)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1005)
    expect(dirty.take(WATCHED_PACE, 1005)).toEqual(new Set(['links', 'ovs']))
    expect(dirty.isEmpty).toBe(true)
  })

  it('leaves a gap after a reading, and reads what came in it', () => {
    const dirty = new DirtySources()
    dirty.mark('links', 1000)
    dirty.take(WATCHED_PACE, 1005)
    dirty.mark('links', 1025)
    dirty.readingEnded(LINKS, 1040)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1140)
  })

  it('lets no source wait for the gap of another while somebody looks', () => {
    const dirty = new DirtySources()
    dirty.readingEnded(LINKS, 1040)
    dirty.mark('links', 1041)
    dirty.mark('networks', 1045)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1050)
    expect(dirty.take(WATCHED_PACE, 1050)).toEqual(new Set(['networks']))
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1140)
    expect(dirty.take(WATCHED_PACE, 1140)).toEqual(LINKS)
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
      dirty.take(WATCHED_PACE, now)
      dirty.readingEnded(LINKS, now)
    }
    expect(gaps).toEqual([5, 100, 150, 200, 250, 250, 250, 250])
    dirty.mark('links', now + 2000)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(now + 2005)
    dirty.take(WATCHED_PACE, now + 2005)
    dirty.readingEnded(LINKS, now + 2030)
    dirty.mark('links', now + 2031)
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(now + 2130)
  })

  it('takes its time while nobody looks, and reads all sources at once then', () => {
    const dirty = new DirtySources()
    dirty.mark('links', 1000)
    expect(dirty.dueAtMs(UNWATCHED_PACE)).toBe(1500)
    dirty.take(UNWATCHED_PACE, 1500)
    dirty.readingEnded(LINKS, 1600)
    dirty.mark('links', 1700)
    dirty.mark('ovs', 1900)
    expect(dirty.dueAtMs(UNWATCHED_PACE)).toBe(6600)
    expect(dirty.take(UNWATCHED_PACE, 6500)).toEqual(new Set())
    expect(dirty.dueAtMs(WATCHED_PACE)).toBe(1705)
    expect(dirty.take(UNWATCHED_PACE, 6600)).toEqual(new Set(['links', 'ovs']))
  })
})
