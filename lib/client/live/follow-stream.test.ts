import { describe, expect, it } from 'vitest'
import { ApiError } from '../http'
import type { FollowOptions } from './follow-stream'
import { followStream } from './follow-stream'
import type { StreamStatus } from './stream-status'

type Attempt = ReadableStream<Uint8Array> | Error

const streamOf = (text: string) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })
const unreachable = () => new ApiError('unreachable', 'no answer')

/** Follows until the attempts are used up: what was asked, heard, said and waited. */
async function follow(attempts: Attempt[], receive: (data: string) => void = () => undefined) {
  const end = new AbortController()
  const seen = {
    ids: [] as (string | null)[],
    data: [] as string[],
    statuses: [] as StreamStatus[],
    waits: [] as number[],
  }
  const refusals: string[] = []
  let id: string | null = null
  const options: FollowOptions = {
    path: '/events',
    signal: end.signal,
    random: () => 0.5,
    onStatus: (status) => seen.statuses.at(-1) !== status && seen.statuses.push(status),
    onRefused: (error) => refusals.push(error.code),
    receiver: {
      lastEventId: () => id,
      reset: () => (id = null),
      receive: (event) => {
        receive(event.data)
        seen.data.push(event.data)
        id = event.id
      },
    },
    open: (_, { lastEventId }) => {
      seen.ids.push(lastEventId)
      const next = attempts.shift()
      if (next instanceof Error) return Promise.reject(next)
      if (next) return Promise.resolve(next)
      end.abort()
      return Promise.reject(unreachable())
    },
    sleep: (ms) => {
      seen.waits.push(ms)
      return Promise.resolve()
    },
  }
  await followStream(options)
  return { ...seen, refusals }
}

describe('followStream', () => {
  it('comes back with the last event it had', async () => {
    const { ids, data, statuses } = await follow([streamOf('id: e.1\ndata: a\n\n'), streamOf('id: e.2\ndata: b\n\n')])
    expect(ids).toEqual([null, 'e.1', 'e.2'])
    expect(data).toEqual(['a', 'b'])
    expect(statuses).toEqual(['connecting', 'live', 'reconnecting', 'live', 'reconnecting'])
  })

  it('waits longer each time, and at once again after a success', async () => {
    const failures = Array.from({ length: 8 }, unreachable)
    const { waits, statuses } = await follow([...failures, streamOf('data: a\n\n')])
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 250])
    expect(statuses).toEqual(['connecting', 'reconnecting', 'down', 'live', 'reconnecting'])
  })

  it.each(['unauthenticated', 'not_found', 'forbidden'] as const)('gives up when the console says %s', async (code) => {
    const { refusals, ids } = await follow([new ApiError(code, 'no'), streamOf('data: a\n\n')])
    expect([refusals, ids]).toEqual([[code], [null]])
  })

  it('goes on trying where a proxy answers for the console', async () => {
    const { refusals, data } = await follow([new ApiError('bad_answer', '502'), streamOf('data: a\n\n')])
    expect([refusals, data]).toEqual([[], ['a']])
  })

  it('asks for everything after an event that does not fit', async () => {
    const { ids } = await follow([streamOf('id: e.1\ndata: a\n\ndata: odd\n\n'), streamOf('data: b\n\n')], (data) => {
      if (data === 'odd') throw new RangeError('does not fit')
    })
    expect(ids.slice(0, 2)).toEqual([null, null])
  })
})
