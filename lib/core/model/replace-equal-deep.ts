/**
 * `next`, in which every plain part that equals its counterpart in `previous` is that very part, so that whoever remembers by
 * identity sees what has changed and no more. Items of lists are paired by what they are called (see itemKey), else by place:
 * one more at the top changes none below. Other objects than plain ones and lists stay as they are.
 */
export function replaceEqualDeep<T>(previous: unknown, next: T): T {
  // What is given equals `next`, part by part, so it has its type.
  return replaceValue(previous, next) as T
}

/** What a thing is called among others: its UUID, id or name, in this order; null where it has none of them. */
export function itemKey(thing: unknown): string | null {
  if (!isPlain(thing)) return null
  const { uuid, id, name } = thing
  const key = uuid ?? id ?? name
  return typeof key === 'string' || typeof key === 'number' ? String(key) : null
}

function replaceValue(a: unknown, b: unknown): unknown {
  if (Object.is(a, b)) return a
  if (Array.isArray(a) && Array.isArray(b)) return replaceList(a, b)
  if (isPlain(a) && isPlain(b)) return replaceObject(a, b)
  return b
}

function replaceList(a: readonly unknown[], b: readonly unknown[]): readonly unknown[] {
  const called = new Map(a.map((item) => [itemKey(item), item]))
  const shared = b.map((item, place) => {
    const key = itemKey(item)
    return replaceValue(key === null ? a[place] : called.get(key), item)
  })
  return shared.length === a.length && shared.every((item, place) => Object.is(item, a[place])) ? a : shared
}

function replaceObject(a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(b).map(
    ([key, value]) => [key, Object.hasOwn(a, key) ? replaceValue(a[key], value) : value] as const,
  )
  const isSame =
    entries.length === Object.keys(a).length &&
    entries.every(([key, value]) => Object.hasOwn(a, key) && Object.is(value, a[key]))
  return isSame ? a : Object.fromEntries(entries)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
