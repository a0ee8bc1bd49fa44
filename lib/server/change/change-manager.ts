import 'server-only'
import type { z } from 'zod'
import type { ApplyChangeRequest, Change } from '@/lib/contract/changes'
import type { Plan } from '@/lib/core/plan/step'
import { actorWords } from '@/lib/core/text/actor-words'
import type { Origin } from '../auth/actor'
import type { ChangeRow } from '../db/change'
import { beginChange, giveUpChange, listChangesUnderWay, readChangeDetail, saveAccepts } from '../db/change'
import { AppError } from '../errors'
import { requireHost } from '../host/read-host'
import { ChangeControl } from './change-control'
import type { ManagerDeps } from './change-manager-deps'
import { ChangeRecord } from './change-record'
import type { ChangeOutcome } from './change-types'
import { planOf, readChange, requireChange, toChangeProgress } from './change-view'
import { runApplying, runResumed, runStoring, newNonce, sealNonce } from './change-runner'
import type { UnderWay } from './changes-under-way'
import { ChangesUnderWay, notAwaiting } from './changes-under-way'
import { decisionOf } from './decision'
import { FailedRollbacks } from './failed-rollbacks'
import { alreadyBegun, requireApplicable } from './may-apply'
import { requestOf } from './planned-change'
import { sleep } from './sleep'
import { requireStorable } from './store-again'

type Drive = (record: ChangeRecord, plan: Plan) => Promise<ChangeOutcome>

/** Between tries to record how a change ended. */
const LONGEST_WAIT_MS = 60_000

/** The changes under way in this process, one at a time on each host, and what people ask of them. */
export class ChangeManager {
  readonly #deps: ManagerDeps
  readonly underWay: ChangesUnderWay
  readonly failedRollbacks: FailedRollbacks

  constructor(deps: ManagerDeps) {
    this.#deps = deps
    this.underWay = new ChangesUnderWay(deps)
    this.failedRollbacks = new FailedRollbacks(deps, this.underWay)
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
      this.underWay.begin(row.hostId, entry)
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
    await this.failedRollbacks.followAll()
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
    this.underWay.requireFreeMachine(row)
    const control = new ChangeControl()
    const entry: UnderWay = { changeId: id, operator: origin.actor, control, record: null }
    this.underWay.begin(row.hostId, entry)
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
      this.underWay.end(row.hostId)
      throw error
    }
    return readChange(db, id)
  }

  /** "Keep changes". Throws AppError not_found, not_awaiting, change_over. */
  async confirm(id: string, origin: Origin): Promise<Change> {
    const row = await requireChange(this.#deps.db, id)
    const { control, record } = this.underWay.require(row)
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
    const { control, record } = this.underWay.require(row)
    await this.#tellDecision('change.cancel', row, origin)
    await record?.note('decision', `${actorWords(origin.actor)} has it undone now.`)
    control.undo()
    return readChange(db, id)
  }

  /** More time, in seconds from now. Throws AppError not_found, not_awaiting, change_over, or what the host says. */
  async extend(id: string, seconds: number, origin: Origin): Promise<Change> {
    const row = await requireChange(this.#deps.db, id)
    const { control, record } = this.underWay.require(row)
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
    this.underWay.requireFreeMachine(row)
    const record = new ChangeRecord(row, origin, this.#deps)
    await this.underWay.during(record, origin.actor, async () => {
      await this.#tellDecision('change.store', row, origin)
      const plan = planOf(await readChangeDetail(db, id))
      const outcome = await runStoring(this.#deps, record, plan)
      await record.storedAgain(outcome)
      if (!outcome.isPersisted) throw new AppError('not_stored', { message: outcome.reason ?? 'It is not stored.' })
      await this.#deps.afterStoring(record.row, plan)
    })
    return readChange(db, id)
  }

  /** Lets go of everything at once: hosts with an armed guard undo what nobody confirms, and the next start sees to the rest. */
  stop(): void {
    this.#deps.links.stop()
  }

  #goOn(row: ChangeRow, by: Origin, entry: UnderWay, drive: Drive) {
    const record = new ChangeRecord(row, by, this.#deps)
    entry.record = record
    void this.#toItsEnd(record, drive)
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
        this.underWay.end(hostId)
        await record.end(outcome)
        log.info({ change: id, host: hostName, state: outcome.state, reason: outcome.reason }, 'a change has ended')
        if (outcome.state === 'rollback_failed') void this.failedRollbacks.follow(id)
        return
      } catch (error) {
        log.error({ change: id, host: hostName, err: error }, 'a change could not be recorded: its host undoes it')
      }
      await sleep(links.clock, waitMs)
      next = (again, of) => runResumed(this.#deps, again, of)
    }
  }

  #tellDecision(...decision: Parameters<typeof decisionOf>): Promise<void> {
    return this.#deps.audit.append(decisionOf(...decision))
  }
}
