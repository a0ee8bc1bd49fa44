import 'server-only'
import type { SourceId } from '@/lib/core/model/network-state'
import type { CommandOutput, ReadCommand } from '@/lib/core/observe/read-commands'
import type { CommandRunner } from '../ssh/shell'
import type { Clock } from './clock'
import { collect } from './collect'
import type { HostLink } from './host-link'

/** How long a reading is waited for. Longer: a hung libvirtd hides the links; shorter: two pictures where one would do. */
const PATIENCE_MS = 3_000

export type LaneDeps = {
  clock: Clock
  commands: readonly ReadCommand[]
  /** A command is back. */
  onFact: (command: ReadCommand, output: CommandOutput) => void
  /** What was not waited for has ended. `owed`: sources that were asked for meanwhile and have to be read again. */
  onLate: (owed: ReadonlySet<SourceId>) => void
}

type Lane = { runner: CommandRunner; commands: readonly ReadCommand[]; run: Run | null }
type Run = { isLate: boolean; owed: Set<SourceId>; ended: Promise<void> }

/**
 * The shells that one host is read with. Commands in a shell run one after another, so what waits for libvirt, whose daemon may
 * hang for the length of a deadline, has a shell of its own: links and bridges stay live meanwhile. Belongs to one connection.
 */
export class Lanes {
  readonly #deps: LaneDeps
  readonly #lanes: readonly Lane[]
  #failure: Error | null = null
  #hasLate = false

  constructor(link: HostLink, deps: LaneDeps) {
    this.#deps = deps
    const ofLibvirt = ({ source }: ReadCommand) => source === 'networks' || source === 'guests'
    this.#lanes = [
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
   * at least one fact: a host that says nothing is not read. A lane that is still busy is left alone and reads what is owed
   * later; where somebody `isAsking`, it is read as soon as it is free, if that is within patience. Throws what collect throws.
   */
  async read(sources: 'all' | ReadonlySet<SourceId>, { isAsking = false } = {}): Promise<void> {
    let begun = () => undefined as void
    const firstFact = new Promise<void>((resolve) => (begun = resolve))
    let isOver = false
    const busy = isAsking ? this.#lanes.flatMap((lane) => (lane.run === null ? [] : [{ lane, run: lane.run }])) : []
    const runs = this.#lanes.flatMap((lane) => this.#begin(lane, sources, begun))
    const runsOnceFree = busy.map(async ({ lane, run }) => {
      await run.ended
      if (!isOver) await Promise.all(this.#begin(lane, sources, begun))
    })
    let cancel = () => undefined as void
    const patience = new Promise<void>((resolve) => {
      cancel = this.#deps.clock.after(PATIENCE_MS, () => {
        // What is busy has been read before, and may never end.
        resolve(sources === 'all' && busy.length === 0 ? firstFact : undefined)
      })
    }).then(() => {
      isOver = true
      for (const { run } of this.#lanes) if (run !== null) run.isLate = true
    })
    try {
      await Promise.race([Promise.all([...runs, ...runsOnceFree]), patience])
    } finally {
      cancel()
    }
  }

  #begin(lane: Lane, sources: 'all' | ReadonlySet<SourceId>, onFirst: () => void): Promise<void>[] {
    const wanted = lane.commands.filter(
      ({ source, isLearned }) => sources === 'all' || (!isLearned && sources.has(source)),
    )
    if (wanted.length === 0) return []
    if (lane.run !== null) {
      for (const { source } of wanted) lane.run.owed.add(source)
      return []
    }
    let ended = () => undefined as void
    const run: Run = (lane.run = { isLate: false, owed: new Set(), ended: new Promise((resolve) => (ended = resolve)) })
    const end = (error: Error | null) => {
      lane.run = null
      ended()
      if (!run.isLate) return
      this.#failure ??= error
      this.#hasLate = true
      this.#deps.onLate(run.owed)
    }
    const onFact: LaneDeps['onFact'] = (command, output) => {
      this.#deps.onFact(command, output)
      onFirst()
    }
    const work = collect(lane.runner, wanted, onFact).then(
      () => end(null),
      (error: unknown) => {
        end(error instanceof Error ? error : new Error(String(error)))
        throw error
      },
    )
    // Late, nobody awaits it any more, and onLate has told.
    work.catch(() => undefined)
    return [work]
  }
}
