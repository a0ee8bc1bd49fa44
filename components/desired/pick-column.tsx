import type { Column } from '@/components/ui/DataTable'
import type { Picked } from './use-picked'

type Pickable = { key: string; name: string }

/** A tick box per row. Its column sorts by what is ticked. */
export const pickColumn = <Row extends Pickable>({ picked, toggle }: Picked): Column<Row> => ({
  id: 'pick',
  title: 'Pick',
  isNarrow: true,
  onPhone: 'before',
  value: ({ key }) => (picked.has(key) ? 0 : 1),
  cell: ({ key, name }) => (
    <input
      type="checkbox"
      aria-label={`Pick ${name}`}
      checked={picked.has(key)}
      onChange={() => toggle(key)}
      className="size-4 align-middle accent-(--accent) max-md:size-6"
    />
  ),
})
