import 'server-only'
import type { WatchStatus } from '@/lib/contract/diagnostics'
import type { SourceId } from '@/lib/core/model/network-state'
import type { WatchId, WatchSpec } from '@/lib/core/observe/events'
import { dirtiedBy } from '@/lib/core/observe/events'
import { isCrowdedOut } from '../ssh/errors'
import type { Clock } from './clock'
import type { HostLink } from './host-link'

export type WatchDeps = {
  clock: Clock
  random: () => number
  specs: readonly WatchSpec[]
  /** A source is out of date. */
  onDirty: (source: SourceId) => void
  /** sshd has no channel for any stream, so that nothing is followed live; or it has one again. */
  onCrowding: () => void
}

/** A watch that ends is started again after this, doubling. A host without the tool lives on the full readings. */
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 300_000
/** Lived this long: the next end is a new story, and the waits begin anew. */
const STABLE_MS = 60_000

/** The event streams of one connection. They end with it; the next connection gets new ones. */
export class HostWatches {
  readonly #link: HostLink
  readonly #deps: WatchDeps
  readonly #statuses = new Map<WatchId, WatchStatus>()
  readonly #closers = new Map<WatchId, () => void>()
  #isStopped = false

  constructor(link: HostLink, deps: WatchDeps) {
    this.#link = link
    this.#deps = deps
  }

  /** One channel after another: sshd answers many at once with refusals. Where it has too few, all streams share one. */
  async start(): Promise<void> {
    const { specs } = this.#deps
    for (const spec of specs) {
      if (await this.#open([spec], 0)) continue
      for (const close of this.#closers.values()) close()
      this.#closers.clear()
      await this.#open(specs, 0)
      return
    }
  }

  statuses(): WatchStatus[] {
    return [...this.#statuses.values()]
  }

  stop(): void {
    this.#isStopped = true
    for (const close of this.#closers.values()) close()
    this.#closers.clear()
  }

  /** False: there is no channel, and these can share one with others. */
  async #open(specs: readonly WatchSpec[], failures: number): Promise<boolean> {
    const [first] = specs
    if (first === undefined || this.#isStopped || this.#link.ended() !== null) return true
    const { clock, onDirty } = this.#deps
    const statuses = specs.map(({ id, display }): WatchStatus => ({
      id,
      display,
      status: 'starting',
      events: 0,
      said: '',
      // Until it runs: a try that takes its time is no reason to say that all is well.
      isCrowdedOut: this.#statuses.get(id)?.isCrowdedOut ?? false,
    }))
    for (const status of statuses) this.#statuses.set(status.id, status)
    const startedMs = clock.now()
    const turn = (now: Pick<WatchStatus, 'status' | 'said' | 'isCrowdedOut'>) => {
      const isNews = statuses.some(({ isCrowdedOut }) => isCrowdedOut !== now.isCrowdedOut)
      for (const status of statuses) Object.assign(status, now)
      if (isNews) this.#deps.onCrowding()
    }
    const ended = (said: string, isCrowdedOut = false) => {
      turn({ status: 'ended', said, isCrowdedOut })
      this.#closers.delete(first.id)
      this.#retry(specs, clock.now() - startedMs >= STABLE_MS ? 0 : failures)
    }
    try {
      const argvs = specs.flatMap((spec) => spec.argvs)
      const close = await this.#link.watch(argvs, {
        onReady: () => {
          turn({ status: 'live', said: '', isCrowdedOut: false })
          // Whatever happened while nobody listened was told to nobody.
          for (const { sources } of specs) sources.forEach(onDirty)
        },
        onLine: (line) => {
          for (const status of statuses) {
            const source = dirtiedBy(status.id, line)
            if (source === null) continue
            status.events += 1
            onDirty(source)
          }
        },
        onEnd: ({ said }) => ended(said),
      })
      if (this.#isStopped) close()
      else if (statuses.some(({ status }) => status !== 'ended')) this.#closers.set(first.id, close)
    } catch (error) {
      if (isCrowdedOut(error) && specs.length < this.#deps.specs.length) return false
      ended(error instanceof Error ? error.message : String(error), isCrowdedOut(error))
    }
    return true
  }

  #retry(specs: readonly WatchSpec[], failures: number) {
    const [first] = specs
    if (first === undefined || this.#isStopped || this.#link.ended() !== null) return
    const { clock, random } = this.#deps
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10)) * (1 - random() / 4)
    const cancel = clock.after(waitMs, () => {
      this.#closers.delete(first.id)
      void this.#reopen(specs, failures + 1)
    })
    this.#closers.set(first.id, cancel)
  }

  async #reopen(specs: readonly WatchSpec[], failures: number): Promise<void> {
    if (!(await this.#open(specs, failures))) this.#retry(specs, failures)
  }
}
