import { z } from 'zod'

/** One object of the host in its own tools' words, attribute by attribute. */
export type RawRecord = {
  /** The same for the same object at two moments. */
  key: string
  /** For people: "eth1", "OVS port pz". */
  words: string
  /** The link, port or bridge that it belongs to, and what that hangs on: its bridge, its bond, the link below. */
  about: readonly string[]
  hangsOn: readonly string[]
  /** Comes and goes with a guest. */
  isTap: boolean
  /** Read when it is needed: most objects of a host are never compared. */
  read: () => Readonly<Record<string, string>>
}

/** As kept in the change's row. `isOwn`: touched by the change itself, and not only hanging on what is. */
export const KeptRecord = z.object({
  key: z.string(),
  words: z.string(),
  about: z.array(z.string()),
  isOwn: z.boolean(),
  isTap: z.boolean(),
  attributes: z.record(z.string(), z.string()),
})
export type KeptRecord = z.infer<typeof KeptRecord>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value of JSON as attributes by path: "linkinfo.info_data.stp_state" → "0". Keys for which `isLeftOut` holds are not in it. */
export function flatten(
  value: unknown,
  isLeftOut: (key: string) => boolean,
  path = '',
  into: Record<string, string> = {},
): Record<string, string> {
  if (!isRecord(value)) {
    into[path] = scalar(value)
    return into
  }
  for (const [key, item] of Object.entries(value))
    if (!isLeftOut(key)) flatten(item, isLeftOut, path === '' ? key : `${path}.${key}`, into)
  return into
}

/** Lists as sets: none of those that are compared has an order that means something. */
function scalar(value: unknown): string {
  if (Array.isArray(value)) return value.map(scalar).sort().join(' ')
  return typeof value === 'string' ? value : isRecord(value) ? stable(value) : String(value)
}

/** JSON with its keys in order. */
export const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  )
