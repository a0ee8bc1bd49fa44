import { groupBy } from '../../observe/in-order'

/** A thing by its name and the box it stands in, "" where it stands in none: port Ethernet11 of tor-a. */
export type PlacedName = { place: string; name: string }

/**
 * Each place once, in the order given: "tor-a Ethernet11, Ethernet12; tor-b Ethernet1". `comma` and `semicolon`: what stands
 * between names of one place, and between places.
 */
export function placedNames(all: readonly PlacedName[], comma = ', ', semicolon = '; '): string {
  const byPlace = groupBy(all, ({ place }) => place)
  return [...byPlace]
    .map(([place, names]) => `${place} ${names.map(({ name }) => name).join(comma)}`.trim())
    .join(semicolon)
}
