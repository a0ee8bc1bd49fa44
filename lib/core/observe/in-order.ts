import type { Route } from '../model/link'

/** Order by code units, the same on every machine: a locale's order would move nodes of the picture between servers. */
export function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [textOf(a), textOf(b)]
    return left < right ? -1 : left > right ? 1 : 0
  }
}

export const byName = byText<{ name: string }>((item) => item.name)

/** Items by key, each group in the given order. (Map.groupBy needs Node 21.) */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** By family, table, destination, metric: as a routing table is read. */
export const routeOrder = (route: Route): string =>
  [
    route.family,
    route.table,
    route.destination,
    String(route.metric ?? 0).padStart(10, '0'),
    route.link,
    route.gateway,
  ].join(' ')
