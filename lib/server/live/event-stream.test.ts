import { describe, expect, it } from 'vitest'
import { HEARTBEAT_MS } from '@/lib/contract/constants/event-stream'
import { FakeClock, settle } from '../host/testing/clock'
import { OpenStreams } from '../http/open-streams'
import { readEvents } from '../testing/read-events'
import { openEventStream } from './event-stream'
import type { Feed } from './feed'
import { Broadcast } from './feed'
import { encodeEvent } from './sse'

/** A feed that counts: its snapshot is the newest number. */
function countingFeed() {
  const broadcast = new Broadcast()
  const asked: (string | null)[] = []
  let newest = 0
  const feed: Feed = {
    subscribe: (subscriber) => broadcast.add(subscriber),
    opening: (lastEventId) => {
      asked.push(lastEventId)
      return [encodeEvent('snapshot', newest)]
    },
  }
  const count = (padding = '') => broadcast.send(encodeEvent('patch', { n: (newest += 1), padding }))
  return { feed, broadcast, asked, count, newest: () => newest }
}

function open(method = 'GET', lastEventId?: string) {
  const counting = countingFeed()
  const clock = new FakeClock()
  const streams = new OpenStreams()
  const rights = { isAllowed: true }
  const headers = new Headers(lastEventId === undefined ? {} : { 'last-event-id': lastEventId })
  const options = {
    feed: counting.feed,
    request: new Request('http://console.test/', { method, headers }),
    streams,
    holder: 'session 1',
    isAllowed: () => Promise.resolve(rights.isAllowed),
    clock,
  }
  const openAnother = () => openEventStream(options)
  return { ...counting, clock, streams, rights, openAnother, stream: openAnother() }
}

describe('openEventStream', () => {
  it('gives the opening, then what the feed tells, and hands on Last-Event-ID', async () => {
    const { stream, count, asked } = open('GET', 'e.7')
    const { next } = readEvents(stream)
    count()
    expect([await next(), await next()]).toMatchObject([{ event: 'snapshot' }, { event: 'patch', data: { n: 1 } }])
    expect(asked).toEqual(['e.7'])
  })

  it('keeps little for a client that does not read, and brings it to now when it does', async () => {
    const { stream, count, asked, newest } = open()
    for (let i = 0; i < 1000; i += 1) count('x'.repeat(10_000))
    const { next } = readEvents(stream)
    const received = [await next()]
    while (received.at(-1)?.event !== 'snapshot' || received.length === 1) received.push(await next())
    expect(received.length).toBeLessThan(30)
    expect(received.at(-1)).toMatchObject({ event: 'snapshot', data: newest() })
    expect(asked).toEqual([null, null])
    count()
    expect(await next()).toMatchObject({ event: 'patch', data: { n: newest() } })
  })

  it('asks nothing of the feed for a client that has too many open', () => {
    const { openAnother, asked, broadcast } = open()
    for (let i = 1; i < 8; i += 1) openAnother()
    expect(openAnother).toThrow(/8 streams of events are open already/)
    expect([asked.length, broadcast.size]).toEqual([8, 8])
  })

  it('beats, and ends with the rights of its client', async () => {
    const { stream, clock, rights, streams } = open()
    const reader = stream.getReader()
    await reader.read()
    await clock.advance(HEARTBEAT_MS)
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(':\n\n')
    rights.isAllowed = false
    await clock.advance(HEARTBEAT_MS)
    await reader.read()
    expect((await reader.read()).done).toBe(true)
    expect([streams.size, clock.size]).toEqual([0, 0])
  })

  it('is looked at when rights may have changed', async () => {
    const { stream, rights, streams } = open()
    await streams.checkAll()
    expect(streams.size).toBe(1)
    rights.isAllowed = false
    await streams.checkAll()
    expect(await readEvents(stream).ended()).toBe(true)
  })

  it.each<[string, (all: ReturnType<typeof open>) => unknown]>([
    ['its feed', ({ broadcast }) => broadcast.end()],
    ['the console', ({ streams }) => streams.closeAll()],
    ['its client', ({ stream }) => stream.cancel()],
  ])('leaves nothing behind when it ends with %s', async (_, end) => {
    const all = open()
    end(all)
    await settle()
    expect([all.streams.size, all.clock.size, all.broadcast.size]).toEqual([0, 0, 0])
    all.count()
  })

  it('has nothing for HEAD', async () => {
    const { stream, streams, broadcast } = open('HEAD')
    expect([streams.size, broadcast.size]).toEqual([0, 0])
    expect(await readEvents(stream).ended()).toBe(true)
  })
})
