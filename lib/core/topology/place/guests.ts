import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { CARD, columnOf, GAP, HALF_ROW, ROW, TOP } from './geometry'
import { byNatural, compareNatural } from '../graph/natural'
import type { Boxes } from './left'

const LAST = Number.MAX_SAFE_INTEGER

/** Guests stand beside their first tap, one below the other; those that do not run come last. */
export const placeGuests = (view: GraphView, boxes: Boxes): void => {
  const guests = view.graph.nodes.filter((node) => node.rank === 'guest' && node.parent === null)
  const wanted = guests.map((node) => ({ node, rows: sortedRows(view, node.id), top: 0 }))
  for (const each of wanted) each.top = wantedTop(view, boxes, each.node, each.rows)
  wanted.sort(
    (a, b) => a.top - b.top || compareNatural(a.node.name, b.node.name) || compareNatural(a.node.id, b.node.id),
  )
  const column = columnOf('guest')
  let free = TOP
  for (const { node, rows, top } of wanted) {
    const y = top === LAST ? free : Math.max(top, free)
    const height = node.folds.length > 0 || node.kind === 'unrecognised' ? CARD : ROW * (rows.length + 1)
    boxes.set(node.id, { x: column.x, y, width: column.width, height })
    for (const [index, row] of rows.entries())
      boxes.set(row.id, { x: column.x, y: y + ROW * (index + 1), width: column.width, height: ROW })
    // A folded guest is a stack of cards: their edges show below it.
    free = y + height + GAP.guests + (node.folds.length > 0 ? GAP.cards : 0)
  }
}

const sortedRows = (view: GraphView, guest: string): GraphNode[] =>
  [...view.children(guest)].sort(byNatural((row) => row.name))

/** The top at which the first wired NIC is level with its tap. */
const wantedTop = (view: GraphView, boxes: Boxes, guest: GraphNode, rows: readonly GraphNode[]): number => {
  const targets = [guest, ...rows]
  for (const [index, target] of targets.entries()) {
    const taps = view
      .in(target.id)
      .flatMap((edge) => (view.node(edge.from)?.rank === 'tap' ? (boxes.get(edge.from) ?? []) : []))
    const [tap] = taps
    if (!tap) continue
    const middle = tap.y + tap.height / 2
    return index === 0 ? middle - CARD / 2 : middle - ROW * index - HALF_ROW
  }
  return LAST
}
