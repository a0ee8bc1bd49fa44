import type { Rows } from '../parse/json'
import { plainText } from '../parse/plain-text'
import { parseTools } from '../parse/system'
import type { Problem } from './observed'
import { takeFact } from './observed'
import type { RawFacts, ReadCommand } from './read-command'
import { TOOL_FACTS } from './system-commands'

/** What the system's facts hold; null where they were not read. */
export const iproute2Version = (facts: RawFacts): string | null =>
  takeFact(facts, TOOL_FACTS, parseTools).value?.get('ip')?.version ?? null

/**
 * A problem where rows of a list were not understood, all others having been read. It is `about` the links that those rows
 * name: their own, and those that they stand on or are in. A row without a name could be anybody's.
 */
export function unreadRows<T>(command: ReadCommand, rows: Rows<T> | null, version: string | null): Problem[] {
  const rejected = rows?.rejected ?? []
  if (rejected.length === 0) return []
  const own = rejected.map((raw) => textOf(raw, 'ifname'))
  const isNamed = own.every((name) => name !== null)
  const names = [...new Set(own.flatMap((name) => name ?? []))]
  const about = ['ifname', 'master', 'link'].flatMap((key) => rejected.flatMap((raw) => textOf(raw, key) ?? []))
  const which = isNamed
    ? `about ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`
    : 'of its list'
  const what = rejected.length === 1 ? `a row ${which}` : `${rejected.length} rows ${which}`
  const cure = version === null ? 'A newer iproute2' : `This is iproute2 ${plainText(version, 40)}: a newer one`
  return [
    {
      command: command.display,
      code: 'invalid_output',
      message: `${command.tool} gave ${what} that we cannot read; the others were read. ${cure} may print it right.`,
      ...(isNamed && { about: [...new Set(about)] }),
    },
  ]
}

/** The first text under this key in what may be no JSON, fit to be shown; a row's own name comes before all that it holds. */
function textOf(raw: string, key: string): string | null {
  const found = new RegExp(`"${key}":\\s*"([^"\\\\]{1,60})"`).exec(raw)?.[1]
  return found === undefined ? null : plainText(found, 60)
}
