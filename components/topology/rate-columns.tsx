import type { Column } from '@/components/ui/DataTable'
import { formatBitRate } from '@/lib/client/format'
import { sumRates } from '@/lib/core/rates/rate-log'
import type { PortRate } from '@/lib/core/rates/rate-meter'
import type { RateSeat } from '@/lib/core/rates/rate-seat'

type RateColumn = { id: string; title: string; directionOf: (seat: RateSeat) => 'rx' | 'tx' }

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
  seatOf: (row: Row) => RateSeat | null,
): Column<Row>[] {
  return columns.map(({ id, title, directionOf }) => {
    const bpsOf = (row: Row): number | null => {
      const seat = seatOf(row)
      return seat === null ? null : sumRates(ports, seat.names)[directionOf(seat)].bps
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
