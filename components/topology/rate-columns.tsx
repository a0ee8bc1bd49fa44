import type { Column } from '@/components/ui/DataTable'
import { formatBitRate } from '@/lib/client/format'
import { sumRates } from '@/lib/core/rates/rate-log'
import type { PortRate } from '@/lib/core/rates/rate-meter'
import type { RateSource } from '@/lib/core/rates/rate-source'

type RateColumn = { id: string; title: string; directionOf: (source: RateSource) => 'rx' | 'tx' }

/** Rows are guests' NICs: their own view, whatever the device between counts. */
export const GUEST_RATES: readonly RateColumn[] = [
  {
    id: 'from-guest',
    title: 'From the guest',
    directionOf: ({ towardsGuest }) => (towardsGuest === 'rx' ? 'tx' : 'rx'),
  },
  { id: 'to-guest', title: 'To the guest', directionOf: ({ towardsGuest }) => towardsGuest },
]
/** Rows differ in kind: the host's view. */
export const OBJECT_RATES: readonly RateColumn[] = [
  { id: 'received', title: 'Host receives', directionOf: () => 'rx' },
  { id: 'sent', title: 'Host sends', directionOf: () => 'tx' },
]

/** Columns of what each row's port carries now; a dash where a row has no port. */
export function rateColumns<Row>(
  columns: readonly RateColumn[],
  ports: readonly PortRate[],
  sourceOf: (row: Row) => RateSource | null,
): Column<Row>[] {
  return columns.map(({ id, title, directionOf }) => {
    const bpsOf = (row: Row): number | null => {
      const source = sourceOf(row)
      return source === null ? null : sumRates(ports, source.names)[directionOf(source)].bps
    }
    return {
      id,
      title,
      value: bpsOf,
      cell: (row) => {
        const bps = bpsOf(row)
        return <span className="whitespace-nowrap tabular-nums">{bps === null ? '–' : formatBitRate(bps)}</span>
      },
    }
  })
}
