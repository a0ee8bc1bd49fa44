import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { salvageRows } from './salvage-rows'

/** An object out of JSON text. Read it only through the functions below: they see own properties only, never prototypes. */
export type JsonObject = Readonly<Record<string, unknown>>

const EMPTY_OBJECT: JsonObject = Object.freeze({})

/** JSON text to a value. `at` is "offset n of m" where V8 tells the place (truncated text ends there). */
export function parseJson(text: string): Parsed<unknown> {
  if (text.trim() === '') return unparsed('wanted JSON, found nothing', 'offset 0')
  try {
    return parsed(JSON.parse(text) as unknown)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const position = /position (\d+)/.exec(reason)?.[1]
    return unparsed('wanted JSON, found text that is none', `offset ${position ?? text.length} of ${text.length}`)
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldOf(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function objectField(object: JsonObject, key: string): JsonObject {
  const value = fieldOf(object, key)
  return isJsonObject(value) ? value : EMPTY_OBJECT
}

export function arrayField(object: JsonObject, key: string): readonly unknown[] {
  const value = fieldOf(object, key)
  return Array.isArray(value) ? value : []
}

/** Non-empty text, else null. */
export function textField(object: JsonObject, key: string): string | null {
  const value = fieldOf(object, key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A whole number within the safe range, also where a tool prints it as text ("20"), else null. */
export function intField(object: JsonObject, key: string): number | null {
  const value = fieldOf(object, key)
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}

/** True for true, 1 and "on"; anything else, also absence, is the given default or false. */
export function flagField(object: JsonObject, key: string, absent = false): boolean {
  const value = fieldOf(object, key)
  if (value === undefined) return absent
  return value === true || value === 1 || value === 'on'
}

export function textsField(object: JsonObject, key: string): string[] {
  return arrayField(object, key).filter((value): value is string => typeof value === 'string')
}

/** The rows of a list: those that were understood, and the raw text of those that were not (at most 2,000 characters each). */
export type Rows<T> = { rows: T[]; rejected: string[] }

/**
 * JSON text holding a list of objects, as iproute2 prints it. `read` gives null for a row it cannot understand. Empty
 * objects are dropped: `ip -j link show type X` prints one for each link of another type. A row that is no JSON costs
 * itself alone. `mend` undoes a known fault of old versions, in text that is no JSON as it came.
 */
export function parseJsonRows<T>(
  text: string,
  read: (row: JsonObject) => T | null,
  mend: (text: string) => string = (same) => same,
): Parsed<Rows<T>> {
  const json = parseJson(text)
  if (json.ok) return sortOut(json.value, [], read)
  const salvaged = salvageRows(mend(text))
  return salvaged === null ? json : sortOut(salvaged.rows, salvaged.broken, read)
}

function sortOut<T>(list: unknown, broken: readonly string[], read: (row: JsonObject) => T | null): Parsed<Rows<T>> {
  if (!Array.isArray(list)) return unparsed(`wanted a JSON list, found ${describe(list)}`, '$')
  const result: Rows<T> = { rows: [], rejected: broken.map(cut) }
  for (const row of list as unknown[]) {
    if (isJsonObject(row) && Object.keys(row).length === 0) continue
    const value = isJsonObject(row) ? read(row) : null
    if (value === null) result.rejected.push(cut(JSON.stringify(row)))
    else result.rows.push(value)
  }
  return parsed(result)
}

const cut = (raw: string): string => raw.slice(0, 2_000)

function describe(value: unknown): string {
  if (value === null) return 'null'
  return isJsonObject(value) ? 'an object' : `a ${typeof value}`
}
