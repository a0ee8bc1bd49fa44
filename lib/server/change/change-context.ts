import 'server-only'
import type { GuardPaths } from '@/lib/core/guard/transaction'
import { HOST_PATHS } from '@/lib/core/guard/transaction'
import type { StepProgress } from '@/lib/core/guard/wal'
import { stepProgress } from '@/lib/core/guard/wal'
import type { HostStatus } from '@/lib/core/guard/host-status'
import { ChangeControl } from './change-control'
import type { ChangeDeps, ChangeEvent, ChangeRequest, ChangeTimings, Failpoint, Phase } from './change-types'
import { DEFAULT_TIMINGS } from './change-types'
import { ReconnectingLink } from './reconnecting-link'

/** One change under way: what was asked, the means, and what has been told so far. */
export class ChangeContext {
  readonly request: ChangeRequest
  readonly deps: ChangeDeps
  readonly paths: GuardPaths
  readonly timings: ChangeTimings
  readonly host: ReconnectingLink
  readonly control: ChangeControl
  /** As last told. */
  steps: StepProgress[]
  #secondsLeft: number | null = null

  /** Our folder is there: what follows may have to be cleared away. Never true for a folder that another run has made. */
  isOnHost = false
  /** On our clock: when the guard fires, as the host said last. */
  deadlineMs: number

  constructor(request: ChangeRequest, deps: ChangeDeps, control = new ChangeControl()) {
    this.request = request
    this.deps = deps
    this.control = control
    this.deadlineMs = deps.clock.now() + request.windowSeconds * 1000
    this.paths = deps.paths ?? HOST_PATHS
    this.timings = { ...DEFAULT_TIMINGS, ...deps.timings }
    this.host = new ReconnectingLink(deps, this.timings, request.confirmAddress)
    this.steps = stepProgress([], request.transaction.steps.length)
  }

  get id(): string {
    return this.request.transaction.id
  }

  async tell(event: ChangeEvent): Promise<void> {
    await this.deps.onEvent?.(event)
  }

  /** To be awaited before the remote act that it announces. */
  async begin(phase: Phase, detail: string): Promise<void> {
    await this.tell({ kind: 'phase', phase, detail })
  }

  async failpoint(name: Failpoint): Promise<void> {
    await this.deps.failpoint?.(name)
  }

  /** Tells what is new in a status. */
  async tellStatus({ wal, secondsLeft, state }: HostStatus): Promise<void> {
    const steps = stepProgress(wal, this.request.transaction.steps.length)
    if (JSON.stringify(steps) !== JSON.stringify(this.steps)) {
      this.steps = steps
      await this.tell({ kind: 'steps', steps })
      if (steps.some(({ status }) => status !== 'waiting')) await this.failpoint('mid_apply')
    }
    if (state === 'armed') this.deadlineMs = this.deps.clock.now() + secondsLeft * 1000
    if (state === 'armed' && secondsLeft !== this.#secondsLeft) {
      this.#secondsLeft = secondsLeft
      await this.tell({ kind: 'window', secondsLeft })
    }
  }
}
