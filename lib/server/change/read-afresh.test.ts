import { expect, it } from 'vitest'
import { hostState } from '@/lib/core/topology/testing/fixtures'
import { asOfNow } from './read-afresh'

it('takes no old answer for one of now: its source stands as not read whole', () => {
  const state = hostState({})
  const reading = {
    ...{ version: 1, fullReadAtMs: 0, readAtMs: 0, usualMs: 0, question: 0 },
    ...{ state, answered: new Map() },
  }
  const { sources } = asOfNow({ reading, unanswered: new Set(['guests'] as const) })
  expect(sources.filter(({ status }) => status !== 'ok').map(({ id }) => id)).toEqual(['guests'])
  const old = sources.find(({ id }) => id === 'guests')
  expect(old?.problems.map(({ code }) => code)).toEqual(old?.commands.map(() => 'timed_out'))
})
