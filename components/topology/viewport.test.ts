import { describe, expect, it } from 'vitest'
import { FAR_ZOOM, revealBox, widthViewport } from './viewport'

const hostBox = { x: 104, y: 8, width: 1026, height: 700 }

describe('widthViewport', () => {
  it('shows the whole width at 100 % where it fits, centred', () => {
    expect(widthViewport({ hostBox }, 1132)).toEqual({ x: 0, y: 0, zoom: 1 })
    expect(widthViewport({ hostBox }, 1332)).toEqual({ x: 100, y: 0, zoom: 1 })
  })

  it('zooms out for a narrower window, but never so far that only names are left', () => {
    expect(widthViewport({ hostBox }, 1000).zoom).toBeCloseTo(1000 / 1132)
    expect(widthViewport({ hostBox }, 400).zoom).toBe(FAR_ZOOM)
  })
})

describe('revealBox', () => {
  const window = { width: 1000, height: 600 }
  const viewport = { x: 0, y: 0, zoom: 1 }

  it('leaves a box alone that is in the window', () => {
    expect(revealBox(viewport, { x: 100, y: 100, width: 100, height: 40 }, window)).toBe(viewport)
  })

  it('moves as little as needed', () => {
    expect(revealBox(viewport, { x: 100, y: 900, width: 100, height: 40 }, window)).toEqual({ x: 0, y: -356, zoom: 1 })
    expect(revealBox({ x: -500, y: 0, zoom: 1 }, { x: 100, y: 100, width: 100, height: 40 }, window).x).toBe(-84)
  })

  it('shows the top of a box that is taller than the window', () => {
    expect(revealBox(viewport, { x: 100, y: 700, width: 100, height: 900 }, window).y).toBe(-684)
  })

  it('counts in scene pixels when zoomed', () => {
    expect(revealBox({ x: 0, y: 0, zoom: 0.5 }, { x: 100, y: 1000, width: 100, height: 100 }, window).y).toBe(0)
  })
})
