/** One column of an exported table: its title and the plain value of a row. */
export type ExportColumn<Row> = { title: string; value: (row: Row) => string | number | null }

/** Spreadsheets run what begins like this as a formula (OWASP, "CSV injection"); names of host objects are not ours to trust. */
const FORMULA_START = /^[=+\-@\t\r]/

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 text with a header line; lines end in CRLF. */
export function toCsv<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => csvCell(column.title)),
    ...rows.map((row) => columns.map((column) => csvCell(column.value(row)))),
  ]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
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
