/** A map's entries in one order: equal settings, equal text. */
export const sortedMap = (map: Record<string, string>): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(' ')
