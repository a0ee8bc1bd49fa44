import { describe, expect, it } from 'vitest'
import * as make from '@/lib/core/topology/testing/fixtures'
import type { FreshReading } from '../host/state-reader'
import { readUntilAnswered } from './read-afresh'

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

const guestsOf = async (refresh: () => Promise<FreshReading>) =>
  (await readUntilAnswered(refresh)).sources.find(({ id }) => id === 'guests')?.status

describe('readUntilAnswered', () => {
  it.each([
    ['at once', 1, 200, 'ok', 1],
    ['late, as any host may', 3, 200, 'ok', 3],
    ['never, though it is usually fast: a hung daemon', 99, 200, 'partial', 3],
    ['late, and is slow by nature', 8, 9_000, 'ok', 8],
    ['never, and is very slow by nature', 99, 60_000, 'partial', 20],
  ])('reads a host that answers %s', async (_, answersAt, usualMs, status, readings) => {
    const { refresh, count } = slowHost(answersAt, usualMs)
    expect(await guestsOf(refresh)).toBe(status)
    expect(count()).toBe(readings)
  })
})
