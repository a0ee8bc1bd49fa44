import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { columnOf, GAP, ROW, SWITCH_HEADER, TOP } from './geometry'
import { compareNatural } from '../graph/natural'
import type { Boxes } from './left'

const PORT_INSET = 8
const PORT_PITCH = ROW + 4

type Port = { node: GraphNode; middle: number }
type Chassis = { node: GraphNode; ports: Port[] }

/**
 * Switch ports are level with their NICs. Where the NICs of two switches alternate (a bond over both) the boxes would cross:
 * then each stacks its ports closely, one chassis above the other, and the edges bend.
 */
export const placeSwitches = (view: GraphView, boxes: Boxes): void => {
  const all = view.graph.nodes
    .filter((node) => node.rank === 'switch' && node.parent === null)
    .map((node) => ({ node, ports: portsOf(view, boxes, node) }))
    .sort((a, b) => firstOf(a) - firstOf(b) || compareNatural(a.node.id, b.node.id))
  let free = TOP
  all.forEach((chassis, position) => {
    const next = all[position + 1]
    const last = chassis.ports.at(-1)?.middle ?? 0
    const reach = Math.max(...all.slice(0, position).map((above) => above.ports.at(-1)?.middle ?? 0), 0)
    const isMixed = (next !== undefined && last + ROW * 2 >= firstOf(next)) || reach + ROW * 2 >= firstOf(chassis)
    free = placeChassis(boxes, chassis, free, isMixed)
  })
}

const firstOf = (chassis: Chassis): number => chassis.ports[0]?.middle ?? Number.MAX_SAFE_INTEGER

const portsOf = (view: GraphView, boxes: Boxes, chassis: GraphNode): Port[] =>
  view
    .children(chassis.id)
    .map((node) => ({ node, middle: nicMiddle(view, boxes, node.id) }))
    .sort((a, b) => a.middle - b.middle || compareNatural(a.node.id, b.node.id))

const nicMiddle = (view: GraphView, boxes: Boxes, port: string): number => {
  const nic = view.out(port)[0]
  const box = nic && boxes.get(nic.to)
  return box ? box.y + box.height / 2 : Number.MAX_SAFE_INTEGER
}

const placeChassis = (boxes: Boxes, { node, ports }: Chassis, free: number, isMixed: boolean): number => {
  const column = columnOf('switch')
  const first = ports[0]?.middle ?? Number.MAX_SAFE_INTEGER
  const wanted = first === Number.MAX_SAFE_INTEGER ? free : first - ROW / 2 - SWITCH_HEADER
  const y = Math.max(free, wanted)
  let least = y + SWITCH_HEADER + ROW / 2
  for (const port of ports) {
    const isKnown = port.middle !== Number.MAX_SAFE_INTEGER
    const middle = isMixed || !isKnown ? least : Math.max(least, port.middle)
    boxes.set(port.node.id, {
      x: column.x + PORT_INSET,
      y: middle - ROW / 2,
      width: column.width - PORT_INSET,
      height: ROW,
    })
    least = middle + PORT_PITCH
  }
  const bottom = ports.length > 0 ? least - PORT_PITCH + ROW / 2 + PORT_INSET : y + SWITCH_HEADER + PORT_INSET
  boxes.set(node.id, { x: column.x, y, width: column.width, height: bottom - y })
  return bottom + GAP.groups
}
