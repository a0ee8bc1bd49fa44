'use client'

import { Menu } from '@/components/ui/Menu'
import { downloadText, toCsv, toJson } from '@/lib/client/export-table'
import type { ExportColumn } from '@/lib/client/export-table'

type Props<Row> = {
  /** Without an ending: "kvm1-guests". */
  fileName: string
  columns: readonly ExportColumn<Row>[]
  rows: readonly Row[]
}

/** Saves the rows as they are shown: filtered and in their order. */
export function ExportMenu<Row>({ fileName, columns, rows }: Props<Row>) {
  return (
    <Menu
      trigger="Export"
      items={[
        {
          id: 'csv',
          label: 'CSV',
          icon: 'table',
          onSelect: () => downloadText(`${fileName}.csv`, 'text/csv;charset=utf-8', toCsv(columns, rows)),
        },
        {
          id: 'json',
          label: 'JSON',
          icon: 'download',
          onSelect: () => downloadText(`${fileName}.json`, 'application/json', toJson(columns, rows)),
        },
      ]}
    />
  )
}
