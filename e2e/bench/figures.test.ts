import { describe, expect, it } from 'vitest'
import { figureLines, missedBudgets, quantiles, ratioOf, single } from './figures'
import type { Budget, Figure } from './figures'

const figure = (ours: readonly number[], budget: Budget): Figure => ({
  name: 'one full read',
  unit: 'ms',
  samples: ours.length,
  ours: quantiles(ours),
  instead: { what: 'a shell script', quantiles: quantiles([1]) },
  budget,
})

describe('figures', () => {
  it('takes quantiles of unsorted samples', () => {
    expect(quantiles([5, 1, 4, 2, 3])).toEqual({ p50: 3, p95: 5, p99: 5, max: 5 })
    expect(single(7).p95).toBe(7)
  })
  it('says which part of a budget is missed', () => {
    expect(missedBudgets(figure([1, 1.3, 9], { ratio: 1.3 }))).toEqual([])
    expect(missedBudgets(figure([1, 1.31, 9], { ratio: 1.3, p95: 10, max: 8 }))).toEqual([
      'ratio 1.31, budget 1.30',
      'max 9.00, budget 8.00',
    ])
    expect(figureLines([figure([2], { p50: 1 })]).join('\n')).toContain('MISSED (p50 2.00, budget 1.00)')
  })
  it('compares only what has something to be compared with, and never calls the unmeasured good', () => {
    const alone = { ...figure([1], { ratio: 2 }), instead: null }
    expect(ratioOf(alone)).toBeNull()
    expect(missedBudgets(alone)).toHaveLength(1)
    expect(missedBudgets(figure([], { p95: 5 }))).toHaveLength(1)
  })
})
