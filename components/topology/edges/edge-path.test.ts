import { describe, expect, it } from 'vitest'
import { edgePath } from './edge-path'

describe('edgePath', () => {
  it('draws a straight line', () => {
    expect(
      edgePath([
        { x: 0, y: 5 },
        { x: 20, y: 5 },
      ]),
    ).toBe('M0 5L20 5')
  })

  it('rounds both bends of a segment by 6 px', () => {
    const segment = [
      { x: 360, y: 152 },
      { x: 374, y: 152 },
      { x: 374, y: 112 },
      { x: 388, y: 112 },
    ]
    expect(edgePath(segment)).toBe('M360 152L368 152Q374 152 374 146L374 118Q374 112 380 112L388 112')
  })

  it('shrinks bends that would overlap', () => {
    const step = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 4 },
      { x: 20, y: 4 },
    ]
    expect(edgePath(step)).toBe('M0 0L8 0Q10 0 10 2L10 2Q10 4 12 4L20 4')
  })

  it('drops repeated points and needs two', () => {
    expect(edgePath([{ x: 1, y: 1 }])).toBe('')
    expect(
      edgePath([
        { x: 1, y: 1 },
        { x: 1, y: 1 },
      ]),
    ).toBe('')
  })
})
