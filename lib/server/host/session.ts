import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import type { SourceId } from '@/lib/core/model/network-state'
import { HostKey as HostKeySchema } from '@/lib/contract/hosts'
import type { PastSample } from '@/lib/core/rates/rate-log'
import { appendSample } from '@/lib/core/rates/rate-log'
import { AppError } from '../errors'
import { backoffMs } from './backoff'
import { Alarm } from './clock'
import { DirtySources, UNWATCHED_PACE, WATCHED_PACE } from './dirty-sources'
import type { CommandOutput } from '@/lib/core/observe/read-commands'
import type { ShellCommand } from '../ssh/shell-channel'
import type { HostLink } from './host-link'
import { Lanes } from './lanes'
import { MissedChanges } from './missed-changes'
import { RateReader } from './rate-reader'
import type { SessionDeps, SessionSnapshot } from './session-types'
import type { FleetHost } from './settings'
import type { Reading, ReadOutcome } from './state-reader'
import { StateReader } from './state-reader'
import { HostWatches } from './watch'

/** Between full readings while somebody looks: the promise that nothing on screen is older. */
const WATCHED_MS = 10_000
/** Between full readings otherwise. Longer: the overview ages; shorter: 200 hosts cost CPU for nobody. */
const UNWATCHED_MS = 60_000

type SessionStatus = Pick<SessionSnapshot, 'status' | 'reason' | 'nextAttemptAtMs' | 'offeredHostKey'>
type Waiter = { resolve: (reading: Reading) => void; reject: (error: AppError) => void }

/**
 * One host's life: connect, read, read again, and when the connection ends start over. What may pass by itself is tried again
 * with back-off (`offline`); what needs a person is not (`refused`), until refresh() or update() says so.
 */
export class HostSession {
  readonly #deps: SessionDeps
  readonly #reader: StateReader
  readonly #alarm: Alarm
  readonly #dirty = new DirtySources()
  readonly #missed: MissedChanges
  #watches: HostWatches | null = null
  #rates: RateReader | null = null
  /** Of the last minutes in which somebody looked. */
  #rateLog: PastSample[] = []
  /** The connection that serves, for `run`. */
  #link: HostLink | null = null
  readonly #diagnostics = {
    connects: 0,
    fullReads: 0,
    partialReads: 0,
    reboots: 0,
  }
  #host: FleetHost
  #status: SessionStatus
  #abort = new AbortController()
  #life: Promise<void> | null = null
  #isStopped = false
  #isUpdated = false
  #failures = 0
  #watchers = 0
  /** Who waits for a full reading that begins after they asked. */
  #waiters: Waiter[] = []

  constructor(host: FleetHost, deps: SessionDeps) {
    this.#host = host
    this.#deps = deps
    this.#reader = new StateReader(deps)
    this.#alarm = new Alarm(deps.clock)
    this.#missed = new MissedChanges(deps.clock)
    this.#status = { status: 'connecting', reason: null, nextAttemptAtMs: null, offeredHostKey: null }
  }

  get host(): FleetHost {
    return this.#host
  }

  snapshot(): SessionSnapshot {
    return {
      ...this.#status,
      reading: this.#reader.current,
      diagnostics: {
        ...this.#diagnostics,
        missedChanges: this.#missed.count,
        lastMissedAtMs: this.#missed.lastAtMs,
        watches: this.#watches?.statuses() ?? [],
      },
    }
  }

  /** Rates of the last minutes, oldest first; empty where nobody looked. */
  get rateLog(): readonly PastSample[] {
    return this.#rateLog
  }

  start(): void {
    this.#life ??= this.#live()
  }

  /** Ends at once, whatever is under way. Resolves when the connection is closed. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#interrupt()
    await this.#life
    this.#failWaiters(new AppError('host_offline', { message: 'This host is no longer watched.' }))
  }

  /** New settings, or new credentials for the same ones: connects anew, also when refused. */
  update(host: FleetHost): void {
    this.#host = host
    this.#failures = 0
    this.#isUpdated = true
    this.#interrupt()
  }

  /** Somebody looks: read every 10 s until the given function is called (idempotent). */
  watch(): () => void {
    this.#watchers += 1
    this.#rates?.setLookedAt(true)
    this.#alarm.wake()
    let isHeld = true
    return () => {
      if (isHeld) this.#watchers -= 1
      isHeld = false
      if (this.#watchers === 0) this.#rates?.setLookedAt(false)
    }
  }

  /**
   * A full reading that begins after this call; calls that come while one is on its way share the next. Offline or refused:
   * tries to connect now. Throws the AppError that keeps the host from being read.
   */
  refresh(): Promise<Reading> {
    if (this.#isStopped)
      return Promise.reject(new AppError('host_offline', { message: 'This host is no longer watched.' }))
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      this.#alarm.wake()
    })
  }

  /**
   * Commands beside the readings, on the shell of what may take long. Throws `host_offline` where there is no connection, and
   * what the shell throws.
   */
  run(commands: readonly ShellCommand[]): Promise<CommandOutput[]> {
    if (this.#link !== null) return this.#link.libvirtShell.run(commands)
    return Promise.reject(new AppError('host_offline', { message: 'The host is not connected now.' }))
  }

  async #live(): Promise<void> {
    while (!this.#isStopped) {
      const why = await this.#connectAndServe()
      if (this.#isStopped) return
      if (why === null) continue
      const waitMs = why.isRetryable ? backoffMs(this.#failures, this.#deps.random()) : null
      this.#failures += 1
      this.#setStatus({
        status: why.isRetryable ? 'offline' : 'refused',
        reason: { code: why.code, message: why.message },
        nextAttemptAtMs: waitMs === null ? null : this.#deps.clock.now() + waitMs,
        offeredHostKey: offeredHostKey(why),
      })
      this.#failWaiters(why)
      await this.#rest()
    }
  }

  /** Until the next try is due, or somebody asks for one. Merely looking is no request: a refused host stays alone. */
  async #rest(): Promise<void> {
    const until = this.#status.nextAttemptAtMs
    while (!this.#isStopped && !this.#isUpdated && this.#waiters.length === 0) {
      const waitMs = until === null ? null : until - this.#deps.clock.now()
      if (waitMs !== null && waitMs <= 0) return
      await this.#alarm.sleep(waitMs)
    }
  }

  /** One connection from beginning to end: why it ended, or null where we ended it to start over. */
  async #connectAndServe(): Promise<AppError | null> {
    const { signal } = (this.#abort = new AbortController())
    this.#isUpdated = false
    this.#setStatus({ ...this.#status, status: 'connecting', nextAttemptAtMs: null })
    let link: HostLink | null = null
    try {
      link = await this.#connect(signal)
      signal.addEventListener('abort', link.close, { once: true })
      this.#link = link
      await this.#serve(link, signal)
      return null
    } catch (error) {
      if (signal.aborted) return null
      return error instanceof AppError
        ? error
        : new AppError('internal', { message: 'Reading this host failed in Patchbay itself.', cause: error })
    } finally {
      this.#watches?.stop()
      this.#watches = null
      this.#missed.acquit()
      this.#rates?.setLookedAt(false)
      this.#rates = null
      this.#link = null
      link?.close()
    }
  }

  async #connect(signal: AbortSignal): Promise<HostLink> {
    const { slots, resolveAuth, openLink } = this.#deps
    const leave = await slots.take(signal)
    try {
      const host = this.#host
      const link = await openLink({ ...host, auth: await resolveAuth(host.id) }, signal)
      this.#diagnostics.connects += 1
      return link
    } finally {
      leave()
    }
  }

  /** Reads until the connection ends (throws why) or we are interrupted (returns). */
  async #serve(link: HostLink, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#deps
    const lanes = this.#lanesOf(link)
    link.onEnd(() => this.#alarm.wake())
    this.#dirty.take()
    await this.#readInFull(lanes, link, signal)
    this.#follow(link)
    let drift = random()
    while (!signal.aborted) {
      const why = link.ended() ?? lanes.failure
      if (why !== null) throw why
      if (lanes.takeLate()) this.#publish(this.#observe(link, false))
      const fullAtMs = this.#nextFullReadAtMs(drift)
      const dirtyAtMs = this.#dirty.dueAtMs(this.#watchers > 0 ? WATCHED_PACE : UNWATCHED_PACE) ?? fullAtMs
      if (this.#waiters.length > 0 || fullAtMs <= clock.now()) {
        await this.#readInFull(lanes, link, signal)
        drift = random()
      } else if (dirtyAtMs <= clock.now()) {
        await this.#readDirty(lanes, link, signal)
      } else {
        await this.#alarm.sleep(Math.min(fullAtMs, dirtyAtMs) - clock.now())
      }
    }
  }

  #lanesOf(link: HostLink): Lanes {
    const { clock, commands } = this.#deps
    return new Lanes(link, {
      clock,
      commands,
      onFact: (command, output) => this.#reader.take(command, output),
      onLate: (owed) => {
        owed.forEach((source) => this.#markDirty(source))
        this.#alarm.wake()
      },
    })
  }

  #markDirty(source: SourceId) {
    this.#dirty.mark(source, this.#deps.clock.now())
    // A guest's process comes and goes with it, and nobody tells of processes.
    if (source === 'guests') this.#dirty.mark('processes', this.#deps.clock.now())
    this.#missed.acquit()
    this.#alarm.wake()
  }

  #observe(link: HostLink, isFull: boolean): ReadOutcome {
    return this.#reader.observe({ isFull, sshConnection: link.sshConnection() })
  }

  #follow(link: HostLink) {
    const { clock, random, watches } = this.#deps
    this.#watches = new HostWatches(link, {
      clock,
      random,
      specs: watches,
      onDirty: (source) => this.#markDirty(source),
    })
    // It never rejects: a watch that cannot be opened is in its status.
    void this.#watches.start()
    this.#rates = new RateReader({
      clock,
      shell: link.shell,
      state: () => this.#reader.current?.state ?? null,
      onSample: (sample) => {
        this.#rateLog = appendSample(this.#rateLog, sample)
        this.#deps.emit({ kind: 'rates', hostId: this.#host.id, sample })
      },
    })
    this.#rates.setLookedAt(this.#watchers > 0)
  }

  /** `drift` (0 to 1) moves hosts that were added together apart. */
  #nextFullReadAtMs(drift: number): number {
    const last = this.#reader.current?.fullReadAtMs ?? 0
    return last + (this.#watchers > 0 ? WATCHED_MS : UNWATCHED_MS * (0.95 + drift / 10))
  }

  async #readInFull(lanes: Lanes, link: HostLink, signal: AbortSignal): Promise<void> {
    const waiters = this.#waiters.splice(0)
    const wasTold = this.#dirty.take().size > 0
    try {
      await lanes.read('all')
      signal.throwIfAborted()
      const outcome = this.#observe(link, true)
      this.#failures = 0
      this.#diagnostics.fullReads += 1
      const isDeaf = this.#watches?.statuses().some(({ status }) => status !== 'live') ?? true
      if (outcome.isSilent && !wasTold && !isDeaf && this.#dirty.isEmpty) this.#missed.suspect()
      this.#publish(outcome)
      for (const { resolve } of waiters.splice(0)) resolve(outcome.reading)
    } finally {
      // Not read after all: they wait for the next try, or are told with the others why there is none.
      this.#waiters.unshift(...waiters)
    }
  }

  async #readDirty(lanes: Lanes, link: HostLink, signal: AbortSignal): Promise<void> {
    await lanes.read(this.#dirty.take())
    signal.throwIfAborted()
    this.#diagnostics.partialReads += 1
    this.#publish(this.#observe(link, false))
  }

  #publish({ reading, previous, isChanged }: ReadOutcome) {
    this.#dirty.readingEnded(this.#deps.clock.now())
    this.#noticeReboot(previous, reading)
    this.#setStatus({ status: 'online', reason: null, nextAttemptAtMs: null, offeredHostKey: null })
    this.#deps.emit({ kind: 'read', hostId: this.#host.id, reading })
    if (isChanged) this.#emitChange(reading, previous)
  }

  #noticeReboot(previous: Reading | null, next: Reading) {
    const [before, after] = [previous?.state.system.bootId, next.state.system.bootId]
    if (!before || !after || before === after) return
    this.#diagnostics.reboots += 1
    this.#deps.emit({ kind: 'rebooted', hostId: this.#host.id })
  }

  #emitChange({ version, state }: Reading, previous: Reading | null) {
    this.#deps.emit({ kind: 'changed', hostId: this.#host.id, version, previous: previous?.state ?? null, next: state })
  }

  #setStatus(next: SessionStatus) {
    const before = this.#status
    this.#status = next
    const isSame = before.status === next.status && before.reason?.message === next.reason?.message
    if (!isSame || before.nextAttemptAtMs !== next.nextAttemptAtMs) {
      this.#deps.emit({ kind: 'status', hostId: this.#host.id, snapshot: this.snapshot() })
    }
  }

  #interrupt() {
    this.#abort.abort(new AppError('host_offline', { message: 'This host is no longer watched.' }))
    this.#alarm.wake()
  }

  #failWaiters(why: AppError) {
    for (const { reject } of this.#waiters.splice(0)) reject(why)
  }
}

function offeredHostKey(error: AppError): HostKey | null {
  const parsed = HostKeySchema.safeParse(error.details.offeredHostKey)
  return parsed.success ? parsed.data : null
}
