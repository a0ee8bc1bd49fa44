import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseWal } from '../../core/guard/wal'
import { inUndoOrder } from '../../core/guard/render-rollback'
import { FACTS_SCRIPT, UPLOAD_SCRIPT } from '../../core/guard/host-scripts'
import { HOST_PATHS } from '../../core/guard/transaction'
import { quoteText } from '../../core/shell/quote'
import { Machine } from '../machine/machine'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { CONSOLE } from '../machine/session'
import type { Session } from '../machine/session'
import type { Ask } from '../shell/asks'
import { isAlive, sayResult } from '../shell/asks'
import type { ProcFacts, Run } from '../shell/host-shell'
import { HostShell, signalGroup } from '../shell/host-shell'
import type { RootFolder } from '../shell/root-folder'
import { whyNoShell } from '../shell/stubs'
import { BOOT_SCRIPT, isOwnFile, isOwnScript, ownCalls, readTransaction } from './own-scripts'
import type { Perform } from './tools'
import { ANSWERED, checkSums, freeSpace, move, performBatch, SIMULATED } from './tools'
import { Units } from './units'

export type GuardPace = {
  /** Before each step of an apply: what makes progress visible. */
  stepMs: number
  /** What a script calls a second where it waits before it looks again. */
  secondMs: number
}
export const DEFAULT_PACE: GuardPace = { stepMs: 150, secondMs: 1_000 }

/** What the guard needs of its host. */
export type GuardHost = { machine: Machine; pace: GuardPace; perform: Perform }

const SIMULATED_TOOLS: ReadonlySet<string> = new Set(SIMULATED)
const isSimulated = (tool: string): boolean => SIMULATED_TOOLS.has(tool)
const APPLY = 'patchbay-apply-'
/** A script may be asked for while it is still written. */
const UPLOAD_LOOKS = 100
const LOOK_MS = 20

type Place = { shell: HostShell; units: Units }

/**
 * The product's own scripts on a simulated host: a shell of this machine runs what the console has uploaded, with tools that ask this
 * process (lib/simhost/shell), and systemd's part is played by units.ts.
 */
export class SimGuard {
  #place: Place | null = null
  /** Per transaction: goes on from what its apply waits for, or skips its next wait. */
  readonly #waiting = new Map<string, (() => void) | 'skip'>()

  /** By the pid of who made it. */
  readonly #spaces = new Map<string, Machine>()

  constructor(readonly host: GuardHost) {}

  /** Undefined: not a script of the product. */
  answer(argv: readonly string[], stdin: string, session: Session, deadlineMs?: number): Promise<Result> | undefined {
    const [shell, flag = '', script = ''] = argv
    if (shell !== 'sh' || (flag === '-c' && !isOwnScript(argv))) return undefined
    const lack = whyNoShell()
    if (lack !== null) return Promise.resolve(script === FACTS_SCRIPT ? this.#lackingFacts(lack) : failed(127, lack))
    if (!session.isRoot && script !== FACTS_SCRIPT)
      return Promise.resolve(failed(2, `sh: 0: cannot open ${flag}: No such file`))
    const input = script === UPLOAD_SCRIPT ? ownCalls(stdin) : stdin
    return input === null
      ? Promise.resolve(failed(2, 'sh: 1: Syntax error'))
      : this.#run(argv.slice(1), input, session, deadlineMs)
  }

  async #run(words: readonly string[], stdin: string, session: Session, deadlineMs?: number): Promise<Result> {
    const { shell } = this.#open()
    const [first = '', ...rest] = words
    const led = (word: string): string => shell.root.lead(word)
    const script = first === '-c' ? first : await this.#ownFile(shell, shell.root.path, led(first))
    if (typeof script !== 'string') return script
    const [text = '', ...args] = rest
    const given = first === '-c' ? [led(text), ...args.map((word) => (word.startsWith('/') ? led(word) : word))] : rest
    const run = shell.start([script, ...given], { session, stdin })
    let isLate = false
    const end = (): void => {
      isLate = true
      void run.born.then(() => signalGroup(run.pid, 'SIGKILL'))
    }
    const late = deadlineMs === undefined ? undefined : setTimeout(end, deadlineMs)
    const result = await run.ended
    clearTimeout(late)
    return isLate ? { ...result, status: 124 } : result
  }

  /** A shell, of which a simulated host needs none before its first change. */
  #open(): Place {
    if (this.#place !== null) return this.#place
    const { machine } = this.host
    const tools = [...ANSWERED, ...SIMULATED.filter((tool) => machine.hasTool(tool))]
    const shell: HostShell = new HostShell(
      tools,
      () => this.#facts(),
      (ask, run): Promise<string> => this.#answerAsk(place, ask, run),
    )
    const place: Place = { shell, units: new Units(shell, (command, unit) => this.#startUnit(shell, command, unit)) }
    this.#place = place
    return place
  }

  async #startUnit(shell: HostShell, [first = '', ...rest]: readonly string[], unit: string): Promise<Run | Result> {
    const script = first === '-c' ? first : await this.#ownFile(shell, shell.root.path, first)
    return typeof script === 'string' ? shell.start([script, ...rest], { session: CONSOLE, unit }) : script
  }

  #facts(): ProcFacts {
    const { world, state } = this.host.machine
    const { bootedAtMs, bootId, machineId } = state.system
    return { uptimeSeconds: Math.max(0, Math.floor((world.now() - bootedAtMs) / 1000)), bootId, machineId }
  }

  #lackingFacts(lack: string): Result {
    const { bootId, machineId } = this.#facts()
    return ok(`uid 0\nboot ${bootId}\nmachine ${machineId}\nlauncher systemd\nmissing /bin/sh: ${lack}\nend\n`)
  }

  async #answerAsk(place: Place, ask: Ask, run: Run): Promise<string> {
    const { shell } = place
    try {
      if (ask.argv[0] !== 'sh') return sayResult(await this.#answerTool(place, ask, run))
      const copy = await this.#ownFile(shell, ask.cwd, ask.argv[1] ?? '')
      if (typeof copy !== 'string') return sayResult(copy)
      shell.bear(ask.pid, run)
      return `shift\nexec /bin/sh ${quoteText(copy)} "$@"\n`
    } catch (error) {
      return sayResult(failed(70, String(error)))
    }
  }

  /** What to run for a file of the host; a Result: why it is not run. */
  async #ownFile(shell: HostShell, cwd: string, name: string): Promise<string | Result> {
    const { root } = shell
    const file = root.plain(path.resolve(cwd, name))
    for (let look = 0; !isOwnFile(root, file, isSimulated); look += 1) {
      if (root.read(file) === null) return failed(2, `sh: 0: cannot open ${root.plain(name)}: No such file`)
      if (look === UPLOAD_LOOKS || root.has(file.replace(/[^/]*$/, 'manifest.json')))
        return failed(126, `sh: ${file}: a simulated host runs the scripts of Patchbay alone`)
      await wait(LOOK_MS)
    }
    return root.copy(file)
  }

  async #answerTool({ shell, units }: Place, ask: Ask, run: Run): Promise<Result> {
    const [tool = '', ...words] = ask.argv
    switch (tool) {
      case 'sleep':
        await this.#pause(run, Number(words[0]) * this.host.pace.secondMs)
        return ok()
      case 'sync':
        if (words.some((file) => /\nB \d+\n$/.test(`\n${shell.root.read(shell.root.plain(file)) ?? ''}`)))
          await this.#pause(run, this.host.pace.stepMs)
        return ok()
      case 'mv':
        return move(ask)
      case 'sha256sum':
        return checkSums(ask)
      case 'df':
        return freeSpace(ask, this.host.machine.state.freeKbytes)
      case 'id':
        return ok(run.session.isRoot ? '0\n' : '1000\n')
      case 'systemctl':
        return units.control(words)
      case 'systemd-run':
        return units.run(words)
      default:
        return this.#simulate(shell, ask, run)
    }
  }

  async #simulate({ root }: HostShell, { argv, stdin, seconds, space }: Ask, run: Run): Promise<Result> {
    const plain = argv.map((word) => root.plain(word))
    const perform = space === '' ? this.host.perform : this.#performIn(space)
    const { result, ...outcome } = performBatch(perform, plain, root.plain(stdin), run.session)
    const deadlineMs = (seconds ?? Infinity) * 1000
    const isLate = outcome.isHung || outcome.isStuck || outcome.delayMs > deadlineMs
    await this.#pause(run, isLate ? deadlineMs : outcome.delayMs)
    if (isLate) return { status: 124, stdout: '', stderr: '' }
    return { ...result, stdout: root.lead(result.stdout), stderr: root.lead(result.stderr) }
  }

  /** A network namespace of its own has lo, and goes with the process that made it. */
  #performIn(space: string): Perform {
    for (const pid of this.#spaces.keys()) if (!isAlive(Number(pid))) this.#spaces.delete(pid)
    const { name } = this.host.machine.options
    const machine = this.#spaces.get(space) ?? new Machine({ name, hasOvs: false, hasLibvirt: false, hasLldp: false })
    this.#spaces.set(space, machine)
    return (argv, stdin) => ({
      ...{ result: machine.run(argv, stdin), delayMs: 0, isHung: false, isStuck: false, isCut: false },
    })
  }

  /** Only an apply can be hurried. */
  async #pause({ unit }: Run, ms: number): Promise<void> {
    if (ms <= 0) return
    const id = unit.startsWith(APPLY) ? unit.slice(APPLY.length) : null
    if (id !== null && this.#waiting.get(id) === 'skip') {
      this.#waiting.delete(id)
      return
    }
    await new Promise<void>((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(resolve, ms).unref()
      if (id === null) return
      this.#waiting.set(id, () => {
        clearTimeout(timer)
        resolve()
      })
    })
    if (id !== null) this.#waiting.delete(id)
  }

  /** The apply of this transaction goes on at once from what it waits for, or from what it is about to wait for. */
  hurry(id: string): void {
    const waiting = this.#waiting.get(id)
    if (typeof waiting === 'function') waiting()
    else this.#waiting.set(id, 'skip')
  }

  /** A file of the host; null: not there. */
  read(file: string): string | null {
    return this.#place?.shell.root.read(file) ?? null
  }

  has(file: string): boolean {
    return this.#place?.shell.root.has(file) ?? false
  }

  /** The machine starts anew: no process lives on, /run is empty, and the boot unit puts back what was armed. */
  async reboot(): Promise<void> {
    if (this.#place === null) return
    const { shell, units } = this.#place
    await units.stopAll()
    this.#waiting.clear()
    for (const folder of this.#unended(shell.root)) this.#forgetRunning(shell.root, folder)
    shell.root.remove(HOST_PATHS.run)
    shell.tellFacts()
    if (units.isBootGuardEnabled) await this.#run([BOOT_SCRIPT], '', CONSOLE)
  }

  #unended(root: RootFolder): string[] {
    const folders = root.names(`${HOST_PATHS.root}/txn`).map((id) => `${HOST_PATHS.root}/txn/${id}`)
    return folders.filter((folder) => ['armed', 'firing'].some((state) => root.has(`${folder}/state.d/${state}`)))
  }

  /** What the kernel forgets when it starts anew: everything of an unended change that is not stored. */
  #forgetRunning(root: RootFolder, folder: string): void {
    const { steps } = readTransaction(root, folder, isSimulated) ?? { steps: [] }
    const wal = parseWal(root.read(`${folder}/wal`) ?? '')
    const begun = new Set(wal.flatMap((entry) => (entry.kind === 'begin' ? [entry.step] : [])))
    for (const { step, action } of inUndoOrder(steps)) {
      if (!begun.has(step) || steps[step - 1]?.survivesReboot === true) continue
      for (const { argv, stdin = '' } of action.run) this.host.machine.run(argv, stdin)
    }
  }

  /** No process, timer or file is left. */
  async end(): Promise<void> {
    const place = this.#place
    this.#place = null
    if (place === null) return
    await place.units.stopAll()
    await place.shell.end()
  }
}
