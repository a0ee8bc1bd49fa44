import { describe, expect, it } from 'vitest'
import { figureLines, isWithinBudget, quantiles } from './figures'
import type { Figure } from './figures'

const figure = (ratio: number): Figure => ({
  name: 'one full read',
  unit: 'ms',
  samples: 3,
  ours: quantiles([3, 1, 2]),
  instead: { what: 'a shell script', quantiles: quantiles([1]) },
  ratio,
  budget: { ratio: 1.3 },
})

describe('figures', () => {
  it('takes quantiles of unsorted samples', () => {
    expect(quantiles([5, 1, 4, 2, 3])).toEqual({ p50: 3, p95: 5, max: 5 })
  })
  it('says whether the budget is met', () => {
    expect(isWithinBudget(figure(1.3))).toBe(true)
    expect(figureLines([figure(1.31)]).join('\n')).toContain('MISSED')
  })
})
