import { expect, it } from 'vitest'
import { sparklinePath } from './sparkline-path'

const box = { width: 100, height: 12, span: 10, top: 4 }
const at = (time: number, value: number) => ({ at: time, value })

it('places by time, not by count, and leaves out what is too old', () => {
  expect(sparklinePath([at(0, 4), at(95, 4), at(100, 2), at(105, 0)], box)).toBe('M0.0 1.0L50.0 6.0L100.0 11.0')
})
it('draws nothing out of one point, and a flat line where nothing ever was', () => {
  expect(sparklinePath([at(1, 1)], box)).toBe('')
  expect(sparklinePath([at(0, 0), at(10, 0)], { ...box, top: 0 })).toBe('M0.0 11.0L100.0 11.0')
})
it('keeps a value above the top inside', () => {
  expect(sparklinePath([at(0, 9), at(10, 9)], box)).toBe('M0.0 1.0L100.0 1.0')
})
