/**
 * `today` with everything that differs between `from` and `to` as `to` has it: what others changed beside stays. Objects are
 * merged key by key, lists and plain values as a whole.
 */
export function threeWay<T>(today: T, from: T, to: T): T {
  if (isEqual(from, to)) return today
  if (!isRecord(today) || !isRecord(from) || !isRecord(to)) return to
  const keys = [...new Set([...Object.keys(today), ...Object.keys(to)])].filter(
    (key) => Object.hasOwn(to, key) || !Object.hasOwn(from, key),
  )
  // Key by key of T's own shape.
  return Object.fromEntries(
    keys
      .map((key) => [key, threeWay(today[key], from[key], to[key])] as const)
      .filter(([, value]) => value !== undefined),
  ) as T
}

type Fields = Record<string, unknown>
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
}
