/** Free text from a host (descriptions, aliases), fit to be shown: no control characters, one line, at most `limit` characters. */
export function plainText(text: string, limit = 1_000): string {
  return text
    .slice(0, limit * 4)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, limit)
}
