import 'server-only'
import type { SourceId } from '@/lib/core/model/network-state'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import type { RateSample } from '@/lib/core/rates/rate-log'
import type { ShellCommand } from '../ssh/shell-channel'
import type { Alarm } from './clock'
import { DirtySources, UNWATCHED_PACE, WATCHED_PACE } from './dirty-sources'
import type { HostLink } from './host-link'
import { ReadingWorkers } from './reading-workers'
import type { MissedChanges } from './missed-changes'
import { RateReader } from './rate-reader'
import type { SessionDeps } from './session-types'
import type { ReadOutcome, StateReader } from './state-reader'
import type { PendingRequests } from './pending-requests'
import { HostWatches } from './watch'

/** Between full readings while somebody looks: the promise that nothing on screen is older. */
const WATCHED_MS = 10_000
/** Between full readings otherwise. Longer: the overview ages; shorter: 200 hosts cost CPU for nobody. */
const UNWATCHED_MS = 60_000
/** A slow host is not read for more than this part of its time, and what is shown of it is older: a change needs its processor too. */
const SHARE_OF_TIME = 1 / 4

export type ServingDeps = Pick<SessionDeps, 'clock' | 'random' | 'commands' | 'watches'> & {
  reader: StateReader
  alarm: Alarm
  missed: MissedChanges
  pending: PendingRequests
  isWatched: () => boolean
  /** `late`: the rest of a reading that was told of before. */
  onRead: (outcome: ReadOutcome, kind: 'full' | 'partial' | 'late') => void
  onSample: (sample: RateSample) => void
  /** sshd has no channel for what follows the host, or has one again. */
  onCrowding: () => void
}

/** What one connection is used for: it reads, follows, and reads what has moved, until the connection ends. */
export class Serving {
  readonly #link: HostLink
  readonly #deps: ServingDeps
  readonly #workers: ReadingWorkers
  readonly #dirty = new DirtySources()
  #watches: HostWatches | null = null
  #rates: RateReader | null = null
  /** By the last full reading. */
  #tookMs = 0

  constructor(link: HostLink, deps: ServingDeps) {
    this.#link = link
    this.#deps = deps
    this.#workers = new ReadingWorkers(link, {
      clock: deps.clock,
      commands: deps.commands,
      ask: () => deps.reader.ask(),
      onFact: (command, output, question) => deps.reader.take(command, output, question),
      onLate: (owed) => {
        owed.forEach((source) => this.#markDirty(source))
        deps.alarm.wake()
      },
    })
    link.onEnd(() => deps.alarm.wake())
  }

  watchStatuses(): ReturnType<HostWatches['statuses']> {
    return this.#watches?.statuses() ?? []
  }

  setLookedAt(isLookedAt: boolean): void {
    this.#rates?.setLookedAt(isLookedAt)
  }

  /** On the shell of what may take long. Throws what the shell throws. */
  run(commands: readonly ShellCommand[]): Promise<CommandOutput[]> {
    return this.#link.libvirtShell.run(commands)
  }

  /** Until the connection ends (throws why) or `signal` says so (returns, or throws its reason). */
  async untilItEnds(signal: AbortSignal): Promise<void> {
    const { clock, random, alarm, pending, onRead } = this.#deps
    await this.#readInFull(signal)
    this.#follow()
    let drift = random()
    while (!signal.aborted) {
      const why = this.#link.ended() ?? this.#workers.failure
      if (why !== null) throw why
      if (this.#workers.takeLate()) onRead(this.#observe(false), 'late')
      const fullAtMs = this.#nextFullReadAtMs(drift)
      const dirtyAtMs = this.#dirty.dueAtMs(this.#pace()) ?? fullAtMs
      if (!pending.isEmpty || fullAtMs <= clock.now()) {
        await this.#readInFull(signal)
        drift = random()
      } else if (dirtyAtMs <= clock.now()) {
        await this.#readDirty(signal)
      } else {
        await alarm.sleep(Math.min(fullAtMs, dirtyAtMs) - clock.now())
      }
    }
  }

  /** Leaves the connection: nothing is followed or measured any more. */
  end(): void {
    this.#watches?.stop()
    this.#deps.missed.acquit()
    this.setLookedAt(false)
    this.#link.close()
  }

  #markDirty(source: SourceId) {
    const nowMs = this.#deps.clock.now()
    this.#dirty.mark(source, nowMs)
    // A guest's process comes and goes with it, and nobody tells of processes.
    if (source === 'guests') this.#dirty.mark('processes', nowMs)
    this.#deps.missed.acquit()
    this.#deps.alarm.wake()
  }

  #observe(isFull: boolean): ReadOutcome {
    return this.#deps.reader.observe({ isFull, sshConnection: this.#link.sshConnection() })
  }

  #follow() {
    const { clock, random, watches, reader, isWatched, onSample } = this.#deps
    this.#watches = new HostWatches(this.#link, {
      clock,
      random,
      specs: watches,
      onDirty: (source) => this.#markDirty(source),
      onCrowding: this.#deps.onCrowding,
    })
    // It never rejects: a watch that cannot be opened is in its status.
    void this.#watches.start()
    const state = () => reader.current?.state ?? null
    this.#rates = new RateReader({ clock, shell: this.#link.shell, state, onSample })
    this.#rates.setLookedAt(isWatched())
  }

  /** `drift` (0 to 1) moves hosts that were added together apart. */
  #nextFullReadAtMs(drift: number): number {
    const last = this.#deps.reader.current?.fullReadAtMs ?? 0
    const everyMs = this.#deps.isWatched() ? WATCHED_MS : UNWATCHED_MS * (0.95 + drift / 10)
    return last + Math.max(everyMs, Math.min(UNWATCHED_MS, this.#tookMs / SHARE_OF_TIME))
  }

  async #readInFull(signal: AbortSignal): Promise<void> {
    const { clock, reader, pending, missed, onRead } = this.#deps
    const begunMs = clock.now()
    const waiting = pending.take()
    const { question } = reader
    const wasTold = this.#dirty.takeAll().size > 0
    try {
      await this.#workers.read('all', { isAsking: waiting.length > 0 })
      signal.throwIfAborted()
      this.#tookMs = clock.now() - begunMs
      const outcome = this.#observe(true)
      const isDeaf = this.#watches?.statuses().some(({ status }) => status !== 'live') ?? true
      if (outcome.isSilent && !wasTold && !isDeaf && this.#dirty.isEmpty) missed.suspect()
      onRead(outcome, 'full')
      const fresh = { ...outcome.reading, question, answered: reader.answered(), usualMs: reader.usualMs }
      for (const { resolve } of waiting.splice(0)) resolve(fresh)
    } finally {
      pending.putBack(waiting)
    }
  }

  async #readDirty(signal: AbortSignal): Promise<void> {
    const { clock, onRead } = this.#deps
    const sources = this.#dirty.take(this.#pace(), clock.now())
    await this.#workers.read(sources)
    signal.throwIfAborted()
    this.#dirty.readingEnded(sources, clock.now())
    onRead(this.#observe(false), 'partial')
  }

  #pace() {
    return this.#deps.isWatched() ? WATCHED_PACE : UNWATCHED_PACE
  }
}
