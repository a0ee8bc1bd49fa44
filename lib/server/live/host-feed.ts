import 'server-only'
import type { PatchEvent } from '@/lib/contract/events'
import { HOST_EVENTS } from '@/lib/contract/events'
import type { Host } from '@/lib/contract/hosts'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { RatesEvent } from '@/lib/contract/rates'
import { diffState } from '@/lib/core/observe/state-patch'
import type { PastSample, RateSample } from '@/lib/core/rates/rate-log'
import { thinLog } from '@/lib/core/rates/rate-log'
import type { HostView } from '../host/host-view'
import { isoOf, readAtOf } from '../host/host-view'
import type { Reading } from '../host/state-reader'
import type { Feed, Subscriber } from './feed'
import { Broadcast } from './feed'
import { ReplayBuffer } from './replay-buffer'
import { encodeEvent } from './sse'

export type HostFeedDeps = {
  /** Tells this feed from every other, of this process and of those before: part of its event ids. */
  epoch: string
  view: () => HostView
  /** Rates of the last minutes. */
  rateLog: () => readonly PastSample[]
  describe: () => Host
  /** The newest `change` and the newest `drift`, encoded; those there were. */
  lastTold: () => readonly Uint8Array[]
  /** Somebody looks at the host, until the given function is called. */
  watch: () => () => void
  /** Nobody follows any more. */
  onIdle: () => void
}

/** One host's events: each reading is compared with the one before and encoded once, however many follow. */
export class HostFeed implements Feed {
  readonly #deps: HostFeedDeps
  readonly #broadcast = new Broadcast()
  readonly #replay = new ReplayBuffer()
  /** Patches so far. */
  #sequence = 0
  /** What a client with the newest event has. */
  #told: NetworkState | null = null
  #snapshot: { state: NetworkState; chunk: Uint8Array } | null = null

  constructor(deps: HostFeedDeps) {
    this.#deps = deps
  }

  get isIdle(): boolean {
    return this.#broadcast.size === 0
  }

  subscribe(subscriber: Subscriber): () => void {
    const leave = this.#broadcast.add(subscriber)
    const unwatch = this.#deps.watch()
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      leave()
      unwatch()
      if (this.isIdle) this.#deps.onIdle()
    }
  }

  opening(lastEventId: string | null): readonly Uint8Array[] {
    this.noteReading()
    const host = [encodeEvent('host', this.#deps.describe()), ...this.#deps.lastTold()]
    const { reading } = this.#deps.view()
    if (reading === null) return host
    return [...host, ...(this.#missedSince(lastEventId) ?? [this.#encodeSnapshot(reading)]), ...this.#encodePast()]
  }

  /** There may be a new reading: its patch goes to all. While nobody follows, one patch is made of all readings, when next asked. */
  noteReading(): void {
    const { reading } = this.#deps.view()
    const previous = this.#told
    if (reading === null || reading.state === previous) return
    this.#told = reading.state
    if (previous === null) return this.#broadcast.send(this.#encodeSnapshot(reading))
    const change = diffState(previous, reading.state)
    if (change === null) return
    const from = this.#eventId()
    this.#sequence += 1
    const patch: PatchEvent = { from, version: reading.version, readAt: readAtOf(reading), change }
    const chunk = encodeEvent('patch', patch, this.#eventId())
    this.#replay.push(this.#sequence, chunk)
    this.#broadcast.send(chunk)
  }

  /** Status or counts have changed, a change has moved, or drift is another: the event, encoded. */
  tell(chunk: Uint8Array): void {
    this.#broadcast.send(chunk)
  }

  noteRates({ atMs, ports }: RateSample): void {
    this.#broadcast.send(encodeEvent('rates', { at: isoOf(atMs), ports: [...ports] } satisfies RatesEvent))
  }

  /** The host is gone. */
  end(): void {
    this.#broadcast.end()
  }

  #eventId(): string {
    return `${this.#deps.epoch}.${this.#sequence}`
  }

  /** For a line that begins at once. None while nobody has looked. */
  #encodePast(): readonly Uint8Array[] {
    const log = thinLog(this.#deps.rateLog())
    const newest = log.at(-1)
    if (newest === undefined) return []
    const past = log.map(({ atMs, ports }) => ({ at: isoOf(atMs), ports }))
    return [encodeEvent('rates', { at: isoOf(newest.atMs), ports: [], past } satisfies RatesEvent)]
  }

  #missedSince(lastEventId: string | null): readonly Uint8Array[] | null {
    const [epoch, sequence] = lastEventId?.split('.') ?? []
    if (epoch !== this.#deps.epoch || sequence === undefined) return null
    return this.#replay.since(Number(sequence), this.#sequence)
  }

  /** Always of the state that was told last, so that the next patch fits it. */
  #encodeSnapshot(reading: Reading): Uint8Array {
    if (this.#snapshot?.state === reading.state) return this.#snapshot.chunk
    const { version, state } = reading
    const { status } = this.#deps.view()
    const data = HOST_EVENTS.snapshot.parse({ version, status, readAt: readAtOf(reading), state })
    const chunk = encodeEvent('snapshot', data, this.#eventId())
    this.#snapshot = { state, chunk }
    return chunk
  }
}
