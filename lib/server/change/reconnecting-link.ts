import 'server-only'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import { AppError } from '../errors'
import type { ShellCommand } from '../ssh/shell-channel'
import type { ChangeDeps, ChangeLink, ChangeTimings } from './change-types'
import { within } from './sleep'

/** 3 s become 12: longer, and a connection that is lost costs the window. */
const MAX_SLOWNESS = 4

/** Whatever made a connection fail, in words for the outcome. */
export type Unreached = { reached: false; why: AppError }
export type Reached<T> = { reached: true; value: T }

/**
 * The host while its network may be changing under us: one connection for as long as it answers, then a new one, at the old
 * address or at the new. It never waits longer than a connection and a reply may take, and it does not throw for what is
 * to be expected.
 */
export class ReconnectingLink {
  readonly #deps: Pick<ChangeDeps, 'connect' | 'clock'>
  readonly #timings: ChangeTimings
  /** Where to try, the one that worked last first. `undefined`: the address the host is stored with. */
  #addresses: (string | undefined)[]
  #link: ChangeLink | null = null
  #ahead: Promise<Reached<ChangeLink> | Unreached> | null = null
  /** How many times slower than expected the host answers, as far as it has shown. */
  #slowness = 1
  /** What a connection may take: more at a host whose sign-in has shown to be slow. */
  #connectMs: number

  constructor(deps: Pick<ChangeDeps, 'connect' | 'clock'>, timings: ChangeTimings, confirmAddress?: string) {
    this.#deps = deps
    this.#timings = timings
    this.#connectMs = timings.connectMs
    this.#addresses = confirmAddress === undefined ? [undefined] : [undefined, confirmAddress]
  }

  /** A connection that nobody has used before; the caller closes it. */
  async connectAfresh(address?: string, ms = this.#connectMs): Promise<Reached<ChangeLink> | Unreached> {
    const { clock, connect } = this.#deps
    const controller = new AbortController()
    const late = new AppError('host_unreachable', {
      message: `The host did not let the console sign in within ${Math.round(ms / 1000)} s.`,
    })
    const cancel = clock.after(ms, () => controller.abort(late))
    const from = clock.now()
    try {
      const value = await connect({ address, signal: controller.signal })
      this.#learn(clock.now() - from)
      return { reached: true, value }
    } catch (error) {
      return { reached: false, why: error instanceof AppError ? error : toUnreachable(error) }
    } finally {
      cancel()
    }
  }

  /** Begins a connection that connectNext() will give. */
  connectAhead(address?: string): void {
    this.#ahead ??= this.connectAfresh(address)
  }

  /** The connection that was begun ahead, or else one that is begun now; nobody has used it before. The caller closes it. */
  connectNext(address?: string): Promise<Reached<ChangeLink> | Unreached> {
    const ahead = this.#ahead
    this.#ahead = null
    return ahead ?? this.connectAfresh(address)
  }

  /** Outputs in the order of the commands, over the connection at hand or a new one, all within `ms`. */
  async run(
    commands: readonly ShellCommand[],
    ms = this.#timings.replyMs,
  ): Promise<Reached<CommandOutput[]> | Unreached> {
    const link = await this.#open()
    if (!link.reached) return link
    try {
      const outputs = await within(this.#deps.clock, ms * this.#slowness, link.value.shell.run(commands))
      if (outputs !== null) return { reached: true, value: outputs }
      this.#leave()
      // Lost, or only slow: a host that is slow would never be heard otherwise.
      this.#slowness = Math.min(MAX_SLOWNESS, 2 * this.#slowness)
      return { reached: false, why: new AppError('host_unreachable', { message: 'The host stopped answering.' }) }
    } catch (error) {
      this.#leave()
      return { reached: false, why: error instanceof AppError ? error : toUnreachable(error) }
    }
  }

  /** As run(), and once more where the connection at hand turns out to be dead: for what may be done twice. */
  async runAgain(commands: readonly ShellCommand[], ms?: number): Promise<Reached<CommandOutput[]> | Unreached> {
    const first = await this.run(commands, ms)
    return first.reached ? first : this.run(commands, ms)
  }

  /**
   * Work that may be done twice: once more over a new connection where the one at hand breaks. Throws what the work throws, and
   * why the host is not reached.
   */
  async doAgain<T>(work: (shell: ChangeLink['shell']) => Promise<T>): Promise<T> {
    try {
      return await work((await this.requireLink()).shell)
    } catch (error) {
      if (!isLostConnection(error)) throw error
      this.#leave()
      return work((await this.requireLink()).shell)
    }
  }

  /** A sign-in that was slow once (name look-ups, a busy host) is so again: half as much again is waited for it. */
  #learn(tookMs: number): void {
    this.#connectMs = Math.max(this.#connectMs, Math.min(this.#timings.patientMs, 1.5 * tookMs))
  }

  /** The connection at hand or a new one, for work while no window runs. Throws why there is none. */
  async requireLink(): Promise<ChangeLink> {
    const link = await this.#open(this.#timings.patientMs)
    if (!link.reached) throw link.why
    return link.value
  }

  /** Goes on over this link, which has just proved itself. */
  adopt(link: ChangeLink): void {
    this.#leave()
    this.#link = link
  }

  async #open(ms = this.#connectMs): Promise<Reached<ChangeLink> | Unreached> {
    if (this.#link) return { reached: true, value: this.#link }
    let last: Unreached | null = null
    for (const address of this.#addresses) {
      const link = await this.connectAfresh(address, ms)
      if (link.reached) {
        this.#link = link.value
        this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)]
        return link
      }
      last = link
    }
    return last ?? { reached: false, why: toUnreachable('no address') }
  }

  close(): void {
    this.#leave()
    void this.#ahead?.then((link) => link.reached && link.value.close())
    this.#ahead = null
  }

  #leave(): void {
    this.#link?.close()
    this.#link = null
  }
}

const isLostConnection = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'shell_failed' || error.code === 'host_unreachable')

const toUnreachable = (error: unknown): AppError =>
  new AppError('host_unreachable', {
    message: `The host could not be reached: ${error instanceof Error ? error.message : String(error)}`,
    cause: error,
  })
