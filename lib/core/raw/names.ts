import { arrayField, isJsonObject, objectField, parseJson, textField } from '../parse/json'
import type { JsonObject } from '../parse/json'
import type { OvsdbRow, OvsdbTables } from '../parse/ovsdb'
import { references, rowsOf, text, uuidOf } from '../parse/ovsdb'

/** Rows of iproute2's JSON. Null: it is none. */
export function jsonRows(json: string): JsonObject[] | null {
  const value = parseJson(json)
  if (!value.ok || !Array.isArray(value.value)) return null
  return (value.value as unknown[]).filter(isJsonObject).filter((row) => Object.keys(row).length > 0)
}

/** Who is whose on a host, by name. */
export type Names = {
  /** Another name for what is called anew each time it is made: a guest's tap, by its MAC address. */
  same: (name: string) => string
  isTap: (name: string) => boolean
  /** What a link, port or bridge hangs on. */
  hangsOn: (name: string) => string[]
}

export function namesOf(links: readonly JsonObject[], ovsdb: OvsdbTables | null): Names {
  const byName = new Map(links.map((link) => [textField(link, 'ifname') ?? '', link]))
  const attachments = attachmentsOf(ovsdb)
  const isTap = (name: string): boolean => {
    const link = byName.get(name)
    if (link === undefined || !/^(?:vnet|macvtap)\d+$/.test(name)) return false
    return ['tun', 'macvtap'].includes(textField(objectField(link, 'linkinfo'), 'info_kind') ?? '')
  }
  return {
    same: (name) => (isTap(name) ? `tap of ${textField(byName.get(name) ?? {}, 'address') ?? name}` : name),
    isTap,
    hangsOn: (name) => {
      const link = byName.get(name) ?? {}
      return [textField(link, 'master'), textField(link, 'link'), ...(attachments.get(name) ?? [])].flatMap((other) =>
        other === null || other === name ? [] : [other],
      )
    },
  }
}

/** Of every port and interface of Open vSwitch: its bridge, and the interface's port. */
function attachmentsOf(tables: OvsdbTables | null): ReadonlyMap<string, string[]> {
  const attachments = new Map<string, string[]>()
  if (tables === null) return attachments
  const byUuid = rowIndex(tables)
  for (const bridge of rowsOf(tables, 'Bridge'))
    for (const port of references(bridge, 'ports').flatMap((uuid) => byUuid.get(uuid) ?? [])) {
      const names = [text(bridge, 'name') ?? '', text(port, 'name') ?? '']
      attachments.set(names[1] ?? '', [names[0] ?? ''])
      for (const iface of references(port, 'interfaces').flatMap((uuid) => byUuid.get(uuid) ?? []))
        attachments.set(text(iface, 'name') ?? '', names)
    }
  return attachments
}

export const rowIndex = (tables: OvsdbTables): ReadonlyMap<string, OvsdbRow> =>
  new Map([...tables.values()].flat().map((row) => [uuidOf(row), row]))

/** Names that routes leave by. */
export const devicesOf = (route: JsonObject): string[] =>
  [route, ...arrayField(route, 'nexthops').filter(isJsonObject)].flatMap((hop) => textField(hop, 'dev') ?? [])
