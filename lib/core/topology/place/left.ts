/* The columns left of the bridges: NICs, bonds, VLAN links. Each stands at the height of the first thing above it. */
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { BOND_LEAST, CARD, CARD_PITCH, columnOf, GAP, NOTE, TOP } from './geometry'
import type { Box } from './scene'

export type Boxes = Map<string, Box>

export type LeftColumns = {
  /** The least y that `id` can have its middle at; where it stands already, that middle. */
  leastMiddle: (id: string) => number
  /** Puts `id` and all below it as near to `middle` as what stands already allows. */
  place: (id: string, middle: number) => void
}

const isLeft = (node: GraphNode | undefined): node is GraphNode =>
  node !== undefined &&
  node.parent === null &&
  (node.rank === 'nic' || node.rank === 'bond' || node.rank === 'vlan-link')

/** Addresses of a link that leads on stand under its box. */
const noteBelow = (view: GraphView, node: GraphNode): number =>
  node.addresses.length > 0 && view.out(node.id).length > 0 ? NOTE.inline : 0

export const createLeftColumns = (view: GraphView, boxes: Boxes): LeftColumns => {
  const free = { nic: TOP, bond: TOP, 'vlan-link': TOP }

  const lowersOf = (id: string): GraphNode[] =>
    view
      .in(id)
      .map((edge) => view.node(edge.from))
      .filter(isLeft)

  const membersOf = (id: string): GraphNode[] =>
    lowersOf(id).filter((node) => node.rank === 'nic' && !boxes.has(node.id))

  const bondHeight = (id: string): number => {
    const members = membersOf(id)
    const stacked = members.reduce((sum, node) => sum + CARD_PITCH + noteBelow(view, node), 0) - (CARD_PITCH - CARD)
    return Math.max(BOND_LEAST, stacked)
  }

  const leastMiddle = (id: string, depth = 0): number => {
    const box = boxes.get(id)
    if (box) return box.y + box.height / 2
    const node = view.node(id)
    if (!isLeft(node) || depth > 8) return 0
    if (node.rank === 'bond') return Math.max(free.bond, free.nic) + bondHeight(id) / 2
    const own = (node.rank === 'nic' ? free.nic : free['vlan-link']) + CARD / 2
    // What stands already below does not lift what stands on it: that edge may bend.
    const below = lowersOf(id).filter((lower) => !boxes.has(lower.id) && lower.rank !== node.rank)
    return Math.max(own, ...below.map((lower) => leastMiddle(lower.id, depth + 1)))
  }

  const place = (id: string, middle: number): void => {
    const node = view.node(id)
    if (!isLeft(node) || boxes.has(id)) return
    if (node.rank === 'bond') return placeBond(node, middle)
    const column = columnOf(node.rank)
    const rank = node.rank === 'nic' ? 'nic' : 'vlan-link'
    const y = Math.max(middle - CARD / 2, free[rank])
    boxes.set(id, { x: column.x, y, width: column.width, height: CARD })
    free[rank] = y + CARD + GAP.cards + noteBelow(view, node)
    for (const lower of lowersOf(id)) place(lower.id, y + CARD / 2)
  }

  const placeBond = (node: GraphNode, middle: number): void => {
    const column = columnOf('bond')
    const members = membersOf(node.id)
    const height = bondHeight(node.id)
    const y = Math.max(middle - height / 2, free.bond, free.nic)
    boxes.set(node.id, { x: column.x, y, width: column.width, height })
    const nics = columnOf('nic')
    let next = members.length === 1 ? y + (height - CARD) / 2 : y
    for (const member of members) {
      boxes.set(member.id, { x: nics.x, y: next, width: nics.width, height: CARD })
      next += CARD_PITCH + noteBelow(view, member)
    }
    free.bond = y + height + noteBelow(view, node) + GAP.groups
    free.nic = Math.max(members.length > 0 ? y + height + GAP.groups : free.nic, next)
    for (const lower of lowersOf(node.id)) place(lower.id, y + height / 2)
  }

  return { leastMiddle, place }
}
