import { Badge } from '@/components/ui/Badge'
import type { Column } from '@/components/ui/DataTable'
import { MonoText, NONE, StateCell, WiringLink } from './cells'
import { guestGlyph } from './guest-rows'
import type { GuestNicRow, GuestRow } from './guest-rows'

const startWords = ({ guest }: GuestRow): string =>
  guest.manager === 'qemu-process'
    ? 'not listed by libvirt'
    : !guest.isPersistent
      ? 'transient'
      : guest.isAutostart
        ? 'with the host'
        : 'by hand'

export const GUEST_COLUMNS: readonly Column<GuestRow>[] = [
  {
    id: 'name',
    title: 'Guest',
    isName: true,
    value: (row) => row.guest.name,
    cell: (row) => <WiringLink name={row.guest.name} nodeId={row.id} />,
  },
  {
    id: 'state',
    title: 'State',
    value: (row) => row.guest.state,
    cell: (row) => <StateCell glyph={guestGlyph(row.guest)}>{row.guest.state}</StateCell>,
  },
  { id: 'start', title: 'Starts', value: startWords, cell: (row) => startWords(row) },
  { id: 'nics', title: 'NICs', align: 'right', value: (row) => row.nicCount, cell: (row) => row.nicCount },
  {
    id: 'differs',
    title: 'Running = stored',
    value: (row) => row.differing,
    cell: (row) =>
      row.differing === 0 ? 'yes' : <Badge tone="warn">{`${row.differing} of ${row.nicCount} NICs differ`}</Badge>,
  },
  {
    id: 'machine',
    title: 'Machine',
    value: (row) => row.guest.machineType,
    cell: (row) => <MonoText text={row.guest.machineType} />,
  },
]

export const GUEST_NIC_COLUMNS: readonly Column<GuestNicRow>[] = [
  {
    id: 'guest',
    title: 'Guest',
    value: (row) => row.guestName,
    cell: (row) => <WiringLink name={row.guestName} nodeId={row.guestId} />,
  },
  {
    id: 'nic',
    title: 'NIC',
    isName: true,
    value: (row) => row.nic.name,
    cell: (row) => <WiringLink name={row.nic.name} nodeId={row.id} />,
  },
  { id: 'mac', title: 'MAC', value: (row) => row.mac, cell: (row) => <MonoText text={row.mac} /> },
  { id: 'source', title: 'Plugged into', value: (row) => row.source, cell: (row) => <MonoText text={row.source} /> },
  { id: 'target', title: 'Tap or macvtap', value: (row) => row.target, cell: (row) => <MonoText text={row.target} /> },
  { id: 'vlan', title: 'VLAN', value: (row) => row.vlan, cell: (row) => <MonoText text={row.vlan} /> },
  { id: 'model', title: 'Model', value: (row) => row.model, cell: (row) => row.model ?? NONE },
  {
    id: 'link',
    title: 'Link',
    value: (row) => row.linkState,
    cell: (row) => (
      <StateCell glyph={row.isRunning && row.linkState === 'up' ? 'ok' : 'off'}>{row.linkState}</StateCell>
    ),
  },
  {
    id: 'differences',
    title: 'Running = stored',
    value: (row) => row.differences.join('; ') || 'yes',
    cell: (row) =>
      row.differences.length === 0 ? (
        'yes'
      ) : (
        <ul className="max-w-80 text-warn">
          {row.differences.map((difference) => (
            <li key={difference} className="break-words">
              ≠ {difference}
            </li>
          ))}
        </ul>
      ),
  },
]
