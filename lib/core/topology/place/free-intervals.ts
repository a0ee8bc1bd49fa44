/* Where a horizontal line may cross columns without going through a box. */
import { COLUMNS } from './geometry'
import type { Box } from './scene'

/** Boxes of one column as y intervals, sorted, none overlapping another. */
type Blocked = readonly { top: number; bottom: number }[]

export type FreeIntervals = {
  isFree: (columns: readonly number[], y: number) => boolean
  /** The y nearest to the wanted one at which all the columns are free. */
  nearest: (columns: readonly number[], wanted: number) => number
}

/** Between two rows there are 4 px: a line passes with one to spare. */
const CLEARANCE = 1

export const findFreeIntervals = (boxes: Iterable<Box>): FreeIntervals => {
  const columns: { top: number; bottom: number }[][] = COLUMNS.map(() => [])
  for (const box of boxes)
    COLUMNS.forEach((column, index) => {
      const isIn = box.x < column.x + column.width && column.x < box.x + box.width
      if (isIn) columns[index]?.push({ top: box.y - CLEARANCE, bottom: box.y + box.height + CLEARANCE })
    })
  const blocked: Blocked[] = columns.map(merge)

  const hit = (index: number, y: number) => {
    const list = blocked[index] ?? []
    let low = 0
    let high = list.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const each = list[middle]
      if (!each) return undefined
      if (y <= each.top) high = middle - 1
      else if (y >= each.bottom) low = middle + 1
      else return each
    }
    return undefined
  }
  const firstHit = (indexes: readonly number[], y: number) => {
    for (const index of indexes) {
      const found = hit(index, y)
      if (found) return found
    }
    return undefined
  }
  const walk = (indexes: readonly number[], from: number, side: 'top' | 'bottom'): number => {
    let y = from
    // Each step leaves one blocked interval behind, so it ends after as many steps as there are.
    for (let found = firstHit(indexes, y); found; found = firstHit(indexes, y)) y = found[side]
    return y
  }

  return {
    isFree: (indexes, y) => firstHit(indexes, y) === undefined,
    nearest: (indexes, wanted) => {
      const above = walk(indexes, wanted, 'top')
      const below = walk(indexes, wanted, 'bottom')
      return above > 0 && wanted - above < below - wanted ? above : below
    },
  }
}

const merge = (list: { top: number; bottom: number }[]): Blocked => {
  const merged: { top: number; bottom: number }[] = []
  for (const each of [...list].sort((a, b) => a.top - b.top)) {
    const last = merged.at(-1)
    if (last && each.top < last.bottom) last.bottom = Math.max(last.bottom, each.bottom)
    else merged.push({ ...each })
  }
  return merged
}
