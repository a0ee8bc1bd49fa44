/** Splits an exec string as a shell splits it: blanks, '…', "…" and backslash. No expansion of any kind. */
export const splitWords = (text: string): string[] => {
  const words: string[] = []
  let word: string | null = null
  for (const [whole, bare, single, double, escaped] of text.matchAll(
    /([^\s'"\\]+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|\s+/gs,
  )) {
    const part = bare ?? single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped
    if (part !== undefined) word = (word ?? '') + part
    else if (whole.trim() === '' && word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}
