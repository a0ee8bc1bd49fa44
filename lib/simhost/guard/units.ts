import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { HostShell, Run } from '../shell/host-shell'
import { BOOT_UNIT_FILE } from './own-scripts'

const STOP_MS = 3_000

/** systemd of a simulated host as far as the guard asks for it: transient timers and services, and the unit that runs at boot. */
export class Units {
  readonly #timers = new Map<string, { timer: ReturnType<typeof setTimeout>; atMs: number }>()
  #isEnabled = false

  /** `start`: a service; a Result: why not. */
  constructor(
    readonly shell: HostShell,
    readonly start: (command: readonly string[], unit: string) => Promise<Run | Result>,
  ) {}

  get isBootGuardEnabled(): boolean {
    return this.#isEnabled && this.shell.root.has(BOOT_UNIT_FILE)
  }

  /** systemd-run: a service now, to its end with --wait, or at the end of a timer. */
  async run(words: readonly string[]): Promise<Result> {
    const at = words.indexOf('/bin/sh')
    const command = words.slice(at + 1)
    const option = (name: string): string | undefined =>
      words
        .slice(0, at)
        .find((word) => word.startsWith(`--${name}`))
        ?.slice(name.length + 3)
    const unit = option('unit')
    if (at < 0 || unit === undefined) return failed(1, 'Failed to start transient unit: Invalid argument')
    const seconds = option('on-active')
    if (seconds !== undefined) return this.#startTimer(unit, parseFloat(seconds), command)
    const started = await this.start(command, unit)
    if (!('ended' in started)) return started
    return option('wait') === undefined ? ok() : { ...(await started.ended), stdout: '', stderr: '' }
  }

  #startTimer(unit: string, seconds: number, command: readonly string[]): Result {
    const timer = setTimeout(() => {
      this.#timers.delete(unit)
      void this.start(command, unit)
    }, seconds * 1000)
    timer.unref() // waiting for a guard is no reason for a test process to live
    this.#timers.set(unit, { timer, atMs: Date.now() + seconds * 1000 })
    return ok()
  }

  async control(words: readonly string[]): Promise<Result> {
    const [verb = '', ...rest] = words.filter((word) => word !== '--quiet')
    const [, unit = '', kind] = /^(.*)\.(timer|service)$/.exec(rest.at(-1) ?? '') ?? []
    switch (verb) {
      case 'show': {
        const timer = this.#timers.get(unit)
        const left = timer === undefined ? 'infinity' : `${Math.max(1, timer.atMs - Date.now())}ms`
        return ok(`ActiveState=${timer === undefined ? 'inactive' : 'active'}\nNextElapseUSecMonotonic=${left}\n`)
      }
      case 'stop':
        if (kind === 'timer') this.#stopTimer(unit)
        else await this.#stopService(unit)
        return ok()
      case 'daemon-reload':
        return ok()
      case 'enable':
        this.#isEnabled = true
        return ok()
      case 'is-enabled':
        return this.isBootGuardEnabled ? ok() : failed(1, '')
      default:
        return failed(1, `Unknown command verb ${verb}.`)
    }
  }

  #stopTimer(unit: string): void {
    clearTimeout(this.#timers.get(unit)?.timer)
    this.#timers.delete(unit)
  }

  async #stopService(unit: string): Promise<void> {
    const late = setTimeout(() => void this.shell.signal('SIGKILL', unit), STOP_MS)
    await this.shell.signal('SIGTERM', unit)
    clearTimeout(late)
  }

  /** As a power cut: no timer and no process is left. */
  async stopAll(): Promise<void> {
    for (const unit of [...this.#timers.keys()]) this.#stopTimer(unit)
    await this.shell.signal('SIGKILL')
  }
}
