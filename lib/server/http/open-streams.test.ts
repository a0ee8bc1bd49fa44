import { describe, expect, it } from 'vitest'
import { OpenStreams } from './open-streams'

const streamOf = (holder: string) => ({ holder, close: () => undefined, check: () => Promise.resolve() })

describe('OpenStreams', () => {
  it('holds eight of a session, and any number of sessions', () => {
    const streams = new OpenStreams()
    const leave = Array.from({ length: 8 }, () => streams.add(streamOf('ada')))
    expect(() => streams.add(streamOf('ada'))).toThrow(/8 streams of events are open already/)
    expect(streams.size).toBe(8)
    streams.add(streamOf('bob'))
    leave[0]?.()
    streams.add(streamOf('ada'))
    expect(streams.size).toBe(9)
  })
})
