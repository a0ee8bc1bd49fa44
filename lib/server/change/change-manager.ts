import 'server-only'
import type { z } from 'zod'
import type { ApplyChangeRequest, Change } from '@/lib/contract/changes'
import { FINAL_STATUSES } from '@/lib/contract/constants/change-status'
import type { Plan } from '@/lib/core/plan/step'
import { actorWords } from '@/lib/core/text/actor-words'
import type { AuditEvent } from '../audit/audit-log'
import type { Origin } from '../auth/actor'
import type { ChangeRow } from '../db/change'
import {
  beginChange,
  giveUpChange,
  listChangesUnderWay,
  listFailedRollbacks,
  readChangeDetail,
  saveAccepts,
} from '../db/change'
import { AppError } from '../errors'
import { twinsOf } from '../host/host-notes'
import { requireHost } from '../host/read-host'
import type { Services } from '../services'
import { ChangeControl } from './change-control'
import type { ChangeLinks } from './change-links'
import { ChangeRecord } from './change-record'
import type { ChangeOutcome } from './change-types'
import { planOf, readChange, requireChange, toChangeProgress } from './change-view'
import type { ChangeRunnerDeps } from './change-runner'
import {
  runApplying,
  runReleasing,
  runResumed,
  runRetrying,
  runSeeing,
  runStoring,
  newNonce,
  sealNonce,
} from './change-runner'
import { requireFailedRollback } from './failed-rollback'
import type { Holder } from './host-locked'
import { hostLocked } from './host-locked'
import { alreadyBegun, requireApplicable } from './may-apply'
import { requestOf } from './planned-change'
import { sleep } from './sleep'
import { requireStorable } from './store-again'

export type ManagerDeps = Pick<Services, 'db' | 'audit' | 'storage' | 'live' | 'log' | 'now' | 'fleet'> &
  ChangeRunnerDeps & {
    links: ChangeLinks
    /** What has to be done before the end of a change is on record; after a crash once more. */
    afterwards: (row: ChangeRow, plan: Plan, outcome: ChangeOutcome) => Promise<void>
    /** What has to be done once a kept change has been stored, and that is on record. */
    afterStoring: (row: ChangeRow, plan: Plan) => Promise<void>
  }

type Drive = (record: ChangeRecord, plan: Plan) => Promise<ChangeOutcome>

/** Between tries to record how a change ended, and looks at what became of a rollback that failed. */
const LONGEST_WAIT_MS = 60_000
/** The host's own first try comes after two seconds. */
const FIRST_LOOK_MS = 4_000

type UnderWay = { changeId: string; operator: string; control: ChangeControl; record: ChangeRecord | null }

/** The changes under way in this process, one at a time on each host, and what people ask of them. */
export class ChangeManager {
  readonly #deps: ManagerDeps
  readonly #underWay = new Map<string, UnderWay>()

  constructor(deps: ManagerDeps) {
    this.#deps = deps
  }

  /** Takes up what an earlier process began. Resolves once it is known what; the rest goes on by itself. */
  async resumeAll(): Promise<void> {
    const { db, log, audit } = this.#deps
    for (const row of await listChangesUnderWay(db)) {
      log.warn({ change: row.id, host: row.hostName }, 'a change was under way when the console ended: it is taken up')
      const entry: UnderWay = {
        ...{ changeId: row.id, operator: row.appliedBy ?? row.createdBy },
        ...{ control: new ChangeControl(), record: null },
      }
      this.#underWay.set(row.hostId, entry)
      const by = { actor: 'system', address: null }
      this.#goOn(row, by, entry, async (record, plan) => {
        await audit.append({
          ...by,
          action: 'change.resume',
          target: `host:${row.hostName}`,
          detail: { change: row.id },
        })
        return runResumed(this.#deps, record, plan)
      })
    }
    for (const row of await listFailedRollbacks(db)) void this.#follow(row.id)
  }

  /**
   * Begins a planned change; it goes on after this answer. Throws AppError not_found, already_begun, nothing_to_do, stale_plan,
   * findings_not_accepted, preflight_failed (an address to confirm at is missing or is none of the host's), host_locked, storage_unwritable.
   */
  async apply(id: string, request: z.output<typeof ApplyChangeRequest>, origin: Origin): Promise<Change> {
    const { db, audit, now } = this.#deps
    const row = await requireChange(db, id)
    const detail = await readChangeDetail(db, id)
    const may = requireApplicable(row, detail, request)
    this.#requireFreeMachine(row)
    const control = new ChangeControl()
    const entry: UnderWay = { changeId: id, operator: origin.actor, control, record: null }
    this.#underWay.set(row.hostId, entry)
    try {
      await this.#deps.storage.requireWritable()
      const host = await requireHost(this.#deps, row.hostId)
      const { confirm: mode, timeoutSeconds: windowSeconds } = request
      const nonce = newNonce()
      const asked = requestOf(may.plan, {
        id,
        operator: origin.actor,
        nonce,
        mode,
        windowSeconds,
        hostAddress: host.address,
      })
      const beginning = {
        ...{ mode, windowSeconds: asked.windowSeconds, confirmAddress: asked.confirmAddress ?? null },
        ...{ sealedNonce: sealNonce(this.#deps, row, nonce), appliedAt: now(), appliedBy: origin.actor },
      }
      const { accepts } = may
      const facts = {
        change: id,
        mode,
        windowSeconds: asked.windowSeconds,
        confirmAddress: beginning.confirmAddress,
        accepts,
        ...(request.isUnrehearsedAccepted && { isUnrehearsedAccepted: true }),
      }
      await audit.commit(async (tx, note) => {
        note({ ...origin, action: 'change.apply', target: `host:${row.hostName}`, detail: facts })
        await saveAccepts(tx, id, JSON.stringify(accepts))
        if (!(await beginChange(tx, id, beginning))) throw alreadyBegun(row.status)
      })
      this.#goOn({ ...row, ...beginning, status: 'applying' }, origin, entry, (record) =>
        runApplying(this.#deps, record, may.plan, control, request.isUnrehearsedAccepted),
      )
    } catch (error) {
      this.#underWay.delete(row.hostId)
      throw error
    }
    return readChange(db, id)
  }

  /** "Keep changes". Throws AppError not_found, not_awaiting, change_over. */
  async confirm(id: string, origin: Origin): Promise<Change> {
    const row = await requireChange(this.#deps.db, id)
    const { control, record } = this.#requireUnderWay(row)
    if (row.status !== 'awaiting_confirmation') throw notAwaiting(row)
    await this.#tellDecision('change.confirm', row, origin)
    await record?.note('decision', `${actorWords(origin.actor)} keeps the changes.`)
    control.keep()
    return readChange(this.#deps.db, id)
  }

  /** Gives a plan up, or has the host undo now what is under way. Throws AppError not_found, change_over. */
  async cancel(id: string, origin: Origin): Promise<Change> {
    const { db, audit, now, live } = this.#deps
    const row = await requireChange(db, id)
    if (row.status === 'planned') {
      const reason = `Given up by ${actorWords(origin.actor)}.`
      const isGivenUp = await audit.commit(async (tx, note) => {
        const isFirst = await giveUpChange(tx, id, { endedAt: now(), reason })
        if (isFirst) note(decisionOf('change.cancel', row, origin))
        return isFirst
      })
      if (isGivenUp) {
        live.noteChange(toChangeProgress(await requireChange(db, id)))
        return readChange(db, id)
      }
      return this.cancel(id, origin)
    }
    const { control, record } = this.#requireUnderWay(row)
    await this.#tellDecision('change.cancel', row, origin)
    await record?.note('decision', `${actorWords(origin.actor)} has it undone now.`)
    control.undo()
    return readChange(db, id)
  }

  /** More time, in seconds from now. Throws AppError not_found, not_awaiting, change_over, or what the host says. */
  async extend(id: string, seconds: number, origin: Origin): Promise<Change> {
    const row = await requireChange(this.#deps.db, id)
    const { control, record } = this.#requireUnderWay(row)
    await this.#tellDecision('change.extend', row, origin, { seconds })
    await control.extend(seconds)
    await record?.note('decision', `${actorWords(origin.actor)} gave it ${seconds} s more.`)
    return readChange(this.#deps.db, id)
  }

  /**
   * Stores what a kept change could not leave for the next start of its host; answers once it is. Throws AppError not_found,
   * nothing_to_do, host_locked, stale_plan, not_stored, or why the host is not reached.
   */
  async store(id: string, origin: Origin): Promise<Change> {
    const { db } = this.#deps
    const row = await requireChange(db, id)
    requireStorable(row)
    this.#requireFreeMachine(row)
    const record = this.#recordOf(row, origin)
    this.#underWay.set(row.hostId, { changeId: id, operator: origin.actor, control: new ChangeControl(), record })
    try {
      await this.#tellDecision('change.store', row, origin)
      const plan = planOf(await readChangeDetail(db, id))
      const outcome = await runStoring(this.#deps, record, plan)
      await record.storedAgain(outcome)
      if (!outcome.isPersisted) throw new AppError('not_stored', { message: outcome.reason ?? 'It is not stored.' })
      await this.#deps.afterStoring(record.row, plan)
    } finally {
      this.#underWay.delete(row.hostId)
    }
    return readChange(db, id)
  }

  /**
   * Has the host try again what its rollback could not put back; answers once it has tried. Throws AppError not_found,
   * nothing_to_do, host_locked, guard_failed, or why the host is not reached.
   */
  async retryRollback(id: string, origin: Origin): Promise<Change> {
    await this.#onFailedRollback(id, origin, 'change.retry-rollback', async (record, plan) => {
      const outcome = await runRetrying(this.#deps, record, plan)
      await record.triedAgain(outcome)
      await this.#deps.afterwards(record.row, plan, outcome)
    })
    return readChange(this.#deps.db, id)
  }

  /** Leaves the host as its rollback has left it: nobody tries any more, and others may change it. Throws the same. */
  async releaseHost(id: string, origin: Origin): Promise<Change> {
    await this.#onFailedRollback(id, origin, 'change.release-host', async (record, plan) => {
      await runReleasing(this.#deps, record, plan, origin.actor)
      await record.released(`${actorWords(origin.actor)} leaves ${record.row.hostName} as it is.`)
    })
    return readChange(this.#deps.db, id)
  }

  async #onFailedRollback(
    id: string,
    origin: Origin,
    action: 'change.retry-rollback' | 'change.release-host',
    act: (record: ChangeRecord, plan: Plan) => Promise<void>,
  ): Promise<void> {
    const { db } = this.#deps
    const row = await requireChange(db, id)
    requireFailedRollback(row)
    this.#requireFreeMachine(row)
    const record = this.#recordOf(row, origin)
    this.#underWay.set(row.hostId, { changeId: id, operator: origin.actor, control: new ChangeControl(), record })
    try {
      await this.#tellDecision(action, row, origin)
      await act(record, planOf(await readChangeDetail(db, id)))
    } finally {
      this.#underWay.delete(row.hostId)
    }
  }

  /** A host whose rollback failed tries again by itself: what came of it is asked until everything is back or a person has decided. */
  async #follow(id: string): Promise<void> {
    const { db, log, links, afterwards } = this.#deps
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      await sleep(links.clock, waitMs)
      try {
        const row = await requireChange(db, id)
        if (row.status !== 'rollback_failed' || row.releasedAt !== null) return
        if (this.#underWay.has(row.hostId)) continue
        const plan = planOf(await readChangeDetail(db, id))
        const record = this.#recordOf(row, { actor: 'system', address: null })
        const outcome = await runSeeing(this.#deps, record, plan)
        if (outcome === null || this.#underWay.has(row.hostId)) continue
        await record.triedAgain(outcome)
        await afterwards(record.row, plan, outcome)
        log.info({ change: id, host: row.hostName }, 'a rollback that had failed has put everything back')
        return
      } catch (error) {
        log.warn({ change: id, err: error }, 'what became of a failed rollback could not be asked')
      }
    }
  }

  /** Who changes this host now; null: nobody here. */
  holderOf(hostId: string): Holder | null {
    const entry = this.#underWay.get(hostId)
    if (!entry) return null
    const { changeId, operator, record } = entry
    const deadlineMs = record?.row.deadlineAt?.getTime() ?? null
    const leftMs = deadlineMs === null ? null : Math.max(0, deadlineMs - this.#deps.now().getTime())
    return { changeId, operator, secondsLeft: leftMs === null ? null : Math.ceil(leftMs / 1000) }
  }

  /** Throws host_locked, saying whose change it is, while one is under way on this host. */
  requireFree(hostId: string, hostName: string): void {
    const holder = this.holderOf(hostId)
    if (holder !== null) throw hostLocked(hostName, holder)
  }

  /** The same, and while one is under way on this machine by another entry. Its own lock would say so too, but not which entry. */
  #requireFreeMachine({ hostId, hostName }: ChangeRow): void {
    this.requireFree(hostId, hostName)
    for (const twin of twinsOf(this.#deps.fleet, hostId)) {
      const other = this.#underWay.get(twin.hostId)
      if (twin.is !== 'same' || other === undefined) continue
      const otherName = other.record?.row.hostName ?? 'another entry'
      throw new AppError('host_locked', {
        message: `${hostName} is the same machine as ${otherName}, which is being changed by ${actorWords(other.operator)}: wait until that change has ended.`,
        details: { operator: other.operator, secondsLeft: null, changeId: other.changeId },
      })
    }
  }

  /** Lets go of everything at once: hosts with an armed guard undo what nobody confirms, and the next start sees to the rest. */
  stop(): void {
    this.#deps.links.stop()
  }

  #goOn(row: ChangeRow, by: Origin, entry: UnderWay, drive: Drive) {
    const record = this.#recordOf(row, by)
    entry.record = record
    void this.#toItsEnd(record, drive)
  }

  #recordOf(row: ChangeRow, by: Origin): ChangeRecord {
    const { audit, now, live } = this.#deps
    return new ChangeRecord(row, by, { audit, now, tell: (moved) => live.noteChange(moved) })
  }

  /** A change that cannot be recorded does not go on, and its host undoes it; how that went is found out once it can be. */
  async #toItsEnd(record: ChangeRecord, drive: Drive): Promise<void> {
    const { db, log, links, afterwards } = this.#deps
    const { id, hostId, hostName } = record.row
    for (let waitMs = 1_000, next = drive; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        const plan = planOf(await readChangeDetail(db, id))
        const outcome = await next(record, plan)
        await afterwards(record.row, plan, outcome)
        // Whoever reads that it is over may begin the next.
        this.#underWay.delete(hostId)
        await record.end(outcome)
        log.info({ change: id, host: hostName, state: outcome.state, reason: outcome.reason }, 'a change has ended')
        if (outcome.state === 'rollback_failed') void this.#follow(id)
        return
      } catch (error) {
        log.error({ change: id, host: hostName, err: error }, 'a change could not be recorded: its host undoes it')
      }
      await sleep(links.clock, waitMs)
      next = (again, of) => runResumed(this.#deps, again, of)
    }
  }

  #requireUnderWay(row: ChangeRow): UnderWay {
    const entry = this.#underWay.get(row.hostId)
    if (entry?.changeId === row.id && !FINAL_STATUSES.has(row.status)) return entry
    if (FINAL_STATUSES.has(row.status))
      throw new AppError('change_over', {
        message: `This change is over: it is ${row.status.replaceAll('_', ' ')}.`,
        details: { status: row.status },
      })
    throw notAwaiting(row)
  }

  #tellDecision(...decision: Parameters<typeof decisionOf>): Promise<void> {
    return this.#deps.audit.append(decisionOf(...decision))
  }
}

const decisionOf = (
  action:
    | 'change.confirm'
    | 'change.cancel'
    | 'change.extend'
    | 'change.store'
    | 'change.retry-rollback'
    | 'change.release-host',
  { id, hostName }: ChangeRow,
  origin: Origin,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent => ({ ...origin, action, target: `host:${hostName}`, detail: { change: id, ...detail } })

const notAwaiting = ({ status }: ChangeRow) =>
  new AppError('not_awaiting', {
    message:
      status === 'planned'
        ? 'This change has not been applied yet.'
        : 'This change is still being applied: wait until it can be seen.',
    details: { status },
  })
