/** The numbers an 802.1Q tag can carry for a frame's VLAN; 0 and 4095 are reserved (IEEE 802.1Q-2022, 9.6). */
export const MIN_VLAN_ID = 1
export const MAX_VLAN_ID = 4094
/** So many VLANs there are. */
export const ALL_VLANS = MAX_VLAN_ID - MIN_VLAN_ID + 1

export type VlanRange = { from: number; to: number }
export type VlanRangesResult = { ok: true; ids: number[] } | { ok: false; message: string }

/** Why `text` is not one VLAN, or undefined when it is. */
export function validateVlanId(text: string): string | undefined {
  const trimmed = text.trim()
  if (!/^\d{1,9}$/.test(trimmed)) return `Wanted one VLAN from ${MIN_VLAN_ID} to ${MAX_VLAN_ID}, e.g. 125`
  return outOfRange(Number(trimmed))
}

/** Why `text` is not a list of VLANs, or undefined when it is. */
export function validateVlanRanges(text: string): string | undefined {
  const result = parseVlanRanges(text)
  return result.ok ? undefined : result.message
}

/** "100-110,125" to its VLANs, ascending, each once. Blanks are free; empty text is no VLAN at all. */
export function parseVlanRanges(text: string): VlanRangesResult {
  if (text.trim() === '') return { ok: true, ids: [] }
  const ids = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(part)
    if (match?.[1] === undefined)
      return { ok: false, message: `"${part.trim().slice(0, 20)}" is not a VLAN or a range: write e.g. 100-110,125` }
    const from = Number(match[1])
    const to = match[2] === undefined ? from : Number(match[2])
    const message = outOfRange(from) ?? outOfRange(to)
    if (message !== undefined) return { ok: false, message }
    if (to < from) return { ok: false, message: `${from}-${to} runs backwards: write ${to}-${from}` }
    for (let id = from; id <= to; id += 1) ids.add(id)
  }
  return { ok: true, ids: [...ids].sort((a, b) => a - b) }
}

/** VLANs in any order to the shortest ascending ranges. */
export function toVlanRanges(ids: Iterable<number>): VlanRange[] {
  const ranges: VlanRange[] = []
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && id === last.to + 1) last.to = id
    else ranges.push({ from: id, to: id })
  }
  return ranges
}

/** VLANs in any order to "100-110,125". */
export function formatVlanRanges(ids: Iterable<number>): string {
  return toVlanRanges(ids)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`))
    .join(',')
}

function outOfRange(id: number): string | undefined {
  if (id >= MIN_VLAN_ID && id <= MAX_VLAN_ID) return undefined
  const why = id === 0 || id === 4095 ? `${id} is reserved` : `${id} is too large`
  return `${why}: VLANs run from ${MIN_VLAN_ID} to ${MAX_VLAN_ID}`
}
