import type { Column } from '@/components/ui/DataTable'
import type { Health } from '@/lib/core/topology/graph/graph'
import type { WiringRow } from '@/lib/core/path/wiring-rows'
import { HealthGlyph } from './HealthGlyph'
import { HEALTH_WORDS } from './node-words'
import { NameCell, NamesCell, StateCell } from './TableCells'

const HEALTH_OF = new Map(Object.entries(HEALTH_WORDS).map(([health, word]) => [word, health as Health])) // keys of a Record<Health, …>

type TextKey = Exclude<keyof WiringRow, 'nodeId'>

const textColumn = (id: TextKey, title: string, isName = false): Column<WiringRow> => ({
  id,
  title,
  isName,
  value: (row) => row[id] || null,
  cell: (row) => <NamesCell>{row[id] || '–'}</NamesCell>,
})

/** A guest NIC and its whole way, from the MAC to the switch port. */
export function guestNicColumns(onSelect: (id: string) => void): Column<WiringRow>[] {
  return [
    {
      id: 'guest',
      title: 'Guest',
      isName: true,
      value: (row) => row.guest,
      cell: (row) => (
        <NameCell onSelect={() => onSelect(row.nodeId)}>
          {row.guest} · {row.nic}
        </NameCell>
      ),
    },
    {
      id: 'state',
      title: 'State',
      value: (row) => [row.state, row.reason].filter(Boolean).join(': '),
      cell: (row) => (
        <StateCell title={row.reason}>
          <HealthGlyph health={HEALTH_OF.get(row.state) ?? 'unknown'} />
          {row.state}
        </StateCell>
      ),
    },
    textColumn('mac', 'MAC'),
    textColumn('tap', 'Tap'),
    textColumn('portgroup', 'Portgroup'),
    textColumn('bridge', 'Bridge'),
    textColumn('vlans', 'VLANs'),
    textColumn('uplinks', 'Uplinks'),
    textColumn('switchPorts', 'Switch ports'),
  ]
}

/** The same for a file: guest and NIC apart, and why a state is what it is. */
export const GUEST_NIC_EXPORT: Column<WiringRow>[] = [
  textColumn('guest', 'Guest', true),
  textColumn('nic', 'NIC'),
  textColumn('mac', 'MAC'),
  textColumn('tap', 'Tap'),
  textColumn('portgroup', 'Portgroup'),
  textColumn('bridge', 'Bridge'),
  textColumn('vlans', 'VLANs'),
  textColumn('uplinks', 'Uplinks'),
  textColumn('switchPorts', 'Switch ports'),
  textColumn('state', 'State'),
  textColumn('reason', 'Reason'),
]
