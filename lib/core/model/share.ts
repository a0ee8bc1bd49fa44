/**
 * `next`, in which every plain part that equals its counterpart in `previous` is that very part, so that whoever remembers by
 * identity sees what has changed and no more. Items of lists are paired by what they are called (see callOf), else by place:
 * one more at the top changes none below. Other objects than plain ones and lists stay as they are.
 */
export function share<T>(previous: unknown, next: T): T {
  // What is given equals `next`, part by part, so it has its type.
  return shareValue(previous, next) as T
}

/** What a thing is called among others: its UUID, id or name, in this order; null where it has none of them. */
export function callOf(thing: unknown): string | null {
  if (!isPlain(thing)) return null
  const { uuid, id, name } = thing
  const call = uuid ?? id ?? name
  return typeof call === 'string' || typeof call === 'number' ? String(call) : null
}

function shareValue(a: unknown, b: unknown): unknown {
  if (Object.is(a, b)) return a
  if (Array.isArray(a) && Array.isArray(b)) return shareList(a, b)
  if (isPlain(a) && isPlain(b)) return shareObject(a, b)
  return b
}

function shareList(a: readonly unknown[], b: readonly unknown[]): readonly unknown[] {
  const called = new Map(a.map((item) => [callOf(item), item]))
  const shared = b.map((item, place) => {
    const call = callOf(item)
    return shareValue(call === null ? a[place] : called.get(call), item)
  })
  return shared.length === a.length && shared.every((item, place) => Object.is(item, a[place])) ? a : shared
}

function shareObject(a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(b).map(
    ([key, value]) => [key, Object.hasOwn(a, key) ? shareValue(a[key], value) : value] as const,
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
