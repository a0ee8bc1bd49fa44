import { colourNodes } from './colours'
import { applyFolding } from './fold-apply'
import type { Folding } from './fold-apply'
import { compactBridges } from './fold-compact'
import { foldKey, foldNode } from './fold-names'
import type { Graph, GraphNode } from '../graph/graph'
import { groupBy, viewGraph } from '../graph/graph-view'
import type { GraphView } from '../graph/graph-view'
import { RANKS } from '../graph/kinds'
import { compareNatural } from '../graph/natural'

export type FoldOptions = {
  /** More than this many leaves of one parent that are wired alike become one. */
  over?: number
  /** Ids of folds and of compact bridges that the user opened. Any fold of a group opens its ports, taps and guests together. */
  expanded: ReadonlySet<string>
  /** Ids that stay visible: what is selected, what a search matches. */
  keep: ReadonlySet<string>
}

/**
 * Folds what is many and alike: guests of one portgroup with their taps and ports, internal ports without guest, tunnels,
 * NICs that are not used. What is broken, drifted, kept or part of the management path stays. Fold ids are stable while guests
 * come and go. 2,000 ordinary objects come to some dozens of nodes.
 */
export const foldGraph = (graph: Graph, options: FoldOptions): Graph => {
  const compact = applyFolding(graph, compactBridges(graph, options.expanded))
  return inOrder(applyFolding(compact, foldAlike(compact, options)))
}

const foldAlike = (graph: Graph, options: FoldOptions): Folding => {
  const view = viewGraph(graph)
  const over = options.over ?? 10
  const isOpen = openGroups(options.expanded)
  const colours = colourNodes(view, (node) => sortOf(node, options.keep))
  const candidates = graph.nodes.filter((node) => !stays(node, options.keep) && !isInsideUnit(view, node))
  const classes = [...groupBy(candidates, (node) => `${colours.get(node.id) ?? ''} ${node.kind}`).values()]
  const least = thresholds(view, classes, over)
  const into = new Map<string, string>()
  const added: GraphNode[] = []
  const taken = new Set<string>()
  for (const members of classes) {
    const [first] = members
    if (!first || members.length < least(members)) continue
    const key = unique(taken, foldKey(view, first), first.kind)
    if (isOpen(key)) continue
    const fold = foldNode(view, members, key)
    added.push(fold)
    for (const member of members) {
      into.set(member.id, fold.id)
      for (const inner of insideOf(view, member)) into.set(inner.id, fold.id)
    }
  }
  return { into, added }
}

/** What must be seen stays: broken, drifted, chosen, and the way our own connection takes. */
const stays = (node: GraphNode, keep: ReadonlySet<string>): boolean =>
  node.health === 'error' ||
  node.health === 'warn' ||
  node.ownership === 'drifted' ||
  node.isManagement ||
  keep.has(node.id) ||
  node.folds.some((id) => keep.has(id))

const LONERS: readonly GraphNode['kind'][] = ['bond', 'switch', 'controller', 'unrecognised', 'fake-bridge']

/** Nodes of one sort may be alike; a loner is like nobody. */
const sortOf = (node: GraphNode, keep: ReadonlySet<string>): string =>
  stays(node, keep) || LONERS.includes(node.kind)
    ? node.id
    : [node.kind, node.role, node.ownership, node.health, node.addresses.length > 0, node.isDefault].join()

/** Rows of guests and of bridges that fold as a whole go with their box. */
const isInsideUnit = (view: GraphView, node: GraphNode): boolean =>
  node.kind === 'guest-nic' ||
  (node.parent !== null && LONERS.includes(node.kind)) ||
  view.node(node.parent ?? '')?.kind === 'guest'

const insideOf = (view: GraphView, node: GraphNode): GraphNode[] =>
  view.children(node.id).flatMap((child) => [child, ...insideOf(view, child)])

/**
 * From how many members on a class folds: over the limit always; two are enough for rows without guest in a bridge with more
 * rows than the limit, for NICs not used on a host with many, and for their switch ports.
 */
const thresholds = (view: GraphView, classes: readonly GraphNode[][], over: number) => {
  const isLong = longBoxes(view, classes, over)
  const nics = view.graph.nodes.filter((node) => node.kind === 'nic').length
  return (members: readonly GraphNode[]): number => {
    const [first] = members
    if (!first) return Infinity
    const isIdleRow =
      (first.role === 'internal' || first.role === 'tunnel') &&
      first.addresses.length === 0 &&
      view.out(first.id).length === 0
    if (isIdleRow && first.parent !== null && isLong.has(first.parent)) return 2
    const isRemote = first.kind === 'tunnel-remote'
    if (isRemote && view.out(first.id).every((edge) => isLong.has(view.node(edge.to)?.parent ?? ''))) return 2
    const isUnused = first.kind === 'nic' && view.out(first.id).length === 0
    const leadsToUnused =
      first.kind === 'switch-port' && view.out(first.id).every((edge) => view.out(edge.to).length === 0)
    return (isUnused || leadsToUnused) && nics > over ? 2 : over + 1
  }
}

/** Bridges that have more rows than the limit even with their large classes folded. */
const longBoxes = (view: GraphView, classes: readonly GraphNode[][], over: number): Set<string> => {
  const rows = new Map<string, number>()
  for (const node of view.graph.nodes) if (node.parent !== null) rows.set(node.parent, (rows.get(node.parent) ?? 0) + 1)
  for (const [first, ...others] of classes)
    if (first && first.parent !== null && others.length >= over)
      rows.set(first.parent, (rows.get(first.parent) ?? 0) - others.length)
  return new Set([...rows].filter(([, count]) => count > over).map(([id]) => id))
}

const openGroups = (expanded: ReadonlySet<string>) => {
  const keys = new Set([...expanded].filter((id) => id.startsWith('fold:')).map((id) => id.slice(id.indexOf('/') + 1)))
  return (key: string) => keys.has(key)
}

/** Two classes of one kind may share a key (guests with one NIC and with two): the later gets a number. */
const unique = (taken: Set<string>, key: string, kind: string): string => {
  let candidate = key
  for (let n = 2; taken.has(`${kind} ${candidate}`); n++) candidate = `${key}#${n}`
  taken.add(`${kind} ${candidate}`)
  return candidate
}

const rankIndex = new Map(RANKS.map((rank, index) => [rank, index]))

const inOrder = (graph: Graph): Graph => {
  const rank = new Map(graph.nodes.map((node) => [node.id, rankIndex.get(node.rank) ?? 0]))
  const at = (id: string) => rank.get(id) ?? 0
  return {
    nodes: [...graph.nodes].sort((a, b) => at(a.id) - at(b.id) || compareNatural(a.id, b.id)),
    edges: [...graph.edges].sort((a, b) => at(a.from) - at(b.from) || compareNatural(a.id, b.id)),
  }
}
