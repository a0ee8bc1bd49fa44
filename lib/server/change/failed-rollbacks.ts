import 'server-only'
import type { Change } from '@/lib/contract/changes'
import type { Plan } from '@/lib/core/plan/step'
import { actorWords } from '@/lib/core/text/actor-words'
import type { Origin } from '../auth/actor'
import { listFailedRollbacks, readChangeDetail } from '../db/change'
import { findHost } from '../db/host'
import type { ManagerDeps } from './change-manager-deps'
import { ChangeRecord } from './change-record'
import { runReleasing, runRetrying, runSeeing } from './change-runner'
import { planOf, readChange, requireChange } from './change-view'
import type { ChangesUnderWay } from './changes-under-way'
import { decisionOf } from './decision'
import { requireFailedRollback } from './failed-rollback'
import { sleep } from './sleep'

/** The host's own first try comes after two seconds. */
const FIRST_LOOK_MS = 4_000
const LONGEST_WAIT_MS = 60_000

/** Changes that their hosts could not take back in full: what people do about them, and what hosts do by themselves. */
export class FailedRollbacks {
  readonly #deps: ManagerDeps
  readonly #underWay: ChangesUnderWay

  constructor(deps: ManagerDeps, underWay: ChangesUnderWay) {
    this.#deps = deps
    this.#underWay = underWay
  }

  /**
   * Has the host try again what its rollback could not put back; answers once it has tried. Throws AppError not_found,
   * nothing_to_do, host_locked, guard_failed, or why the host is not reached.
   */
  async retry(id: string, origin: Origin): Promise<Change> {
    await this.#decide(id, origin, 'change.retry-rollback', async (record, plan) => {
      const outcome = await runRetrying(this.#deps, record, plan)
      await record.triedAgain(outcome)
      await this.#deps.afterwards(record.row, plan, outcome)
    })
    return readChange(this.#deps.db, id)
  }

  /** Leaves the host as its rollback has left it: nobody tries any more, and others may change it. Throws the same. */
  async release(id: string, origin: Origin): Promise<Change> {
    await this.#decide(id, origin, 'change.release-host', async (record, plan) => {
      await runReleasing(this.#deps, record, plan, origin.actor)
      await record.released(`${actorWords(origin.actor)} leaves ${record.row.hostName} as it is.`)
    })
    return readChange(this.#deps.db, id)
  }

  async followAll(): Promise<void> {
    for (const { id } of await listFailedRollbacks(this.#deps.db)) void this.follow(id)
  }

  /** A host tries again by itself: what came of it is asked until everything is back, a person has decided, or the host is removed. */
  async follow(id: string): Promise<void> {
    const { log, links } = this.#deps
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      await sleep(links.clock, waitMs)
      try {
        if (await this.#isSettled(id)) return
      } catch (error) {
        log.warn({ change: id, err: error }, 'what became of a failed rollback could not be asked')
      }
    }
  }

  async #isSettled(id: string): Promise<boolean> {
    const { db, log, afterwards } = this.#deps
    const row = await requireChange(db, id)
    if (row.status !== 'rollback_failed' || row.releasedAt !== null) return true
    if ((await findHost(db, row.hostId)) === null) return true
    if (this.#underWay.has(row.hostId)) return false
    const plan = planOf(await readChangeDetail(db, id))
    const record = new ChangeRecord(row, { actor: 'system', address: null }, this.#deps)
    const outcome = await runSeeing(this.#deps, record, plan)
    if (outcome === null || this.#underWay.has(row.hostId)) return false
    await record.triedAgain(outcome)
    await afterwards(record.row, plan, outcome)
    log.info({ change: id, host: row.hostName }, 'a rollback that had failed has put everything back')
    return true
  }

  async #decide(
    id: string,
    origin: Origin,
    action: 'change.retry-rollback' | 'change.release-host',
    act: (record: ChangeRecord, plan: Plan) => Promise<void>,
  ): Promise<void> {
    const { db, audit } = this.#deps
    const row = await requireChange(db, id)
    requireFailedRollback(row)
    this.#underWay.requireFreeMachine(row)
    const record = new ChangeRecord(row, origin, this.#deps)
    await this.#underWay.during(record, origin.actor, async () => {
      await audit.append(decisionOf(action, row, origin))
      await act(record, planOf(await readChangeDetail(db, id)))
    })
  }
}
