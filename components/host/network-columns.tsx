import { Badge } from '@/components/ui/Badge'
import type { Column } from '@/components/ui/DataTable'
import { Icon } from '@/components/ui/Icon'
import { MonoText, NONE, ObjectName, StateCell, WiringLink } from './cells'
import type { NetworkRow, PortgroupRow } from './network-rows'

const startWords = ({ network }: NetworkRow): string =>
  !network.isPersistent ? 'transient' : network.isAutostart ? 'with the host' : 'by hand'

export const NETWORK_COLUMNS: readonly Column<NetworkRow>[] = [
  {
    id: 'name',
    title: 'Network',
    isName: true,
    value: (row) => row.network.name,
    cell: (row) => <WiringLink name={row.network.name} nodeId={row.id} />,
  },
  {
    id: 'state',
    title: 'State',
    value: (row) => (row.network.isActive ? 'active' : 'inactive'),
    cell: (row) => (
      <StateCell glyph={row.network.isActive ? 'ok' : 'off'}>{row.network.isActive ? 'active' : 'inactive'}</StateCell>
    ),
  },
  { id: 'start', title: 'Starts', value: startWords, cell: (row) => startWords(row) },
  {
    id: 'forward',
    title: 'Forward mode',
    value: (row) => row.network.forwardMode,
    cell: (row) => <MonoText text={row.network.forwardMode} />,
  },
  {
    id: 'leaves',
    title: 'Bridge or link',
    value: (row) => row.leavesBy || null,
    cell: (row) => <MonoText text={row.leavesBy} />,
  },
  { id: 'vlan', title: 'VLAN', value: (row) => row.vlan, cell: (row) => <MonoText text={row.vlan} /> },
  {
    id: 'addresses',
    title: 'Addresses',
    value: (row) => row.addresses || null,
    cell: (row) => <MonoText text={row.addresses} />,
  },
  {
    id: 'nics',
    title: 'Guest NICs',
    align: 'right',
    value: (row) => row.guestNics,
    cell: (row) => row.guestNics,
  },
  {
    id: 'stored',
    title: 'Running = stored',
    value: (row) => (row.network.differsFromStored ? 'differs' : 'yes'),
    cell: (row) => (row.network.differsFromStored ? <Badge tone="warn">differs after a restart</Badge> : 'yes'),
  },
]

const FROM_WORDS = { portgroup: 'portgroup', network: 'network', none: 'not set' } as const

export const PORTGROUP_COLUMNS: readonly Column<PortgroupRow>[] = [
  {
    id: 'name',
    title: 'Portgroup',
    isName: true,
    value: (row) => row.name,
    cell: (row) => (
      <span className="inline-flex items-center gap-1.5">
        <WiringLink name={row.name} nodeId={row.id} />
        {row.isDefault && (
          <span className="inline-flex items-center gap-1 text-11 text-fg-2">
            <Icon name="star" />
            default
          </span>
        )}
      </span>
    ),
  },
  { id: 'network', title: 'Network', value: (row) => row.network, cell: (row) => <ObjectName name={row.network} /> },
  { id: 'vlan', title: 'VLAN', value: (row) => row.vlan, cell: (row) => <MonoText text={row.vlan} /> },
  { id: 'from', title: 'VLAN set by', value: (row) => row.vlanFrom, cell: (row) => FROM_WORDS[row.vlanFrom] },
  {
    id: 'virtualport',
    title: 'Virtual port',
    value: (row) => row.virtualPort,
    cell: (row) => row.virtualPort ?? NONE,
  },
  { id: 'nics', title: 'Guest NICs', align: 'right', value: (row) => row.guestNics, cell: (row) => row.guestNics },
]
