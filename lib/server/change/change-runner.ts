import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Plan } from '@/lib/core/plan/step'
import { joinScopes } from '@/lib/core/raw/kept-raw'
import { NO_SCOPE } from '@/lib/core/raw/raw-scope'
import type { ChangeRow } from '../db/change'
import { readChangeDetail } from '../db/change'
import { AppError } from '../errors'
import type { Services } from '../services'
import type { ChangeControl } from './change-control'
import type { ChangeLinks } from './change-links'
import type { ChangeRecord } from './change-record'
import type { ChangeDeps, ChangeOutcome, ChangeRequest, ChangeTimings } from './change-types'
import { rawBeforeIn } from './change-view'
import { releaseFailed, retryRollback, seeRollback } from './failed-rollback'
import { planHooks, requestOf } from './planned-change'
import { resumeChange } from './resume-change'
import { runChange } from './run-change'
import { sleep } from './sleep'
import { storeAgain } from './store-again'

export type ChangeRunnerDeps = Pick<Services, 'db' | 'sealer'> & {
  links: ChangeLinks
  failpoint: ChangeDeps['failpoint']
  timings: Partial<ChangeTimings>
}

/** A host that has been away is asked this often at most whether it is back. Longer: its operator waits; shorter: noise in its log. */
const LONGEST_WAIT_MS = 30_000

export const newNonce = (): string => randomBytes(16).toString('hex')
const sealedAs = ({ id, hostId }: Pick<ChangeRow, 'id' | 'hostId'>) => ({ hostId, field: `nonce:${id}` })
export const sealNonce = ({ sealer }: Pick<Services, 'sealer'>, row: Pick<ChangeRow, 'id' | 'hostId'>, nonce: string) =>
  sealer.seal(nonce, sealedAs(row))

/** What was asked, as the guard takes it: made of the row alone, so that a restart of the console makes the same. */
async function requestFrom(
  { db }: Pick<Services, 'db'>,
  row: ChangeRow,
  plan: Plan,
  openNonce: (sealed: string) => string,
): Promise<ChangeRequest> {
  const { id, mode, windowSeconds, sealedNonce, appliedBy, confirmAddress } = row
  if (mode === null || windowSeconds === null || sealedNonce === null || appliedBy === null)
    throw new AppError('internal', { message: `Change ${id} was begun and lacks what it was begun with.` })
  const nonce = openNonce(sealedNonce)
  const placed = { ...plan, confirm: { isNeeded: false, address: confirmAddress } }
  const request = requestOf(placed, { id, operator: appliedBy, nonce, mode, windowSeconds })
  if (row.undoOfId === null) return request
  const reference = rawBeforeIn(await readChangeDetail(db, row.undoOfId))
  const { transaction } = request
  const raw = joinScopes(transaction.raw ?? NO_SCOPE, reference?.scope ?? NO_SCOPE)
  return { ...request, reference, transaction: { ...transaction, raw } }
}

const changeDeps = (deps: ChangeRunnerDeps, record: ChangeRecord, plan: Plan): ChangeDeps => ({
  ...planHooks(plan, deps.links.clock, record),
  connect: deps.links.connectorOf(record.row.hostId),
  clock: deps.links.clock,
  timings: deps.timings,
  failpoint: deps.failpoint,
  onEvent: (event) => record.take(event),
})

/** Applies a change that has just been begun. Throws what keeps it from being recorded. */
export const runApplying = async (
  deps: ChangeRunnerDeps,
  record: ChangeRecord,
  plan: Plan,
  control: ChangeControl,
  isUnrehearsedAccepted: boolean,
): Promise<ChangeOutcome> =>
  runChange(
    {
      ...(await requestFrom(deps, record.row, plan, (sealed) => deps.sealer.unseal(sealed, sealedAs(record.row)))),
      isUnrehearsedAccepted,
    },
    changeDeps(deps, record, plan),
    control,
  )

/** Stores once more what a confirmed change has to leave for the next start. Throws what storeAgain throws. */
export const runStoring = async (deps: ChangeRunnerDeps, record: ChangeRecord, plan: Plan): Promise<ChangeOutcome> =>
  // The nonce confirms, and that is done.
  storeAgain(await requestFrom(deps, record.row, plan, () => ''), changeDeps(deps, record, plan), plan)

/** A rollback that failed: tried again now. Throws what retryRollback throws. */
export const runRetrying = async (deps: ChangeRunnerDeps, record: ChangeRecord, plan: Plan): Promise<ChangeOutcome> =>
  retryRollback(await requestFrom(deps, record.row, plan, () => ''), changeDeps(deps, record, plan))

/** The same, left as it is. Throws what releaseFailed throws. */
export const runReleasing = async (
  deps: ChangeRunnerDeps,
  record: ChangeRecord,
  plan: Plan,
  operator: string,
): Promise<void> =>
  releaseFailed(await requestFrom(deps, record.row, plan, () => ''), changeDeps(deps, record, plan), operator)

/** The same, if the host has put everything back by itself meanwhile; null: not yet. */
export const runSeeing = async (
  deps: ChangeRunnerDeps,
  record: ChangeRecord,
  plan: Plan,
): Promise<ChangeOutcome | null> =>
  seeRollback(await requestFrom(deps, record.row, plan, () => ''), changeDeps(deps, record, plan))

/** Brings a change to its end that an earlier process of the console began, as soon as the host can be reached. */
export async function runResumed(deps: ChangeRunnerDeps, record: ChangeRecord, plan: Plan): Promise<ChangeOutcome> {
  // What is taken up is never confirmed late, so the nonce is not needed: the key that it was sealed with may be lost.
  const request = await requestFrom(deps, record.row, plan, () => '')
  const own = changeDeps(deps, record, plan)
  await untilReached(own, request.confirmAddress, record)
  return resumeChange(request, own)
}

async function untilReached({ connect, clock }: ChangeDeps, confirmAddress: string | undefined, record: ChangeRecord) {
  for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    let why = ''
    for (const address of confirmAddress === undefined ? [undefined] : [undefined, confirmAddress]) {
      try {
        const link = await connect({ address, signal: AbortSignal.timeout(10_000) })
        return link.close()
      } catch (error) {
        why = error instanceof Error ? error.message : String(error)
      }
    }
    if (waitMs === 1_000)
      await record.note('wait', `The console was restarted, and the host is not reached yet: ${why}`)
    await sleep(clock, waitMs)
  }
}
