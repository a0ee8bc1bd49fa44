import { csvLine } from '../core/text/csv'

/** One column of an exported table: its title and the plain value of a row. */
export type ExportColumn<Row> = { title: string; value: (row: Row) => string | number | null }

/** RFC 4180 text with a header line; lines end in CRLF. */
export function toCsv<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ value }) => value(row)))]
  return lines.map(csvLine).join('')
}

/** The same table as a JSON list of objects, indented for people. */
export function toJson<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  return `${JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column.title, column.value(row)]))),
    null,
    2,
  )}\n`
}

/** Hands a text to the browser's download. */
export function downloadText(fileName: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.click()
  URL.revokeObjectURL(url)
}
