import { byText } from '../observe/in-order'

/** The list with the item of this key as given, null: without it; a new one at its place in the order. */
export function replace<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  key: string,
  value: T | null,
  order: (a: T, b: T) => number = byText(keyOf),
): T[] {
  return replaceAt(
    list,
    list.findIndex((item) => keyOf(item) === key),
    value,
    order,
  )
}

/** The same by place; `at` -1: it is not in the list. */
export function replaceAt<T>(list: readonly T[], at: number, value: T | null, order: (a: T, b: T) => number): T[] {
  if (value === null) return list.filter((_, index) => index !== at)
  if (at >= 0) return list.map((item, index) => (index === at ? value : item))
  return [...list, value].sort(order)
}
