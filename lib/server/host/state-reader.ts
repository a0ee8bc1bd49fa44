import 'server-only'
import type { NetworkState, SourceId } from '@/lib/core/model/network-state'
import type { ObserveContext } from '@/lib/core/observe/observe-host'
import type { RawFacts, ReadCommand } from '@/lib/core/observe/read-commands'
import type { Clock } from './clock'
import { collect } from './collect'
import { structuralDigest, watchedDigest } from './digest'
import type { HostLink } from './host-link'

/** The newest that is known of a host. `version` grows by one with each reading that differs in more than clocks and ages. */
export type Reading = {
  version: number
  /** When the oldest of its facts came, Unix milliseconds: the last full reading. */
  fullReadAtMs: number
  /** When its newest facts came. */
  readAtMs: number
  state: NetworkState
}

/** One reading and the one before; `isSilent`: a full reading found a change that events should have told, and did not. */
export type ReadOutcome = { reading: Reading; previous: Reading | null; isChanged: boolean; isSilent: boolean }

export type StateReaderDeps = {
  clock: Clock
  commands: readonly ReadCommand[]
  observe: (facts: RawFacts, context: ObserveContext) => NetworkState
}

/** Reads a host in full or in parts, and keeps the newest facts of each part. It outlives connections. */
export class StateReader {
  readonly #deps: StateReaderDeps
  #facts: RawFacts = {}
  #sourceReadAtMs: Partial<Record<SourceId, number>> = {}
  #current: (Reading & { digest: string }) | null = null

  constructor(deps: StateReaderDeps) {
    this.#deps = deps
  }

  get current(): Reading | null {
    return this.#current
  }

  /** Reads everything, or only some sources. Throws what collect throws; then nothing has changed here. */
  async read(link: HostLink, sources: 'all' | ReadonlySet<SourceId>): Promise<ReadOutcome> {
    const { clock, commands, observe } = this.#deps
    const part = sources === 'all' || this.#current === null ? null : sources
    const isFull = part === null
    const wanted = part === null ? commands : commands.filter(({ source }) => part.has(source))
    const facts = await collect(link.shell, wanted)
    const readAtMs = clock.now()
    this.#facts = isFull ? facts : { ...this.#facts, ...facts }
    for (const { source } of wanted) this.#sourceReadAtMs[source] = readAtMs
    const state = observe(this.#facts, {
      readAtMs,
      sourceReadAtMs: { ...this.#sourceReadAtMs },
      sshConnection: link.sshConnection(),
    })
    return this.#keep(state, readAtMs, isFull)
  }

  #keep(state: NetworkState, readAtMs: number, isFull: boolean): ReadOutcome {
    const previous = this.#current
    const digest = structuralDigest(state)
    const isChanged = digest !== previous?.digest
    const reading = {
      version: (previous?.version ?? 0) + (isChanged ? 1 : 0),
      fullReadAtMs: isFull ? readAtMs : (previous?.fullReadAtMs ?? readAtMs),
      readAtMs,
      state,
      digest,
    }
    this.#current = reading
    // Asked last: most full readings find nothing, and a digest of a big host costs milliseconds.
    const isSilent = isFull && isChanged && previous !== null && watchedDigest(state) !== watchedDigest(previous.state)
    return { reading, previous, isChanged, isSilent }
  }
}
