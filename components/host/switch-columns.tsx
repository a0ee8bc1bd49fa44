import type { Column } from '@/components/ui/DataTable'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { MonoText, NONE, ObjectName, ProseCell, StateCell, WiringLink } from './cells'
import type { PortRow, SwitchRow, VlanRow } from './switch-rows'

export const SWITCH_COLUMNS: readonly Column<SwitchRow>[] = [
  {
    id: 'name',
    title: 'Bridge',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'kind', title: 'Kind', value: (row) => row.kind, cell: (row) => row.kind },
  { id: 'ports', title: 'Ports', align: 'right', value: (row) => row.ports, cell: (row) => row.ports },
  { id: 'mtu', title: 'MTU', align: 'right', value: (row) => row.mtuBytes, cell: (row) => row.mtuBytes ?? NONE },
  {
    id: 'filtering',
    title: 'VLAN filtering',
    value: (row) => row.vlanFiltering,
    cell: (row) => row.vlanFiltering,
  },
  { id: 'stp', title: 'Spanning tree', value: (row) => row.spanningTree, cell: (row) => row.spanningTree },
  { id: 'fail', title: 'Fail mode', value: (row) => row.failMode, cell: (row) => row.failMode ?? NONE },
  {
    id: 'controllers',
    title: 'Controllers',
    value: (row) => row.controllers,
    cell: (row) => row.controllers ?? NONE,
  },
  {
    id: 'addresses',
    title: 'Addresses of the host',
    value: (row) => row.addresses || null,
    cell: (row) => <MonoText text={row.addresses} />,
  },
]

export const PORT_COLUMNS: readonly Column<PortRow>[] = [
  {
    id: 'name',
    title: 'Port',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'bridge', title: 'Bridge', value: (row) => row.bridge, cell: (row) => <ObjectName name={row.bridge} /> },
  { id: 'what', title: 'What it is', value: (row) => row.what, cell: (row) => <ProseCell text={row.what} /> },
  { id: 'vlan', title: 'VLANs', value: (row) => row.vlan, cell: (row) => <MonoText text={row.vlan} /> },
  {
    id: 'state',
    title: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <StateCell glyph={row.health}>
        <span className="max-w-80 break-words">{row.state}</span>
      </StateCell>
    ),
  },
]

const MAX_MEMBERS = 8

/** Ports by name, each leading to its place; past eight only how many more. */
function Members({ bridge, names }: { bridge: string; names: readonly string[] }) {
  if (names.length === 0) return NONE
  return (
    <span className="flex max-w-120 flex-wrap gap-x-2.5 max-md:justify-end">
      {names.slice(0, MAX_MEMBERS).map((name) => (
        <WiringLink key={name} name={name} nodeId={nodeId('bridge-port', bridge, name)} />
      ))}
      {names.length > MAX_MEMBERS && <span className="text-fg-3">and {names.length - MAX_MEMBERS} more</span>}
    </span>
  )
}

export const VLAN_COLUMNS: readonly Column<VlanRow>[] = [
  {
    id: 'vlan',
    title: 'VLAN',
    isName: true,
    value: (row) => row.vlanId,
    cell: (row) => <span className="font-mono font-strong">{row.vlanId}</span>,
  },
  { id: 'bridge', title: 'Bridge', value: (row) => row.bridge, cell: (row) => <ObjectName name={row.bridge} /> },
  {
    id: 'untagged',
    title: 'Untagged',
    value: (row) => row.untagged.join(' ') || null,
    cell: (row) => <Members bridge={row.bridge} names={row.untagged} />,
  },
  {
    id: 'tagged',
    title: 'Tagged',
    value: (row) => row.tagged.join(' ') || null,
    cell: (row) => <Members bridge={row.bridge} names={row.tagged} />,
  },
]
