import 'server-only'
import type { NetworkState, SourceId } from '@/lib/core/model/network-state'
import type { ObserveContext } from '@/lib/core/observe/observe-host'
import type { CommandOutput, RawFacts, ReadCommand } from '@/lib/core/observe/read-command'
import type { Clock } from './clock'
import { structuralDigest, watchedDigest } from './digest'

/** The newest that is known of a host. `version` grows by one with each reading that differs in more than clocks and ages. */
export type Reading = {
  version: number
  /** When everything was last read, Unix milliseconds; what was late then is as old as its source says. */
  fullReadAtMs: number
  /** When its newest facts came. */
  readAtMs: number
  state: NetworkState
}

/**
 * A reading that was asked for. `question`: the number of the last question before it; `answered`: the last question that a source
 * has answered whole. What is no higher is known from earlier, whenever it came.
 */
export type FreshReading = Reading & {
  question: number
  answered: ReadonlyMap<SourceId, number>
  /** How long all its commands took when each of them last ended by itself, in milliseconds; 0 before any has. */
  usualMs: number
}

/** One reading and the one before; `isSilent`: a full reading found a change that events should have told, and did not. */
export type ReadOutcome = { reading: Reading; previous: Reading | null; isChanged: boolean; isSilent: boolean }

export type StateReaderDeps = {
  clock: Clock
  commands: readonly ReadCommand[]
  observe: (facts: RawFacts, context: ObserveContext) => NetworkState
}

/** Stands for a command that a first reading could not wait for. */
const PENDING: CommandOutput = {
  status: null,
  stdout: '',
  stderr: '',
  isTruncated: false,
  isTimedOut: false,
  durationMs: 0,
  isPending: true,
}

/** Keeps the newest facts of each command and makes readings of them. It outlives connections. */
export class StateReader {
  readonly #deps: StateReaderDeps
  readonly #facts = new Map<string, CommandOutput>()
  /** By command: the question that its fact answers. */
  readonly #answers = new Map<string, number>()
  /** By command: how long it took when it last ended by itself. */
  readonly #tookMs = new Map<string, number>()
  #question = 0
  readonly #sourceReadAtMs: Partial<Record<SourceId, number>> = {}
  #current: (Reading & { digest: string }) | null = null

  constructor(deps: StateReaderDeps) {
    this.#deps = deps
  }

  get current(): Reading | null {
    return this.#current
  }

  /** The number of the last question. */
  get question(): number {
    return this.#question
  }

  /** Commands are about to be sent: the number that their facts are to be taken with. */
  ask(): number {
    this.#question += 1
    return this.#question
  }

  /** By source: the last question that all its commands have answered; 0 where one never has. */
  answered(): Map<SourceId, number> {
    const answered = new Map<SourceId, number>()
    for (const { id, source } of this.#deps.commands)
      answered.set(source, Math.min(answered.get(source) ?? Number.POSITIVE_INFINITY, this.#answers.get(id) ?? 0))
    return answered
  }

  /** See FreshReading. */
  get usualMs(): number {
    return [...this.#tookMs.values()].reduce((sum, ms) => sum + ms, 0)
  }

  take({ id, source }: ReadCommand, output: CommandOutput, question: number): void {
    this.#facts.set(id, output)
    if (!output.isTimedOut) this.#tookMs.set(id, output.durationMs)
    this.#answers.set(id, question)
    this.#sourceReadAtMs[source] = this.#deps.clock.now()
  }

  /** A reading of the facts at hand. `isFull`: everything was asked for just now. */
  observe({ isFull, sshConnection }: { isFull: boolean; sshConnection: string | null }): ReadOutcome {
    const { clock, commands, observe } = this.#deps
    const readAtMs = clock.now()
    const facts = Object.fromEntries(commands.map(({ id }) => [id, this.#facts.get(id) ?? PENDING]))
    const state = observe(facts, { readAtMs, sourceReadAtMs: { ...this.#sourceReadAtMs }, sshConnection })
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
