import 'server-only'
import type { WatchStatus } from '@/lib/contract/diagnostics'
import type { SourceId } from '@/lib/core/model/network-state'
import type { WatchId, WatchSpec } from '@/lib/core/observe/events'
import { dirtiedBy } from '@/lib/core/observe/events'
import type { Clock } from './clock'
import type { HostLink } from './host-link'

export type WatchDeps = {
  clock: Clock
  random: () => number
  specs: readonly WatchSpec[]
  /** A source is out of date. */
  onDirty: (source: SourceId) => void
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

  /** One channel after another: sshd answers many at once with refusals. */
  async start(): Promise<void> {
    for (const spec of this.#deps.specs) await this.#open(spec, 0)
  }

  statuses(): WatchStatus[] {
    return [...this.#statuses.values()]
  }

  stop(): void {
    this.#isStopped = true
    for (const close of this.#closers.values()) close()
    this.#closers.clear()
  }

  async #open(spec: WatchSpec, failures: number): Promise<void> {
    if (this.#isStopped || this.#link.ended() !== null) return
    const { clock, onDirty } = this.#deps
    const status: WatchStatus = { id: spec.id, display: spec.display, status: 'starting', events: 0, said: '' }
    this.#statuses.set(spec.id, status)
    const startedMs = clock.now()
    const ended = (said: string) => {
      status.status = 'ended'
      status.said = said
      this.#closers.delete(spec.id)
      this.#retry(spec, clock.now() - startedMs >= STABLE_MS ? 0 : failures)
    }
    try {
      const close = await this.#link.watch(spec.argvs, {
        onReady: () => {
          status.status = 'live'
          // Whatever happened while nobody listened was told to nobody.
          spec.sources.forEach(onDirty)
        },
        onLine: (line) => {
          const source = dirtiedBy(spec.id, line)
          if (source === null) return
          status.events += 1
          onDirty(source)
        },
        onEnd: ({ said }) => ended(said),
      })
      if (this.#isStopped) close()
      else if (status.status !== 'ended') this.#closers.set(spec.id, close)
    } catch (error) {
      ended(error instanceof Error ? error.message : String(error))
    }
  }

  #retry(spec: WatchSpec, failures: number) {
    if (this.#isStopped || this.#link.ended() !== null) return
    const { clock, random } = this.#deps
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10)) * (1 - random() / 4)
    const cancel = clock.after(waitMs, () => {
      this.#closers.delete(spec.id)
      void this.#open(spec, failures + 1)
    })
    this.#closers.set(spec.id, cancel)
  }
}
