/** A thing by its name and the box it stands in, "" where it stands in none: port Ethernet11 of tor-a. */
export type PlacedName = { place: string; name: string }

/**
 * Each place once, in the order given: "tor-a Ethernet11, Ethernet12; tor-b Ethernet1". `comma` and `semicolon`: what stands
 * between names of one place, and between places.
 */
export function placedNames(all: readonly PlacedName[], comma = ', ', semicolon = '; '): string {
  const byPlace = new Map<string, string[]>()
  for (const { place, name } of all) {
    const names = byPlace.get(place)
    if (names) names.push(name)
    else byPlace.set(place, [name])
  }
  return [...byPlace].map(([place, names]) => `${place} ${names.join(comma)}`.trim()).join(semicolon)
}
