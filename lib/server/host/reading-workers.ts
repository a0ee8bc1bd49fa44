import 'server-only'
import type { SourceId } from '@/lib/core/model/network-state'
import type { CommandOutput, ReadCommand } from '@/lib/core/observe/read-command'
import type { CommandRunner } from '../ssh/shell'
import type { Clock } from './clock'
import { collect } from './collect'
import type { HostLink } from './host-link'

/** How long a reading is waited for. Longer: a hung libvirtd hides the links; shorter: two pictures where one would do. */
const PATIENCE_MS = 3_000

export type ReadingWorkersDeps = {
  clock: Clock
  commands: readonly ReadCommand[]
  /** Commands are about to be sent: gives the number that their facts come with. */
  ask: () => number
  /** A command is back. */
  onFact: (command: ReadCommand, output: CommandOutput, question: number) => void
  /** What was not waited for has ended. `owed`: sources that were asked for meanwhile and have to be read again. */
  onLate: (owed: ReadonlySet<SourceId>) => void
}

type Worker = { runner: CommandRunner; commands: readonly ReadCommand[]; run: Run | null }
/** `ended` never rejects. */
type Run = { isLate: boolean; owed: Set<SourceId>; ended: Promise<void> }

/**
 * The shells that one host is read with. Commands in a shell run one after another, so what waits for libvirt, whose daemon may
 * hang for the length of a deadline, has a shell of its own: links and bridges stay live meanwhile. Belongs to one connection.
 */
export class ReadingWorkers {
  readonly #deps: ReadingWorkersDeps
  readonly #workers: readonly Worker[]
  #failure: Error | null = null
  #hasLate = false

  constructor(link: HostLink, deps: ReadingWorkersDeps) {
    this.#deps = deps
    const ofLibvirt = ({ source }: ReadCommand) => source === 'networks' || source === 'guests'
    this.#workers = [
      { runner: link.shell, commands: deps.commands.filter((command) => !ofLibvirt(command)), run: null },
      { runner: link.libvirtShell, commands: deps.commands.filter(ofLibvirt), run: null },
    ]
  }

  /** What a late reading failed with. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Whether late facts have come since this was last asked. */
  takeLate(): boolean {
    const had = this.#hasLate
    this.#hasLate = false
    return had
  }

  /**
   * Reads sources. Resolves when all is back or patience has ended; onLate tells of the rest. A reading of everything waits for
   * at least one fact: a host that says nothing is not read. A worker that is still busy is left alone and reads what is owed
   * later; where somebody `isAsking`, or no worker is free, it is waited for first. Throws what collect
   * throws.
   */
  async read(sources: 'all' | ReadonlySet<SourceId>, { isAsking = false } = {}): Promise<void> {
    let begun = () => undefined as void
    const firstFact = new Promise<void>((resolve) => (begun = resolve))
    const asked = this.#workers
      .map((worker) => ({ worker, wanted: worker.commands.filter((command) => isWanted(command, sources)) }))
      .filter(({ wanted }) => wanted.length > 0)
    const mayWait = isAsking || (sources === 'all' && asked.every(({ worker }) => worker.run !== null))
    let isOver = false
    const runs = asked.map(async ({ worker, wanted }) => {
      if (mayWait) await worker.run?.ended
      if (this.#failure !== null) throw this.#failure
      if (isOver) this.#deps.onLate(sourcesOf(wanted))
      else if (worker.run !== null) for (const { source } of wanted) worker.run.owed.add(source)
      else await this.#begin(worker, wanted, begun)
    })
    // Late, nobody awaits them any more, and onLate has told.
    for (const run of runs) run.catch(() => undefined)
    let cancel = () => undefined as void
    const patience = new Promise<void>((resolve) => {
      cancel = this.#deps.clock.after(PATIENCE_MS, () => {
        resolve(sources === 'all' ? firstFact : undefined)
      })
    }).then(() => {
      isOver = true
      for (const { run } of this.#workers) if (run !== null) run.isLate = true
    })
    try {
      await Promise.race([Promise.all(runs), patience])
    } finally {
      isOver = true
      cancel()
    }
  }

  #begin(worker: Worker, wanted: readonly ReadCommand[], onFirst: () => void): Promise<void> {
    const owed = new Set<SourceId>()
    const question = this.#deps.ask()
    const onFact = (command: ReadCommand, output: CommandOutput) => {
      this.#deps.onFact(command, output, question)
      onFirst()
    }
    const work = collect(worker.runner, wanted, onFact).then(
      () => end(null),
      (error: unknown) => {
        end(error instanceof Error ? error : new Error(String(error)))
        throw error
      },
    )
    const run: Run = (worker.run = { isLate: false, owed, ended: work.catch(() => undefined) })
    const end = (error: Error | null) => {
      worker.run = null
      if (!run.isLate) return
      this.#failure ??= error
      this.#hasLate = true
      this.#deps.onLate(run.owed)
    }
    return work
  }
}

const isWanted = ({ source, isLearned }: ReadCommand, sources: 'all' | ReadonlySet<SourceId>): boolean =>
  sources === 'all' || (!isLearned && sources.has(source))

const sourcesOf = (commands: readonly ReadCommand[]): Set<SourceId> => new Set(commands.map(({ source }) => source))
