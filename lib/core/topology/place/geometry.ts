/*
 * The fixed geometry of the wiring lens, in pixels at 100 % zoom. It mirrors the design tokens (--rank-*, --channel-*, --h-row,
 * --track): change both together.
 */
import type { Rank } from '../graph/graph'
import { RANKS } from '../graph/kinds'

export type Column = { rank: Rank; title: string; x: number; width: number }

const WIDTHS: Record<Rank, { title: string; width: number; channelAfter: number }> = {
  switch: { title: 'Switch port', width: 76, channelAfter: 36 },
  nic: { title: 'NIC', width: 92, channelAfter: 28 },
  bond: { title: 'Bond', width: 116, channelAfter: 28 },
  'vlan-link': { title: 'VLAN link', width: 108, channelAfter: 32 },
  bridge: { title: 'Bridge', width: 204, channelAfter: 28 },
  network: { title: 'Portgroup · network', width: 104, channelAfter: 24 },
  tap: { title: 'Tap · macvtap', width: 88, channelAfter: 36 },
  guest: { title: 'Guest', width: 108, channelAfter: 16 },
}

const MARGIN_LEFT = 12

/** An empty rank keeps its column: the same thing is always at the same place. */
export const COLUMNS: readonly Column[] = RANKS.map((rank, index) => ({
  rank,
  title: WIDTHS[rank].title,
  width: WIDTHS[rank].width,
  x: RANKS.slice(0, index).reduce((x, left) => x + WIDTHS[left].width + WIDTHS[left].channelAfter, MARGIN_LEFT),
}))

export const columnIndex = (rank: Rank): number => RANKS.indexOf(rank)

export const columnAt = (index: number): Column => {
  const column = COLUMNS[index]
  if (!column) throw new RangeError(`there are ${COLUMNS.length} columns, not ${index + 1}`)
  return column
}

export const columnOf = (rank: Rank): Column => columnAt(columnIndex(rank))

export const ROW = 24
export const HALF_ROW = ROW / 2
/** Network nodes and taps leave 2 px of their row free above and below. */
export const SLIM_ROW = 20
/** NIC, VLAN link, tunnel end: name and one line. */
export const CARD = 40
/** Distance of two stacked members of a bond. */
export const CARD_PITCH = 48
/** A bond has three lines, however few its members. */
export const BOND_LEAST = 64
export const SWITCH_HEADER = 28

export const GAP = { bands: 12, groups: 20, cards: 8, guests: 8 }
/** Under the host's title. */
export const TOP = 40

export const HOST_LEFT = 104
export const HOST_TOP = 8
export const HOST_PADDING = 12

export const TRACK_SPACING = 6
/** Distance of the track nearest the guests from the column at its right. */
export const TRACK_INSET = 12
/** No track is nearer than this to the column at its left. */
export const TRACK_MARGIN = 5

export const NOTE = { width: 116, height: 40, inline: 20 }
