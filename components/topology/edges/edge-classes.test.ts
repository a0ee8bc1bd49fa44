import { describe, expect, it } from 'vitest'
import { EdgeKind } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import { lineClass } from './edge-classes'

const MARKS: readonly (Mark | null)[] = [null, 'planned', 'removed', 'moved', 'changed']
const EITHER = [false, true]
const ALL = EdgeKind.options.flatMap((kind) =>
  MARKS.flatMap((mark) =>
    EITHER.flatMap((isOnPath) => EITHER.map((isInferred) => ({ kind, mark, isOnPath, isInferred }))),
  ),
)
const ONE_PLACE = {
  'a colour': /^stroke-(line|plan|gone|fg)/,
  'a width': /^stroke-(\d|\[|\(length)/,
  gaps: /^\[stroke-dasharray/,
}
const found = (classes: string, pattern: RegExp) => classes.split(' ').filter((name) => pattern.test(name))

describe('the classes of a line', () => {
  it.each(Object.entries(ONE_PLACE))('never set %s twice', (_, pattern) => {
    expect(ALL.filter((each) => found(lineClass(each), pattern).length > 1)).toEqual([])
  })

  it('always set a colour and a width', () => {
    for (const pattern of [ONE_PLACE['a colour'], ONE_PLACE['a width']])
      expect(ALL.filter((each) => found(lineClass(each), pattern).length === 0)).toEqual([])
  })

  it('leave a trunk its double line on the path', () => {
    expect(lineClass({ kind: 'trunk', mark: null, isOnPath: true })).toContain('stroke-(length:--edge-trunk)')
    expect(lineClass({ kind: 'access', mark: null, isOnPath: true })).toContain('stroke-2')
  })

  it('say what a change does before what is not proven', () => {
    const planned = lineClass({ kind: 'macvtap', mark: 'planned', isInferred: true })
    expect(found(planned, ONE_PLACE.gaps)).toEqual(['[stroke-dasharray:var(--dash-planned)]'])
  })
})
