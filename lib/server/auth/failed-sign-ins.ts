import 'server-only'
import type { AuditEvent, AuditLog } from '../audit/audit-log'
import type { Clock } from '../host/clock'

/** Of each account, before the rest is counted together. */
const IN_FULL = 5
const FIRST_WINDOW_MS = 15 * 60_000
const LONGEST_WINDOW_MS = 3_600_000
/** More are many, however many. */
const MAX_ADDRESSES = 100

type Deps = {
  audit: Pick<AuditLog, 'append'>
  clock: Pick<Clock, 'after'>
  now: () => Date
  onError: (error: unknown) => void
}
type Failure = { address: string | null; target: string; beginsLock: boolean }
type Window = {
  since: Date
  ms: number
  written: number
  more: number
  locks: number
  addresses: Set<string>
  cancel: () => void
}

/**
 * Failed sign-ins in the audit log: the first few of an account one by one, and what follows as one entry with their number, at
 * the end of a quarter of an hour, and then of an hour while it goes on. Anybody can make them, and the log is for ever.
 */
export class FailedSignIns {
  readonly #deps: Deps
  /** By target: there are as many as users, and one for names that nobody has. */
  readonly #windows = new Map<string, Window>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Writes it down, or counts it. Throws where the log cannot be written. */
  async note({ address, target, beginsLock }: Failure): Promise<void> {
    const window = this.#windows.get(target) ?? this.#open(target, FIRST_WINDOW_MS, 0)
    if (window.written < IN_FULL) {
      window.written += 1
      const event = { actor: 'anonymous', address, target }
      await this.#deps.audit.append({ ...event, action: 'session.sign-in-failed' })
      if (beginsLock) await this.#deps.audit.append({ ...event, action: 'session.locked' })
      return
    }
    window.more += 1
    if (beginsLock) window.locks += 1
    if (address !== null && window.addresses.size < MAX_ADDRESSES) window.addresses.add(address)
  }

  /** Writes down what has been counted so far. Never rejects: a stopping console has more to do. */
  async stop(): Promise<void> {
    const windows = [...this.#windows]
    this.#windows.clear()
    for (const [target, window] of windows) {
      window.cancel()
      await this.#write(target, window).catch(this.#deps.onError)
    }
  }

  #open(target: string, ms: number, written: number): Window {
    const window: Window = {
      ...{ since: this.#deps.now(), ms, written, more: 0, locks: 0, addresses: new Set<string>() },
      cancel: this.#deps.clock.after(ms, () => this.#close(target, window)),
    }
    this.#windows.set(target, window)
    return window
  }

  #close(target: string, window: Window): void {
    this.#windows.delete(target)
    if (window.more === 0) return
    // It goes on, most likely: nothing of it is written in full again before it has been quiet for one window.
    this.#open(target, Math.min(2 * window.ms, LONGEST_WINDOW_MS), IN_FULL)
    this.#write(target, window).catch(this.#deps.onError)
  }

  async #write(target: string, { since, more, locks, addresses }: Window): Promise<void> {
    if (more === 0) return
    const event: AuditEvent = { actor: 'anonymous', address: null, action: 'session.sign-in-failed', target }
    const detail = { more, since: since.toISOString(), addresses: addresses.size, locks }
    await this.#deps.audit.append({ ...event, detail })
  }
}
