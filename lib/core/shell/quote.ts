/**
 * The one place where text becomes POSIX shell. Everything else handles argv. Quoting makes an argument inert for the shell;
 * it does not make it inert for the command: a leading "-" is the validators' business.
 */

/** Linux refuses one argument of 128 KiB or more, its NUL included (MAX_ARG_STRLEN, execve(2)). */
export const MAX_ARGUMENT_BYTES = 131_071

/** Thrown for text that no shell can pass on unchanged. It is a fault of the caller: input is validated long before. */
export class UnquotableError extends Error {
  override readonly name = 'UnquotableError'
}

const BARE = /^[A-Za-z0-9_./:,=@%+-]+$/
const LONE_SURROGATE = /\p{Surrogate}/u
const encoder = new TextEncoder()

/** One argument as a shell word. Throws UnquotableError for NUL, lone surrogates and more than MAX_ARGUMENT_BYTES. */
export function quoteWord(word: string): string {
  const bytes = encoder.encode(word).length
  if (bytes > MAX_ARGUMENT_BYTES) {
    throw new UnquotableError(`an argument may have ${MAX_ARGUMENT_BYTES} bytes, this one has ${bytes}`)
  }
  return quoteText(word)
}

/** Like quoteWord, for text that never becomes an argument of execve (a builtin's operand): no size limit here. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new UnquotableError('an argument cannot hold a NUL byte')
  if (LONE_SURROGATE.test(text)) throw new UnquotableError('an argument cannot hold half of a surrogate pair')
  // Bare words keep requests short and readable in a host's own logs; "=" first would be an assignment, "" needs quotes.
  if (BARE.test(text) && !text.startsWith('=')) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** argv as shell words with one blank between. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ')
}

/**
 * Splits text that quoteText made back into words, incrementally: `push` returns every line (request) that is complete. Knows
 * exactly the grammar above: bare characters, '…' and \'. It is no shell and does not need to be one.
 */
export class WordDecoder {
  #words: string[] = []
  #word: string | null = null
  #state: 'bare' | 'quoted' | 'escaped' = 'bare'

  push(text: string): string[][] {
    const lines: string[][] = []
    let from = 0
    while (from < text.length) {
      if (this.#state === 'quoted') {
        const end = text.indexOf("'", from)
        this.#append(text.slice(from, end < 0 ? undefined : end))
        if (end < 0) break
        this.#state = 'bare'
        from = end + 1
        continue
      }
      const char = text.charAt(from)
      from += 1
      if (this.#state === 'escaped') {
        this.#append(char)
        this.#state = 'bare'
      } else if (char === "'") {
        this.#append('')
        this.#state = 'quoted'
      } else if (char === '\\') {
        this.#state = 'escaped'
      } else if (char === ' ' || char === '\n') {
        if (this.#word !== null) this.#words.push(this.#word)
        this.#word = null
        if (char === '\n' && this.#words.length > 0) lines.push(this.#words.splice(0))
      } else {
        this.#append(char)
      }
    }
    return lines
  }

  #append(text: string): void {
    this.#word = (this.#word ?? '') + text
  }
}
