import type { PortVlanEntry } from '../machine/state'

export const DEFAULT_PVID: PortVlanEntry = { from: 1, to: 1, isPvid: true, isEgressUntagged: true }

const expand = (entries: readonly PortVlanEntry[]): Map<number, PortVlanEntry> => {
  const byId = new Map<number, PortVlanEntry>()
  for (const entry of entries)
    for (let id = entry.from; id <= entry.to; id += 1) byId.set(id, { ...entry, from: id, to: id })
  return byId
}

const compress = (byId: Map<number, PortVlanEntry>): PortVlanEntry[] => {
  const rows: PortVlanEntry[] = []
  for (const [id, entry] of [...byId].sort(([a], [b]) => a - b)) {
    const last = rows.at(-1)
    const joins =
      last !== undefined &&
      last.to === id - 1 &&
      !last.isPvid &&
      !entry.isPvid &&
      last.isEgressUntagged === entry.isEgressUntagged
    if (joins) rows[rows.length - 1] = { ...last, to: id }
    else rows.push({ ...entry, from: id, to: id })
  }
  return rows
}

/** Adds VLANs to a port's table: a new PVID takes the flag from the old one, as the kernel does. */
export const addVlans = (entries: readonly PortVlanEntry[], added: PortVlanEntry): PortVlanEntry[] => {
  const byId = expand(entries)
  if (added.isPvid) for (const [id, entry] of byId) byId.set(id, { ...entry, isPvid: false })
  for (let id = added.from; id <= added.to; id += 1) byId.set(id, { ...added, from: id, to: id })
  return compress(byId)
}

export const removeVlans = (entries: readonly PortVlanEntry[], from: number, to: number): PortVlanEntry[] => {
  const byId = expand(entries)
  for (let id = from; id <= to; id += 1) byId.delete(id)
  return compress(byId)
}
