import { createHash } from 'node:crypto'

/** What the first entry stands on. The migration's trigger knows the same word. */
export const GENESIS = 'genesis'

/** An entry as stored, without its hash. `detail` is canonical JSON text. */
export type ChainedEntry = {
  seq: number
  at: Date
  actor: string
  address: string | null
  action: string
  target: string | null
  detail: string
  prevHash: string
}

/** SHA-256 in hex over the hash before and the entry's fields as one JSON array: no two entries share a text. */
export function hashEntry(entry: ChainedEntry): string {
  const { prevHash, seq, at, actor, address, action, target, detail } = entry
  return createHash('sha256')
    .update(JSON.stringify([prevHash, seq, at.toISOString(), actor, address, action, target, detail]))
    .digest('hex')
}

/** What is wrong with `entry` on top of an entry with `previous`' seq and hash; null: nothing. */
export function checkEntry(
  entry: ChainedEntry & { hash: string },
  previous: { seq: number; hash: string },
): string | null {
  if (entry.seq !== previous.seq + 1) return `entry ${previous.seq + 1} is missing`
  if (entry.prevHash !== previous.hash) return 'it does not stand on the entry before it'
  if (entry.hash !== hashEntry(entry)) return 'its fields are not what was written'
  return null
}

/** JSON with sorted keys, so that equal details give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
