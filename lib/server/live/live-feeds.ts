import 'server-only'
import type { ChangeProgress } from '@/lib/contract/changes'
import { ChangeSummary } from '@/lib/contract/changes'
import type { DriftResponse } from '@/lib/contract/desired'
import type { Host } from '@/lib/contract/hosts'
import { newId } from '../crypto/random'
import type { HostRow } from '../db/host'
import { AppError } from '../errors'
import type { Clock } from '../host/clock'
import { systemClock } from '../host/clock'
import type { Fleet } from '../host/fleet'
import { notesOf, twinsOf } from '../host/host-notes'
import type { HostView } from '../host/host-view'
import { isoOf, STARTING, toHostDto } from '../host/host-view'
import type { SessionEvent } from '../host/session-types'
import { Coalescer } from './coalescer'
import type { Feed } from './feed'
import { Broadcast } from './feed'
import { HostFeed } from './host-feed'
import { encodeEvent } from './sse'

/** Counts of a host, which cost a graph, are sent this often at most. Shorter: an event storm on 200 hosts fills the core. */
const HOST_EVENT_EVERY_MS = 200
/** A client that comes back within this time is sent what it missed. Longer: states of hosts that nobody looks at fill memory. */
const RESUME_MS = 120_000

export type LiveFeedsDeps = {
  fleet: Fleet
  /** All hosts as they are stored now. */
  rows: readonly HostRow[]
  /** A host could not be described: a fault of ours, and no reason to leave out the others. */
  onError: (error: unknown) => void
  clock?: Clock
}

/** Every feed of the console: one of all hosts, and one of each host that somebody looks at. */
export class LiveFeeds {
  /** All hosts, with their status and counts. */
  readonly fleet: Feed
  readonly #sessions: Fleet
  readonly #clock: Clock
  readonly #onError: (error: unknown) => void
  readonly #rows: Map<string, HostRow>
  readonly #feeds = new Map<string, HostFeed>()
  /** The newest word on the newest change of each host, encoded: whoever comes back may have missed its end. */
  readonly #changes = new Map<string, Uint8Array>()
  /** The newest drift of each host, encoded: likewise. */
  readonly #drifts = new Map<string, Uint8Array>()
  readonly #all = new Broadcast()
  readonly #changed: Coalescer
  readonly #leave: () => void

  constructor({ fleet, rows, onError, clock = systemClock }: LiveFeedsDeps) {
    this.#sessions = fleet
    this.#clock = clock
    this.#onError = onError
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    this.#changed = new Coalescer(clock, HOST_EVENT_EVERY_MS, (ids) => this.#tellHosts(ids))
    this.#leave = fleet.subscribe((event) => this.#note(event))
    this.fleet = {
      subscribe: (subscriber) => this.#all.add(subscriber),
      opening: () => [encodeEvent('hosts', { hosts: this.#describeAll() })],
    }
  }

  /** Throws AppError not_found. */
  host(hostId: string): HostFeed {
    this.#rowOf(hostId)
    const known = this.#feeds.get(hostId)
    if (known) return known
    const feed: HostFeed = new HostFeed({
      epoch: newId(),
      view: () => this.#viewOf(hostId),
      rateLog: () => this.#sessions.get(hostId)?.rateLog ?? [],
      describe: () => this.#describe(this.#rowOf(hostId)),
      lastTold: () => [this.#changes, this.#drifts].flatMap((newest) => newest.get(hostId) ?? []),
      watch: () => this.#sessions.get(hostId)?.watch() ?? (() => undefined),
      onIdle: () => void this.#clock.after(RESUME_MS, () => feed.isIdle && this.#forget(hostId, feed)),
    })
    this.#feeds.set(hostId, feed)
    return feed
  }

  /** A host was added, or its settings were changed. */
  noteStored(row: HostRow): void {
    this.#rows.set(row.id, row)
    this.#markWithTwins(row.id)
  }

  /** A change has moved: all of it to who follows its host, its summary to who follows all. */
  noteChange(progress: ChangeProgress): void {
    const chunk = encodeEvent('change', progress)
    this.#changes.set(progress.hostId, chunk)
    this.#feeds.get(progress.hostId)?.tell(chunk)
    if (this.#all.size > 0) this.#all.send(encodeEvent('change', ChangeSummary.parse(progress)))
  }

  /** Other objects than before are not as wanted, or for other reasons. */
  noteDrift(hostId: string, drift: DriftResponse): void {
    if (!this.#rows.has(hostId)) return
    const chunk = encodeEvent('drift', drift)
    this.#drifts.set(hostId, chunk)
    this.#feeds.get(hostId)?.tell(chunk)
  }

  noteRemoved(hostId: string): void {
    if (!this.#rows.delete(hostId)) return
    this.#markTwins(hostId)
    this.#changes.delete(hostId)
    this.#drifts.delete(hostId)
    this.#feeds.get(hostId)?.end()
    this.#feeds.delete(hostId)
    this.#all.send(encodeEvent('removed', { hostId }))
  }

  stop(): void {
    this.#leave()
    this.#changed.stop()
  }

  #note(event: SessionEvent) {
    if (event.kind === 'rates') return this.#feeds.get(event.hostId)?.noteRates(event.sample)
    // Its first reading, a boot, or its end may be what tells it from another with its machine id.
    if (event.kind === 'status' || event.kind === 'rebooted') return this.#markWithTwins(event.hostId)
    if (event.kind === 'changed') {
      const isSameMachine = event.previous?.system.machineId === event.next.system.machineId
      return isSameMachine ? this.#changed.mark(event.hostId) : this.#markWithTwins(event.hostId)
    }
    const feed = this.#feeds.get(event.hostId)
    if (feed && !feed.isIdle) feed.noteReading()
    const { readAtMs, fullReadAtMs } = event.reading
    if (this.#all.size > 0 && readAtMs === fullReadAtMs) {
      this.#all.send(encodeEvent('read', { hostId: event.hostId, lastReadAt: isoOf(fullReadAtMs) }))
    }
  }

  #markWithTwins(hostId: string) {
    this.#changed.mark(hostId)
    this.#markTwins(hostId)
  }

  /** What is said of one host names the other. */
  #markTwins(hostId: string) {
    for (const twin of twinsOf(this.#sessions, hostId)) this.#changed.mark(twin.hostId)
  }

  #tellHosts(ids: ReadonlySet<string>) {
    for (const id of ids) {
      try {
        this.#tellHost(id)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  #tellHost(id: string) {
    const feed = this.#feeds.get(id)
    const row = this.#rows.get(id)
    const isFollowed = this.#all.size > 0 || (feed !== undefined && !feed.isIdle)
    if (!row || !isFollowed) return
    const chunk = encodeEvent('host', this.#describe(row))
    feed?.tell(chunk)
    this.#all.send(chunk)
  }

  #describeAll(): Host[] {
    const rows = [...this.#rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    return rows.map((row) => this.#describe(row))
  }

  #describe(row: HostRow): Host {
    return toHostDto(row, this.#viewOf(row.id), notesOf(this.#sessions, row.id, this.#rows.values()))
  }

  #viewOf(hostId: string): HostView {
    return this.#sessions.get(hostId)?.snapshot() ?? STARTING
  }

  #rowOf(hostId: string): HostRow {
    const row = this.#rows.get(hostId)
    if (row) return row
    throw new AppError('not_found', { message: 'There is no host with this id: it may have been removed.' })
  }

  #forget(hostId: string, feed: HostFeed) {
    if (this.#feeds.get(hostId) === feed) this.#feeds.delete(hostId)
  }
}
