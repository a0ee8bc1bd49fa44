import { describe, expect, it } from 'vitest'
import * as make from '@/lib/core/topology/testing/fixtures'
import { readUntilAnswered } from './read-until-answered'
import type { FreshReading } from './state-reader'

/** A host whose guests answer with the nth reading, and which usually takes so long. */
function slowHost(answersAt: number, usualMs: number) {
  const state = make.hostState({})
  let readings = 0
  const refresh = async (): Promise<FreshReading> => {
    readings += 1
    return {
      ...{ version: 1, fullReadAtMs: 0, readAtMs: 0, state, usualMs, question: readings - 1 },
      answered: new Map(state.sources.map(({ id }) => [id, id === 'guests' && readings < answersAt ? 0 : readings])),
    }
  }
  return { refresh, count: () => readings }
}

describe('readUntilAnswered', () => {
  it.each([
    ['at once', 1, 200, [], 1],
    ['late, as any host may', 3, 200, [], 3],
    ['never, though it is usually fast: a hung daemon', 99, 200, ['guests'], 3],
    ['late, and is slow by nature', 8, 9_000, [], 8],
    ['never, and is very slow by nature', 99, 60_000, ['guests'], 20],
  ])('reads a host that answers %s', async (_, answersAt, usualMs, unanswered, readings) => {
    const { refresh, count } = slowHost(answersAt, usualMs)
    expect([...(await readUntilAnswered(refresh)).unanswered]).toEqual(unanswered)
    expect(count()).toBe(readings)
  })
})
