/** Spreadsheets run what begins like this as a formula (OWASP, "CSV injection"); names of host objects are not ours to trust. */
const FORMULA_START = /^[=+\-@\t\r]/

/** One cell; text that a spreadsheet would run begins with an apostrophe. */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of RFC 4180 text, with its CRLF. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`
