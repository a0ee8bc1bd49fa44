import 'server-only'
import type { HostKey } from '@/lib/contract/hosts'
import { HostKey as HostKeySchema } from '@/lib/contract/hosts'
import type { PastSample } from '@/lib/core/rates/rate-log'
import { appendSample } from '@/lib/core/rates/rate-log'
import { AppError } from '../errors'
import { backoffMs } from './backoff'
import { Alarm } from './clock'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import type { ShellCommand } from '../ssh/shell-channel'
import type { HostLink } from './host-link'
import { MissedChanges } from './missed-changes'
import { Serving } from './serving'
import type { SessionDeps, SessionSnapshot } from './session-types'
import type { FleetHost } from './settings'
import type { FreshReading, Reading, ReadOutcome } from './state-reader'
import { StateReader } from './state-reader'
import { PendingRequests } from './pending-requests'

type SessionStatus = Pick<SessionSnapshot, 'status' | 'reason' | 'nextAttemptAtMs' | 'offeredHostKey'>

/**
 * One host's life: connect, read, read again, and when the connection ends start over. What may pass by itself is tried again
 * with back-off (`offline`); what needs a person is not (`refused`), until refresh() or update() says so.
 */
export class HostSession {
  readonly #deps: SessionDeps
  readonly #reader: StateReader
  readonly #alarm: Alarm
  readonly #missed: MissedChanges
  readonly #pending = new PendingRequests()
  /** Of the connection there is. */
  #serving: Serving | null = null
  /** Of the last minutes in which somebody looked. */
  #rateLog: PastSample[] = []
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
        watches: this.#serving?.watchStatuses() ?? [],
      },
    }
  }

  /** The last good reading. */
  get reading(): Reading | null {
    return this.#reader.current
  }

  get isOnline(): boolean {
    return this.#status.status === 'online'
  }

  /** Nothing tells of its changes: sshd gives the connection no channel for that. */
  get isCrowdedOut(): boolean {
    return this.#serving?.watchStatuses().some((watch) => watch.isCrowdedOut) ?? false
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
    this.#pending.fail(new AppError('host_offline', { message: 'This host is no longer watched.' }))
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
    this.#serving?.setLookedAt(true)
    this.#alarm.wake()
    let isHeld = true
    return () => {
      if (isHeld) this.#watchers -= 1
      isHeld = false
      if (this.#watchers === 0) this.#serving?.setLookedAt(false)
    }
  }

  /**
   * A full reading that begins after this call, with what has answered it; calls that come while one is on its way share the
   * next. Offline or refused: tries to connect now. Throws the AppError that keeps the host from being read.
   */
  refresh(): Promise<FreshReading> {
    if (this.#isStopped)
      return Promise.reject(new AppError('host_offline', { message: 'This host is no longer watched.' }))
    const reading = this.#pending.wait()
    this.#alarm.wake()
    return reading
  }

  /**
   * Commands beside the readings, on the shell of what may take long. Throws `host_offline` where there is no connection, and
   * what the shell throws.
   */
  run(commands: readonly ShellCommand[]): Promise<CommandOutput[]> {
    if (this.#serving !== null) return this.#serving.run(commands)
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
      this.#pending.fail(why)
      await this.#rest()
    }
  }

  /** Until the next try is due, or somebody asks for one. Merely looking is no request: a refused host stays alone. */
  async #rest(): Promise<void> {
    const until = this.#status.nextAttemptAtMs
    while (!this.#isStopped && !this.#isUpdated && this.#pending.isEmpty) {
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
    try {
      const link = await this.#connect(signal)
      signal.addEventListener('abort', link.close, { once: true })
      this.#serving = this.#servingOf(link)
      await this.#serving.untilItEnds(signal)
      return null
    } catch (error) {
      if (signal.aborted) return null
      return error instanceof AppError
        ? error
        : new AppError('internal', { message: 'Reading this host failed in Patchbay itself.', cause: error })
    } finally {
      this.#serving?.end()
      this.#serving = null
    }
  }

  async #connect(signal: AbortSignal): Promise<HostLink> {
    const { connecting, resolveAuth, openLink } = this.#deps
    const leave = await connecting.take(signal)
    try {
      const host = this.#host
      const link = await openLink({ ...host, auth: await resolveAuth(host.id) }, signal)
      this.#diagnostics.connects += 1
      return link
    } finally {
      leave()
    }
  }

  #servingOf(link: HostLink): Serving {
    const { clock, random, commands, watches } = this.#deps
    return new Serving(link, {
      ...{ clock, random, commands, watches },
      ...{ reader: this.#reader, alarm: this.#alarm, missed: this.#missed, pending: this.#pending },
      isWatched: () => this.#watchers > 0,
      onRead: (outcome, kind) => {
        if (kind === 'full') {
          this.#failures = 0
          this.#diagnostics.fullReads += 1
        }
        if (kind === 'partial') this.#diagnostics.partialReads += 1
        this.#publish(outcome)
      },
      onSample: (sample) => {
        this.#rateLog = appendSample(this.#rateLog, sample)
        this.#deps.emit({ kind: 'rates', hostId: this.#host.id, sample })
      },
      onCrowding: () => this.#deps.emit({ kind: 'status', hostId: this.#host.id, snapshot: this.snapshot() }),
    })
  }

  #publish({ reading, previous, isChanged }: ReadOutcome) {
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
}

function offeredHostKey(error: AppError): HostKey | null {
  const parsed = HostKeySchema.safeParse(error.details.offeredHostKey)
  return parsed.success ? parsed.data : null
}
