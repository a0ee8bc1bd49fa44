import type { LldpNeighbour } from '../model/network-state'
import { fieldOf, flagField, intField, isJsonObject, parseJson } from './json'
import type { JsonObject, Rows } from './json'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { plainText } from './plain-text'

/**
 * `lldpcli -f json0 show neighbors details`, or `-f json` (lldpcli(8)). json0 always lists and wraps every value as
 * `[{"value": …}]`; json keys interfaces and chassis by name and prints a bare object or text for exactly one. Both are read
 * by the same functions, which take one or many of either shape. No neighbours is `{"lldp": [{}]}` or `{"lldp": {}}`.
 */
export function parseLldpNeighbours(text: string): Parsed<Rows<LldpNeighbour>> {
  const json = parseJson(text)
  if (!json.ok) return json
  if (!isJsonObject(json.value) || fieldOf(json.value, 'lldp') === undefined)
    return unparsed('wanted an object with "lldp", found none', '$')
  const result: Rows<LldpNeighbour> = { rows: [], rejected: [] }
  for (const { name, row } of interfacesOf(json.value)) {
    const neighbour = name === null ? null : readNeighbour(name, row)
    if (neighbour === null) result.rejected.push(JSON.stringify(row).slice(0, 2_000))
    else result.rows.push(neighbour)
  }
  return parsed(result)
}

type NamedRow = { name: string | null; row: JsonObject }

function interfacesOf(root: JsonObject): NamedRow[] {
  return many(fieldOf(root, 'lldp'))
    .filter(isJsonObject)
    .flatMap((lldp) => many(fieldOf(lldp, 'interface')))
    .filter(isJsonObject)
    .flatMap((entry): NamedRow[] => {
      const name = textOf(fieldOf(entry, 'name'))
      if (name !== null) return [{ name, row: entry }]
      return Object.keys(entry).map((key) => {
        const row = fieldOf(entry, key)
        return isJsonObject(row) ? { name: key, row } : { name: null, row: entry }
      })
    })
}

function readNeighbour(link: string, row: JsonObject): LldpNeighbour | null {
  const chassis = chassisOf(row)
  const port = one(fieldOf(row, 'port'))
  if (chassis === null || port === null) return null
  const chassisId = textOf(fieldOf(chassis.row, 'id'))
  const portId = textOf(fieldOf(port, 'id'))
  if (chassisId === null || portId === null) return null
  return {
    link,
    chassisId,
    chassisName: chassis.name,
    chassisDescription: textOf(fieldOf(chassis.row, 'descr')),
    portId,
    portDescription: textOf(fieldOf(port, 'descr')),
    managementAddresses: many(fieldOf(chassis.row, 'mgmt-ip')).flatMap((value) => textOf(value) ?? []),
    vlans: many(fieldOf(row, 'vlan')).flatMap(readVlan),
    ttlSeconds: integerOf(fieldOf(port, 'ttl')),
    maxFrameBytes: integerOf(fieldOf(port, 'mfs')),
  }
}

/** json0: `[{"name": [{"value": "tor-a"}], "id": …}]`; json: `{"tor-a": {"id": …}}`, and `{"id": …}` for one without a name. */
function chassisOf(row: JsonObject): NamedRow | null {
  const chassis = one(fieldOf(row, 'chassis'))
  if (chassis === null) return null
  const name = textOf(fieldOf(chassis, 'name'))
  if (fieldOf(chassis, 'id') !== undefined) return { name, row: chassis }
  const key = Object.keys(chassis)[0]
  const inner = key === undefined ? undefined : fieldOf(chassis, key)
  return key !== undefined && isJsonObject(inner) ? { name: plainText(key), row: inner } : null
}

function readVlan(value: unknown): LldpNeighbour['vlans'] {
  if (!isJsonObject(value)) return []
  const id = intField(value, 'vlan-id')
  if (id === null || id < 0 || id > 4095) return []
  return [{ id, name: textOf(fieldOf(value, 'value')), isPvid: flagField(value, 'pvid') }]
}

function many(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function one(value: unknown): JsonObject | null {
  const first = many(value)[0]
  return isJsonObject(first) ? first : null
}

/** Text, or text within `{"value": …}` (with or without `type`), or the first of a list of either. */
function textOf(value: unknown): string | null {
  const first = many(value)[0]
  const text = isJsonObject(first) ? fieldOf(first, 'value') : first
  return typeof text === 'string' && text !== '' ? plainText(text) || null : null
}

function integerOf(value: unknown): number | null {
  const text = textOf(value)
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}
