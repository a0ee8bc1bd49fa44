const PIECES = /\d+|\D+/g

/** Orders names as people count: vnet2 before vnet10. Depends on no locale, so that every host and browser agrees. */
export const compareNatural = (a: string, b: string): number => {
  if (a === b) return 0
  const left = a.match(PIECES) ?? []
  const right = b.match(PIECES) ?? []
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = comparePieces(left[i] ?? '', right[i] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length || (a < b ? -1 : 1)
}

const comparePieces = (a: string, b: string): number => {
  const isNumber = (text: string) => text >= '0' && text < ':'
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}

/** For `sort`: compares by a text that each item gives. */
export const byNatural =
  <T>(textOf: (item: T) => string) =>
  (a: T, b: T): number =>
    compareNatural(textOf(a), textOf(b))
