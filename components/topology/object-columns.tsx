import type { Column } from '@/components/ui/DataTable'
import type { Graph, GraphNode } from '@/lib/core/topology/graph/graph'
import { placedNames } from '@/lib/core/topology/place/placed-names'
import type { PlacedName } from '@/lib/core/topology/place/placed-names'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { HealthGlyph, StatusMark } from './HealthGlyph'
import { HEALTH_WORDS, KIND_WORDS } from './node-words'
import { DetailsCell, NameCell, NamesCell, StateCell } from './TableCells'
import { VlanChip } from './VlanChip'
import type { VlanHues } from './vlan-hues'

/** A node with the names that its row prints: where it stands, and what it is wired to on either side. */
export type ObjectRow = { node: GraphNode; place: string; towardsSwitch: string; towardsGuest: string }

const naturally = new Intl.Collator('en', { numeric: true })
const byPlaceAndName = (a: PlacedName, b: PlacedName): number =>
  naturally.compare(a.place, b.place) || naturally.compare(a.name, b.name)

/** Every node of the graph as a table row, in the canvas's reading order: rank, box, name. */
export function toObjectRows(graph: Graph): ObjectRow[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const before = new Map<string, PlacedName[]>()
  const after = new Map<string, PlacedName[]>()
  const push = (map: Map<string, PlacedName[]>, key: string, id: string) => {
    const node = byId.get(id)
    if (!node) return
    const placed = { place: byId.get(node.parent ?? '')?.name ?? '', name: node.name }
    const list = map.get(key)
    if (list) list.push(placed)
    else map.set(key, [placed])
  }
  for (const { from, to } of graph.edges) {
    push(before, to, from)
    push(after, from, to)
  }
  const names = (list: PlacedName[] = []) => placedNames(list.sort(byPlaceAndName))
  return graph.nodes.map((node) => ({
    node,
    place: node.parent ? (byId.get(node.parent)?.name ?? '') : '',
    towardsSwitch: names(before.get(node.id)),
    towardsGuest: names(after.get(node.id)),
  }))
}

const some = (text: string) => (text === '' ? null : text)
const vlanText = ({ node }: ObjectRow) => (node.vlan ? formatPortVlan(node.vlan) : null)

/** Columns for the screen; `value` is what they sort by and export. */
export function objectColumns(hues: VlanHues, onSelect: (id: string) => void): Column<ObjectRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      isName: true,
      value: ({ node }) => node.name,
      cell: ({ node }) => <NameCell onSelect={() => onSelect(node.id)}>{node.name}</NameCell>,
    },
    {
      id: 'kind',
      title: 'Kind',
      value: ({ node }) => KIND_WORDS[node.kind],
      cell: ({ node }) => KIND_WORDS[node.kind],
    },
    {
      id: 'in',
      title: 'In',
      value: (row) => some(row.place),
      cell: (row) => <span className="font-mono">{row.place}</span>,
    },
    {
      id: 'state',
      title: 'State',
      value: ({ node }) => [HEALTH_WORDS[node.health], node.healthReason].filter(Boolean).join(': '),
      cell: ({ node }) => (
        <StateCell title={node.healthReason}>
          <HealthGlyph health={node.health} />
          {HEALTH_WORDS[node.health]}
        </StateCell>
      ),
    },
    {
      id: 'vlans',
      title: 'VLANs',
      value: vlanText,
      cell: ({ node }) =>
        node.vlan ? (
          <span title={formatPortVlan(node.vlan)}>
            <VlanChip vlan={node.vlan} hues={hues} limit={8} />
          </span>
        ) : null,
    },
    {
      id: 'owner',
      title: 'Whose',
      value: ({ node }) => node.ownership,
      cell: ({ node }) => (
        <StateCell>
          {node.ownership === 'drifted' ? <StatusMark health={node.health} ownership={node.ownership} /> : null}
          {node.ownership}
        </StateCell>
      ),
    },
    {
      id: 'details',
      title: 'Details',
      value: ({ node }) => some([...node.lines, ...node.addresses].join(', ')),
      cell: ({ node }) => (
        <DetailsCell>{[node.healthReason, ...node.lines, ...node.addresses].filter(Boolean).join(', ')}</DetailsCell>
      ),
    },
    {
      id: 'towards-switch',
      title: 'Towards the switch',
      value: (row) => some(row.towardsSwitch),
      cell: (row) => <NamesCell>{row.towardsSwitch}</NamesCell>,
    },
    {
      id: 'towards-guest',
      title: 'Towards the guest',
      value: (row) => some(row.towardsGuest),
      cell: (row) => <NamesCell>{row.towardsGuest}</NamesCell>,
    },
  ]
}
