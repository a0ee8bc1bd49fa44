import type { Column } from '@/components/ui/DataTable'
import { MonoText, ObjectName, ProseCell, StateCell, WiringLink } from './cells'
import type { ControllerRow, FakeBridgeRow, MirrorRow, TunnelRow } from './ovs-rows'

export const CONTROLLER_COLUMNS: readonly Column<ControllerRow>[] = [
  {
    id: 'target',
    title: 'Target',
    isName: true,
    value: (row) => row.target,
    cell: (row) => <WiringLink name={row.target} nodeId={row.id} />,
  },
  { id: 'of', title: 'Of', value: (row) => row.of, cell: (row) => <ObjectName name={row.of} /> },
  {
    id: 'connected',
    title: 'Connection',
    value: (row) => (row.isConnected ? 'connected' : 'not connected'),
    cell: (row) => (
      <StateCell glyph={row.isConnected ? 'ok' : 'error'}>{row.isConnected ? 'connected' : 'not connected'}</StateCell>
    ),
  },
  { id: 'detail', title: 'It says', value: (row) => row.detail, cell: (row) => <ProseCell text={row.detail} /> },
]

export const MIRROR_COLUMNS: readonly Column<MirrorRow>[] = [
  {
    id: 'name',
    title: 'Mirror',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <ObjectName name={row.name} />,
  },
  { id: 'bridge', title: 'Bridge', value: (row) => row.bridge, cell: (row) => <ObjectName name={row.bridge} /> },
  { id: 'selects', title: 'Copies', value: (row) => row.selects, cell: (row) => <ProseCell text={row.selects} /> },
  { id: 'output', title: 'To', value: (row) => row.output, cell: (row) => <MonoText text={row.output} /> },
]

export const TUNNEL_COLUMNS: readonly Column<TunnelRow>[] = [
  {
    id: 'name',
    title: 'Tunnel',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'owner', title: 'On', value: (row) => row.owner, cell: (row) => <ObjectName name={row.owner} /> },
  { id: 'type', title: 'Type', value: (row) => row.type, cell: (row) => row.type },
  {
    id: 'remote',
    title: 'Remote',
    value: (row) => (row.isExternal ? 'set per packet' : row.remote),
    cell: (row) => <MonoText text={row.isExternal ? 'set per packet' : row.remote} />,
  },
  { id: 'local', title: 'Local', value: (row) => row.local, cell: (row) => <MonoText text={row.local} /> },
  { id: 'key', title: 'Key (VNI)', value: (row) => row.key, cell: (row) => <MonoText text={row.key} /> },
  { id: 'lower', title: 'Over', value: (row) => row.lower, cell: (row) => <MonoText text={row.lower} /> },
]

export const FAKE_BRIDGE_COLUMNS: readonly Column<FakeBridgeRow>[] = [
  {
    id: 'name',
    title: 'Fake bridge',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'parent', title: 'Parent', value: (row) => row.parent, cell: (row) => <ObjectName name={row.parent} /> },
  { id: 'vlan', title: 'VLAN', align: 'right', value: (row) => row.vlanId, cell: (row) => row.vlanId },
  { id: 'ports', title: 'Ports', value: (row) => row.ports || null, cell: (row) => <MonoText text={row.ports} /> },
]
