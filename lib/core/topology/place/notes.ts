import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { columnAt, columnIndex, columnOf, NOTE } from './geometry'
import type { Boxes } from './left'
import type { Box, SceneNote } from './scene'

/** Text beside nodes: addresses of links that have no row to show them in, and NICs that hear no neighbour. */
export const placeNotes = (view: GraphView, boxes: Boxes): SceneNote[] => {
  const chassis = view.graph.nodes.filter((node) => node.kind === 'switch').flatMap((node) => boxes.get(node.id) ?? [])
  return view.graph.nodes
    .filter((node) => node.parent === null && ['nic', 'bond', 'vlan-link'].includes(node.rank))
    .flatMap((node) => {
      const box = boxes.get(node.id)
      return box ? [...addressNote(view, boxes, node, box), ...neighbourNote(view, node, box, chassis)] : []
    })
}

const addressNote = (view: GraphView, boxes: Boxes, node: GraphNode, box: Box): SceneNote[] => {
  if (node.addresses.length === 0) return []
  const note = { id: `addresses:${node.id}`, kind: 'addresses' as const, nodeId: node.id, texts: node.addresses }
  if (view.out(node.id).length > 0) {
    const below = { x: box.x, y: box.y + box.height, width: box.width, height: NOTE.inline }
    // A link that had no way out yet has no room kept below it, and a planned one shows the address at its end.
    if (coversBox(view, boxes, node, below)) return []
    return [{ ...note, isManagement: node.isManagement, box: below, line: [] }]
  }
  const right = columnAt(columnIndex(node.rank) + 1)
  const middle = box.y + box.height / 2
  return [
    {
      ...note,
      isManagement: node.isManagement,
      box: { x: right.x, y: middle - NOTE.height / 2, width: NOTE.width, height: NOTE.height },
      line: [
        { x: box.x + box.width, y: middle },
        { x: right.x, y: middle },
      ],
    },
  ]
}

const coversBox = (view: GraphView, boxes: Boxes, of: GraphNode, { x, y, height }: Box): boolean =>
  view.graph.nodes.some((node) => {
    const box = node.id === of.id || node.parent !== null ? undefined : boxes.get(node.id)
    return box !== undefined && box.x === x && box.y < y + height && y < box.y + box.height
  })

const NO_NEIGHBOUR_HEIGHT = 36

/** Left out where it would stand on a switch: the NIC's own place says it there. */
const neighbourNote = (view: GraphView, node: GraphNode, box: Box, chassis: readonly Box[]): SceneNote[] => {
  if (node.kind !== 'nic' || node.folds.length > 0 || view.in(node.id).length > 0) return []
  const column = columnOf('switch')
  const middle = box.y + box.height / 2
  const y = middle - NO_NEIGHBOUR_HEIGHT / 2
  if (chassis.some((each) => y < each.y + each.height && each.y < y + NO_NEIGHBOUR_HEIGHT)) return []
  return [
    {
      id: `no-neighbour:${node.id}`,
      kind: 'no-neighbour',
      nodeId: node.id,
      box: { x: column.x, y, width: column.width, height: NO_NEIGHBOUR_HEIGHT },
      texts: ['no LLDP', 'neighbour'],
      isManagement: false,
      line: [
        { x: column.x + column.width, y: middle },
        { x: box.x, y: middle },
      ],
    },
  ]
}
