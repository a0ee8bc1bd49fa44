import { joinBytes } from './frame'

export type ScannedPart = { kind: 'bytes'; bytes: Uint8Array } | { kind: 'line'; fields: string[] }

const AT = 0x40
const NEWLINE = 0x0a
/** The longest line is hello: its SSH_CONNECTION holds two addresses and two ports. */
const MAX_LINE_BYTES = 512

/**
 * Cuts one stream of a channel into bytes and `@TOKEN:…` lines (frame.ts), whatever the chunks. Holds back at most
 * MAX_LINE_BYTES. A `@TOKEN:` without an end within that is given as a line with no fields: the caller's fault to report.
 */
export class EndLineScanner {
  readonly #prefix: Uint8Array
  #held = new Uint8Array(0)

  constructor(token: string) {
    this.#prefix = new TextEncoder().encode(`@${token}:`)
  }

  push(chunk: Uint8Array): ScannedPart[] {
    const data = this.#held.length > 0 ? joinBytes(this.#held, chunk) : chunk
    this.#held = new Uint8Array(0)
    const parts: ScannedPart[] = []
    let from = 0
    let at = data.indexOf(AT)
    while (at >= 0) {
      const end = this.#endOfLine(data, at)
      if (end === 'no') {
        at = data.indexOf(AT, at + 1)
        continue
      }
      if (at > from) parts.push({ kind: 'bytes', bytes: data.slice(from, at) })
      if (end === 'more') {
        this.#held = data.slice(at)
        return parts
      }
      const text = new TextDecoder('latin1').decode(data.subarray(at + this.#prefix.length, end))
      parts.push({ kind: 'line', fields: end > at + MAX_LINE_BYTES ? [] : text.split(':') })
      from = end + 1
      at = data.indexOf(AT, from)
    }
    if (from < data.length) parts.push({ kind: 'bytes', bytes: data.slice(from) })
    return parts
  }

  /** Where the line that begins at `at` ends; 'no' where none begins, 'more' where the rest may still come. */
  #endOfLine(data: Uint8Array, at: number): number | 'no' | 'more' {
    const known = Math.min(this.#prefix.length, data.length - at)
    for (let i = 1; i < known; i += 1) if (data[at + i] !== this.#prefix[i]) return 'no'
    if (known < this.#prefix.length) return 'more'
    const end = data.indexOf(NEWLINE, at)
    if (end >= 0) return end
    return data.length - at > MAX_LINE_BYTES ? data.length : 'more'
  }
}
