/* In which order bridges stack, and rows within a bridge. Depends on names and links only, so that it is stable. */
import type { GraphNode } from '../graph/graph'
import type { GraphView } from '../graph/graph-view'
import { compareNatural } from '../graph/natural'

const ROLE_ORDER: Record<NonNullable<GraphNode['role']>, number> = {
  uplink: 0,
  local: 1,
  guest: 2,
  internal: 4,
  tunnel: 5,
  patch: 6,
  other: 7,
}

const rowOrder = (row: GraphNode): number =>
  row.kind === 'fake-bridge' ? 3 : row.kind === 'controller' ? 8 : row.role === null ? 7 : ROLE_ORDER[row.role]

/** Uplinks first (straight ones before those through a VLAN link), then guests by portgroup, folds after what they fold. */
export const orderRows = (view: GraphView, box: string): GraphNode[] => {
  const rows = [...view.children(box)]
  const firstRows = firstRowOfNetwork(view, rows)
  const keyOf = (row: GraphNode) => ({
    order: rowOrder(row),
    isFold: row.folds.length > 0 ? 1 : 0,
    isIndirect: view.in(row.id).some((edge) => view.node(edge.from)?.kind === 'vlan-link') ? 1 : 0,
    lead: firstRows.get(networkOfRow(view, row) ?? '') ?? row.name,
  })
  const keys = new Map(rows.map((row) => [row.id, keyOf(row)]))
  return rows.sort((a, b) => {
    const [left, right] = [keys.get(a.id), keys.get(b.id)]
    if (!left || !right) return 0
    return (
      left.order - right.order ||
      left.isFold - right.isFold ||
      left.isIndirect - right.isIndirect ||
      compareNatural(left.lead, right.lead) ||
      compareNatural(a.name, b.name) ||
      compareNatural(a.id, b.id)
    )
  })
}

const networkOfRow = (view: GraphView, row: GraphNode): string | undefined =>
  view.out(row.id).find((edge) => view.node(edge.to)?.rank === 'network')?.to

/** Rows of one portgroup stand together, where the first of them would stand alone. */
const firstRowOfNetwork = (view: GraphView, rows: readonly GraphNode[]): Map<string, string> => {
  const first = new Map<string, string>()
  for (const row of rows) {
    const networkNode = networkOfRow(view, row)
    if (networkNode === undefined || row.folds.length > 0) continue
    const name = first.get(networkNode)
    if (name === undefined || compareNatural(row.name, name) < 0) first.set(networkNode, row.name)
  }
  return first
}

/** Where a box of the bridge column, or a row of macvtaps, stands: by its lowest NIC, then by how far it is from it. */
export type BandKey = { nic: number; depth: number; name: string }

export const compareBands = (a: BandKey, b: BandKey): number =>
  a.nic - b.nic || a.depth - b.depth || compareNatural(a.name, b.name)

/** Tunnels of the host's own and OVSDB managers share the column and come after all bridges. */
const isBridge = (box: GraphNode): boolean => box.kind === 'linux-bridge' || box.kind === 'ovs-bridge'

const LAST = Number.MAX_SAFE_INTEGER

/** Position of the first NIC below each node, following edges towards the switch; nodes above no NIC have none. */
export const lowestNics = (view: GraphView): ((id: string) => number | undefined) => {
  const known = new Map<string, number | undefined>()
  view.graph.nodes
    .filter((node) => node.rank === 'nic' && node.parent === null)
    .forEach((node, position) => known.set(node.id, position))
  const visit = (id: string): number | undefined => {
    if (known.has(id)) return known.get(id)
    known.set(id, undefined)
    const below = view
      .in(id)
      .filter((edge) => edge.kind !== 'patch' && edge.kind !== 'veth' && edge.kind !== 'tunnel')
      .map((edge) => visit(edge.from))
    const found = below.filter((position) => position !== undefined)
    const lowest = found.length > 0 ? Math.min(...found) : undefined
    known.set(id, lowest)
    return lowest
  }
  return visit
}

/**
 * Bridges in stacking order: first those that lead nowhere (NAT networks), then by NIC; a bridge that is only patched to
 * others follows the one it is patched to.
 */
export const orderBridges = (view: GraphView): { id: string; key: BandKey }[] => {
  const lowest = lowestNics(view)
  const boxes = view.graph.nodes.filter((node) => node.rank === 'bridge' && node.parent === null)
  const keys = new Map<string, BandKey>()
  for (const box of boxes) {
    const below = uplinkNics(view, box.id, lowest)
    if (below !== undefined) keys.set(box.id, { nic: below, depth: 0, name: box.name })
  }
  spreadOverPatches(view, keys)
  return boxes
    .map((box) => ({
      id: box.id,
      key: keys.get(box.id) ?? { nic: isBridge(box) ? -1 : LAST, depth: 0, name: box.name },
    }))
    .sort((a, b) => compareBands(a.key, b.key) || compareNatural(a.id, b.id))
}

const withRows = (view: GraphView, id: string): string[] => [
  id,
  ...view.children(id).flatMap((child) => withRows(view, child.id)),
]

const uplinkNics = (view: GraphView, box: string, lowest: (id: string) => number | undefined): number | undefined => {
  const found = withRows(view, box)
    .flatMap((id) => view.in(id))
    .filter(
      (edge) => edge.kind !== 'patch' && edge.kind !== 'veth' && edge.kind !== 'tunnel' && view.root(edge.from) !== box,
    )
    .map((edge) => lowest(edge.from))
    .filter((position) => position !== undefined)
  return found.length > 0 ? Math.min(...found) : undefined
}

const spreadOverPatches = (view: GraphView, keys: Map<string, BandKey>): void => {
  const pairs = view.graph.edges
    .filter((edge) => edge.kind === 'patch' || edge.kind === 'veth')
    .map((edge) => [view.root(edge.from), view.root(edge.to)] as const)
  const joined = new Map<string, Set<string>>()
  const note = (a: string, b: string) => joined.set(a, (joined.get(a) ?? new Set()).add(b))
  for (const [a, b] of pairs) {
    note(a, b)
    note(b, a)
  }
  let front = [...keys.keys()].sort(compareNatural)
  for (let depth = 1; front.length > 0; depth++) {
    const next: string[] = []
    for (const from of front)
      for (const to of [...(joined.get(from) ?? [])].sort(compareNatural)) {
        const node = view.node(to)
        if (keys.has(to) || node?.rank !== 'bridge') continue
        keys.set(to, { nic: keys.get(from)?.nic ?? -1, depth, name: node.name })
        next.push(to)
      }
    front = next
  }
}
