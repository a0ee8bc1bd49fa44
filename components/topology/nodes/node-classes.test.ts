import { describe, expect, it } from 'vitest'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import { Health, Ownership } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import type { NodeView } from '../view-selector'
import { selectNodeView } from '../view-selector'
import { smallScene } from '../testing/scene'
import { NO_VIEW } from '../wiring-view'
import { headFill, nodeClass, rowFill } from './node-classes'

const MARKS: readonly (Mark | null)[] = [null, 'planned', 'removed', 'moved', 'changed']
const EITHER = [false, true]

const [sample] = smallScene().nodes
if (sample === undefined) throw new Error('the small scene has nodes')
const nodeWith = (facts: Partial<GraphNode>) => ({ ...sample, node: { ...sample.node, ...facts } })
const viewOf = (said: Partial<NodeView>): NodeView => ({ ...selectNodeView(NO_VIEW, sample.node), ...said })

/** Everything that may be said of a node at once. */
const ALL = Health.options.flatMap((health) =>
  Ownership.options.flatMap((ownership) =>
    MARKS.flatMap((mark) =>
      EITHER.flatMap((isSelected) =>
        EITHER.map((isOnPath) => ({ facts: { health, ownership }, said: { mark, isSelected, isOnPath } })),
      ),
    ),
  ),
)

/** Classes that hold always, by what they set: of two in one place the order in the style sheet would decide, not we. */
const resting = (classes: string, pattern: RegExp) => classes.split(' ').filter((name) => pattern.test(name))
const ONE_PLACE = {
  'a border colour': /^border-(line|accent|warn|plan|gone|fg)/,
  'a border style': /^border-(dashed|dotted|solid)$/,
  'a fill': /^bg-(?!\[|\()/,
  'an image': /^bg-[[(]/,
  'a shadow': /^shadow-/,
}
const classOf = ({ facts, said }: (typeof ALL)[number]) =>
  nodeClass(nodeWith(facts), viewOf(said), 'rounded-node', { border: 'border-dotted', image: 'bg-(image:--hatch)' })

describe('the classes of a node', () => {
  it.each(Object.entries(ONE_PLACE))('never set %s twice', (_, pattern) => {
    expect(ALL.filter((each) => resting(classOf(each), pattern).length > 1)).toEqual([])
  })

  it('always set a border colour and a fill', () => {
    for (const pattern of [ONE_PLACE['a border colour'], ONE_PLACE['a fill']])
      expect(ALL.filter((each) => resting(classOf(each), pattern).length === 0)).toEqual([])
  })

  it('say the strongest: a mark, then the selection, the path, drift', () => {
    const drifted = nodeWith({ ownership: 'drifted' })
    const edge = (said: Partial<NodeView>) =>
      resting(nodeClass(drifted, viewOf(said), ''), ONE_PLACE['a border colour']).join()
    expect(edge({ mark: 'removed', isSelected: true })).toBe('border-gone')
    expect(edge({ mark: 'planned' })).toBe('border-plan')
    expect(edge({ isSelected: true, isOnPath: true })).toBe('border-accent')
    expect(edge({})).toBe('border-warn')
    expect(nodeClass(nodeWith({}), viewOf({}), '').split(' ')).toContain('hover:border-line-4')
  })

  it('keep the ring of the selection whatever a change does', () => {
    for (const mark of MARKS)
      expect(nodeClass(nodeWith({}), viewOf({ mark, isSelected: true }), '')).toContain('shadow-[0_0_0_2px')
  })
})

describe('what a box says behind its names', () => {
  it('is one fill at most', () => {
    const fillsOf = ({ facts, said }: (typeof ALL)[number]) =>
      [headFill, rowFill].map((fill) => fill(nodeWith(facts), viewOf(said)))
    expect(ALL.filter((each) => fillsOf(each).some((fill) => fill.includes(' ')))).toEqual([])
  })

  it('is drift before trouble, in a row', () => {
    expect(rowFill(nodeWith({ ownership: 'drifted', health: 'error' }), viewOf({}))).toBe('bg-warn-wash')
    expect(rowFill(nodeWith({ health: 'error' }), viewOf({}))).toBe('bg-err-wash')
  })
})
