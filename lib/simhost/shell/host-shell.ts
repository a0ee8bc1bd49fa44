import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import type { Ask } from './asks'
import { isAlive, listenForAsks } from './asks'
import { RootFolder } from './root-folder'
import { startProcess } from './starter'
import { GATE } from './stubs'

/** One shell that was started on the host, with everything that it starts. */
export type Run = {
  id: string
  session: Session
  unit: string
  /** 0 until it is born. */
  pid: number
  born: Promise<void>
  ended: Promise<Result>
  /** What it has started in the background may live on. */
  isOver: boolean
}

export type StartOptions = { session: Session; unit?: string; stdin?: string }

/** What is true of the host now, for the files of /proc that its scripts read. */
export type ProcFacts = { uptimeSeconds: number; bootId: string; machineId: string }

/** Scripts that only wait look at the time: `up` in core/guard/prelude.ts. */
const UPTIME_MS = 200

/** Shells of this machine, which see the simulated host: its tools, its /proc, its files. */
export class HostShell {
  readonly root: RootFolder
  readonly #runs = new Map<string, Run>()
  /** Shells that run a file, by pid: what /proc has of them. */
  readonly #born = new Set<number>()
  readonly #told = new Map<string, string>()
  readonly #close: () => void
  #clock: ReturnType<typeof setInterval> | null = null
  #count = 0

  constructor(
    tools: readonly string[],
    readonly facts: () => ProcFacts,
    answer: (ask: Ask, run: Run) => Promise<string>,
  ) {
    this.root = new RootFolder(tools)
    this.#close = listenForAsks(`${this.root.path}/asks`, (ask) => {
      const run = this.#runs.get(ask.run)
      return run === undefined ? Promise.resolve('exit 126\n') : run.born.then(() => answer(ask, run))
    })
    this.tellFacts()
  }

  /** `sh -c SCRIPT WORDS...`, or `sh FILE WORDS...`, in a process group of its own. */
  start(words: readonly string[], { session, unit, stdin = '' }: StartOptions): Run {
    this.tellFacts()
    const id = String((this.#count += 1))
    const isFile = words[0] !== '-c'
    const env: NodeJS.ProcessEnv = { NODE_ENV: process.env.NODE_ENV, PATH: this.root.bin, LC_ALL: 'C', SIM_RUN: id }
    const started = startProcess({
      ...{ file: '/bin/sh', words: isFile ? ['-c', GATE, 'sh', ...words] : words, cwd: this.root.path, env },
      input: isFile ? null : stdin,
      // What a unit says goes to the journal, which nobody reads; and nobody waits for its end.
      isHeard: unit === undefined,
    })
    const born = started.born.then((pid) => {
      run.pid = pid
      if (pid === 0) return
      this.root.write(`/groups/${pid}`, '')
      if (!isFile) return
      this.#bear(pid, pid)
      started.give(`\n${stdin}`)
    })
    const ended = started.ended.then(({ status, stdout, stderr }) => {
      run.isOver = true
      this.#prune()
      return { status, stdout: this.root.plain(stdout), stderr: this.root.plain(stderr) }
    })
    const run: Run = { id, session, unit: unit ?? '', pid: 0, born, ended, isOver: false }
    this.#runs.set(id, run)
    this.#clock ??= setInterval(() => this.#tick(), UPTIME_MS).unref()
    return run
  }

  /** A shell of a run runs a file: from now on /proc knows it, as core/guard/prelude.ts and render-launch.ts ask it. */
  bear(pid: number, run: Run): void {
    this.#tick()
    this.#bear(pid, run.pid)
  }

  #bear(pid: number, session: number): void {
    if (this.#born.has(pid)) return
    this.#born.add(pid)
    const fields = [pid, '(sh)', 'S', 1, session, session, ...Array.from({ length: 15 }, () => 0), (this.#count += 1)]
    this.root.makeFolder(`/proc/${pid}`)
    this.root.write(`/proc/${pid}/stat`, `${fields.join(' ')}\n`)
  }

  #tick(): void {
    this.tellFacts()
    this.#prune()
  }

  #prune(): void {
    for (const pid of this.#born) {
      if (isAlive(pid)) continue
      this.#born.delete(pid)
      this.root.remove(`/proc/${pid}`)
    }
    for (const { id, pid, isOver } of this.#runs.values()) {
      if (!isOver || (pid > 0 && isAlive(-pid))) continue
      this.#runs.delete(id)
      if (pid > 0) this.root.remove(`/groups/${pid}`)
    }
    if (this.#runs.size > 0 || this.#clock === null) return
    clearInterval(this.#clock)
    this.#clock = null
  }

  /** Seconds since boot, boot and machine: what has changed meanwhile. */
  tellFacts(): void {
    const { uptimeSeconds, bootId, machineId } = this.facts()
    const files = {
      '/proc/uptime': `${uptimeSeconds}.00 0.00\n`,
      '/proc/sys/kernel/random/boot_id': `${bootId}\n`,
      '/etc/machine-id': `${machineId}\n`,
    }
    for (const [file, text] of Object.entries(files)) {
      if (this.#told.get(file) === text) continue
      this.#told.set(file, text)
      this.root.write(file, text)
    }
  }

  /** What runs now, or all of a unit, gets a signal; resolves when it has ended. */
  async signal(signal: 'SIGTERM' | 'SIGKILL', unit?: string): Promise<void> {
    const hit = [...this.#runs.values()].filter((run) => unit === undefined || run.unit === unit)
    await Promise.all(hit.map(({ born }) => born))
    for (const { pid } of hit) signalGroup(pid, signal)
    await Promise.all(hit.map(({ ended }) => ended))
  }

  /** Ends every process of the host, and its files. */
  async end(): Promise<void> {
    if (this.#clock !== null) clearInterval(this.#clock)
    this.#close()
    await this.root.end()
  }
}

export const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    if (pid > 0) process.kill(-pid, signal)
  } catch {
    // it has ended already
  }
}
