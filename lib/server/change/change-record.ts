import 'server-only'
import type { ChangeNote, ChangeStep } from '@/lib/contract/changes'
import { parseHostLog } from '@/lib/core/guard/host-log'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import type { Step } from '@/lib/core/plan/step'
import type { AuditAction, AuditEvent } from '../audit/audit-log'
import type { ChangeRow } from '../db/change'
import { saveHostLog, saveProgress, saveRawBefore } from '../db/change'
import type { Tx } from '../db/client'
import type { Services } from '../services'
import type { ChangeEvent, ChangeOutcome } from './change-types'
import { notesOf, stepsOf, toChangeProgress } from './change-view'

type RecordDeps = Pick<Services, 'audit' | 'now' | 'live'>

/** Of what one step printed: enough to see what went wrong, and a list of a thousand stays readable. */
const MAX_OUTPUT = 4_000
/** A deadline that moves less than this has not been moved: the host says it in whole seconds. */
const SAME_DEADLINE_MS = 1_500

/**
 * The durable record of one change under way: each event becomes a row before the next remote act, with the audit entries that
 * belong to it, and is then told to browsers. It holds the whole, so that each row is one statement.
 */
export class ChangeRecord {
  readonly #deps: RecordDeps
  readonly #by: { actor: string; address: string | null }
  #row: ChangeRow
  readonly #steps: ChangeStep[]
  /** Steps that the guard runs, by their number on the host. */
  readonly #guarded: ChangeStep[]
  readonly #notes: ChangeNote[]
  /** The remote act that was announced last. */
  #phase: string | null = null

  constructor(row: ChangeRow, by: { actor: string; address: string | null }, deps: RecordDeps) {
    this.#row = row
    this.#by = by
    this.#deps = deps
    this.#steps = stepsOf(row)
    this.#guarded = this.#steps.filter(({ scope }) => scope !== 'stored')
    this.#notes = notesOf(row)
  }

  get row(): ChangeRow {
    return this.#row
  }

  /** One line of the story, for what is no remote act. */
  async note(phase: string, text: string): Promise<void> {
    this.#notes.push({ at: this.#deps.now().toISOString(), phase, text })
    await this.#save({})
  }

  /** What the change tells, to be awaited before it goes on. */
  async take(event: ChangeEvent): Promise<void> {
    switch (event.kind) {
      case 'phase':
        return this.#takePhase(event)
      case 'steps':
        for (const [i, { status, exitStatus }] of event.steps.entries())
          Object.assign(this.#guarded[i] ?? {}, { status, exitStatus })
        return this.#save({})
      case 'window':
        return this.#takeWindow(event.secondsLeft)
      case 'state':
        // How it ended is written once all is known of it: `end`.
        if (event.state === 'applying' || event.state === 'awaiting_confirmation')
          await this.#save({ status: event.state })
    }
  }

  async #takePhase({ phase, detail: text }: Extract<ChangeEvent, { kind: 'phase' }>) {
    const steps = phase === 'apply' ? this.#guarded.map((step) => this.#entry('change.step', factsOf(step))) : []
    const entries = [...this.#acted(null), this.#entry('change.act', { phase, what: text }), ...steps]
    this.#phase = phase
    this.#notes.push({ at: this.#deps.now().toISOString(), phase, text })
    await this.#save(phase === 'rollback' ? { deadlineAt: null } : {}, entries)
  }

  async #takeWindow(secondsLeft: number) {
    const deadlineMs = this.#deps.now().getTime() + secondsLeft * 1000
    const known = this.#row.deadlineAt?.getTime() ?? 0
    if (Math.abs(deadlineMs - known) >= SAME_DEADLINE_MS) await this.#save({ deadlineAt: new Date(deadlineMs) })
  }

  isStoredStepDone({ id }: Step): boolean {
    return this.#steps.find((each) => each.id === id)?.status === 'done'
  }

  /** A step that is stored after the confirmation is about to run. */
  async storedStepBegins({ id }: Step): Promise<void> {
    const step = this.#steps.find((each) => each.id === id)
    if (step === undefined) return
    step.status = 'running'
    await this.#save({}, [this.#entry('change.step', factsOf(step))])
  }

  /** It has run; null: its answer was lost. */
  async storedStepEnded({ id }: Step, output: CommandOutput | null): Promise<void> {
    const step = this.#steps.find((each) => each.id === id)
    if (step === undefined) return
    step.status = output?.status === 0 ? 'done' : 'failed'
    step.exitStatus = output?.status ?? null
    step.output = cleanOutput(`${output?.stdout ?? ''}${output?.stderr ?? ''}`)
    await this.#save({}, [this.#result(step)])
  }

  /** The last row: results of all steps first, so that an end is never on record without them. */
  async end(outcome: ChangeOutcome): Promise<void> {
    this.#takeResults(outcome)
    const { state, reason, error, isPersisted, hostLog, rawBefore, comparison } = outcome
    const ran = this.#guarded.filter(({ status }) => status !== 'waiting')
    const entries = [
      ...ran.map((step) => this.#result(step)),
      ...this.#acted(error ?? (state === 'confirmed' ? null : state)),
      this.#entry('change.end', { status: state, reason, isPersisted, ...(comparison !== null && { comparison }) }),
    ]
    if (reason !== null) this.#notes.push({ at: this.#deps.now().toISOString(), phase: 'end', text: reason })
    const endedAt = this.#deps.now()
    const compared = comparison === null ? null : JSON.stringify(comparison)
    const last = {
      ...{ status: state, reason, errorCode: error, isPersisted, comparison: compared },
      ...{ deadlineAt: null, endedAt },
    }
    await this.#save(last, entries, async (tx) => {
      await saveHostLog(tx, this.#row.id, hostLog)
      if (rawBefore !== null) await saveRawBefore(tx, this.#row.id, JSON.stringify(rawBefore))
    })
  }

  /** What became of another try to store a change that had been confirmed; its end stays when it was. */
  async storedAgain({
    isPersisted,
    reason,
    comparison,
  }: Pick<ChangeOutcome, 'isPersisted' | 'reason' | 'comparison'>): Promise<void> {
    if (isPersisted) for (const step of this.#steps) if (step.scope === 'stored') step.status = 'done'
    const entries = [
      ...this.#acted(isPersisted ? null : 'not_stored'),
      this.#entry('change.stored', { isPersisted, reason, ...(comparison !== null && { comparison }) }),
    ]
    const text = reason ?? 'What has to survive a reboot is stored now.'
    this.#notes.push({ at: this.#deps.now().toISOString(), phase: 'end', text })
    // The host was compared anew: what was found when the change ended is no longer true of it.
    await this.#save(
      { isPersisted, reason, ...(comparison !== null && { comparison: JSON.stringify(comparison) }) },
      entries,
    )
  }

  /** What became of another try to put back what a rollback had left. Its end is when everything is back. */
  async triedAgain(outcome: ChangeOutcome): Promise<void> {
    this.#takeResults(outcome)
    const { state, reason, error, hostLog, comparison } = outcome
    const entries = [
      ...this.#acted(state === 'rolled_back' ? null : state),
      this.#entry('change.retried', { status: state, reason, ...(comparison !== null && { comparison }) }),
    ]
    const at = this.#deps.now()
    if (reason !== null) this.#notes.push({ at: at.toISOString(), phase: 'end', text: reason })
    const compared = comparison === null ? this.#row.comparison : JSON.stringify(comparison)
    await this.#save(
      { status: state, reason, errorCode: error, comparison: compared, deadlineAt: null, endedAt: at },
      entries,
      (tx) => saveHostLog(tx, this.#row.id, hostLog),
    )
  }

  /** A person has left the host as it is. */
  async released(text: string): Promise<void> {
    const at = this.#deps.now()
    this.#notes.push({ at: at.toISOString(), phase: 'decision', text })
    await this.#save({ releasedAt: at })
  }

  #takeResults({ state, steps, rollback, hostLog, isPersisted }: ChangeOutcome) {
    const printed = parseHostLog(hostLog)
    for (const [i, step] of this.#guarded.entries()) {
      const number = i + 1
      Object.assign(step, steps[i] ?? {})
      step.output = cleanOutput(printed.get(`out.${number}`) ?? '')
      const left = rollback.some((report) => report.step === number && isLeft(report.outcome))
      const isSeenBack = state === 'rolled_back' || rollback.some((report) => report.step === number)
      if (isSeenBack && step.status !== 'waiting' && !left) step.status = 'undone'
    }
    // After a restart of the console nobody saw them run, but what they write has been read back.
    if (state === 'confirmed' && isPersisted)
      for (const step of this.#steps) if (step.scope === 'stored') step.status = 'done'
  }

  /** The row and its audit entries, in one transaction; then browsers hear of it. */
  async #save(
    moved: Partial<ChangeRow>,
    entries: readonly AuditEvent[] = [],
    also: (tx: Tx) => Promise<void> = async () => {},
  ) {
    this.#row = { ...this.#row, ...moved, steps: JSON.stringify(this.#steps), notes: JSON.stringify(this.#notes) }
    const { id, status, steps, notes, deadlineAt, endedAt, reason, errorCode, isPersisted, comparison, releasedAt } =
      this.#row
    const progress = {
      ...{ status, steps, notes, deadlineAt, endedAt, reason },
      ...{ errorCode, isPersisted, comparison, releasedAt },
    }
    await this.#deps.audit.commit(async (tx, note) => {
      note(...entries)
      await also(tx)
      await saveProgress(tx, id, progress)
    })
    this.#deps.live.noteChange(toChangeProgress(this.#row))
  }

  #acted(failedWith: string | null): AuditEvent[] {
    const phase = this.#phase
    this.#phase = null
    return phase === null ? [] : [this.#entry('change.acted', { phase, result: failedWith ?? 'done' })]
  }

  #result = (step: ChangeStep): AuditEvent =>
    this.#entry('change.step-result', {
      ...factsOf(step),
      ...{ status: step.status, exitStatus: step.exitStatus, output: step.output },
    })

  #entry = (action: AuditAction, detail: Readonly<Record<string, unknown>>): AuditEvent => ({
    ...this.#by,
    action,
    target: `host:${this.#row.hostName}`,
    detail: { change: this.#row.id, ...detail },
  })
}

const factsOf = ({ id, summary, argv, scope }: ChangeStep) => ({ step: id, summary, argv, scope })

const isLeft = (outcome: ChangeOutcome['rollback'][number]['outcome']): boolean =>
  outcome === 'foreign' || outcome === 'open'

/** Host output is hostile: no control characters but the ends of lines. */
function cleanOutput(text: string): string {
  const printable = text.replace(/[^\P{Cc}\n]/gu, ' ').trimEnd()
  return printable.length > MAX_OUTPUT ? `${printable.slice(0, MAX_OUTPUT)}…` : printable
}
