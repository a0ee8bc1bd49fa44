import 'server-only'

type Entry = { sequence: number; chunk: Uint8Array }

/** Kept for clients that come back: some minutes of a busy host, and never more than this many bytes. */
const MAX_PATCHES = 256
const MAX_BYTES = 1 << 20

/** The newest patches of a host, encoded. Sequence numbers grow by one. */
export class ReplayBuffer {
  readonly #entries: Entry[] = []
  #bytes = 0

  push(sequence: number, chunk: Uint8Array): void {
    this.#entries.push({ sequence, chunk })
    this.#bytes += chunk.byteLength
    while (this.#entries.length > MAX_PATCHES || this.#bytes > MAX_BYTES) {
      this.#bytes -= this.#entries.shift()?.chunk.byteLength ?? 0
    }
  }

  /** All patches after this one, to `newest`; null where one of them is no longer, or not yet, there. */
  since(sequence: number, newest: number): readonly Uint8Array[] | null {
    if (sequence === newest) return []
    const oldest = this.#entries[0]?.sequence
    const isKept = oldest !== undefined && sequence >= oldest - 1 && sequence < newest
    if (!isKept) return null
    return this.#entries.filter((entry) => entry.sequence > sequence).map(({ chunk }) => chunk)
  }
}
