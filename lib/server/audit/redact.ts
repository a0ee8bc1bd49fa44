const SECRET_KEY = /pass(word|phrase)|secret|private_?key|^token$|token_?hash|authorization|cookie|sealed/i
const MAX_TEXT = 2_000
const MAX_DEPTH = 6

/** Replaces what stands under a secret's name, cuts long texts, and drops control characters. For audit details. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === MAX_DEPTH) return '[too deep]'
  if (Array.isArray(value)) return value.slice(0, 200).map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, SECRET_KEY.test(key) ? '[redacted]' : redact(part, depth + 1)]),
  )
}

function cleanText(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, ' ')
  return printable.length > MAX_TEXT ? `${printable.slice(0, MAX_TEXT)}…` : printable
}
