import 'server-only'
import type { Plan } from '@/lib/core/plan/step'
import type { ChangeRow } from '../db/change'
import { findHost, moveHost } from '../db/host'
import { noteConfirmed, noteStored } from '../desired/note-confirmed'
import { toFleetHost } from '../host/stored-settings'
import type { Services } from '../services'
import type { ChangeOutcome } from './change-types'

export type AfterDeps = Pick<Services, 'db' | 'audit' | 'fleet' | 'live' | 'now' | 'desired'>

/** What the console itself takes over from a change that has ended. After a crash it may run again. */
export async function afterChange(
  deps: AfterDeps,
  row: ChangeRow,
  plan: Plan,
  outcome: Pick<ChangeOutcome, 'state' | 'isPersisted'>,
): Promise<void> {
  const { db, fleet, desired } = deps
  if (outcome.state === 'confirmed') {
    // What ended before is stored again now: where the host is reached was followed then, and may have been changed since.
    if (row.endedAt === null) await followAddress(deps, row, plan)
    await noteConfirmed({ db, fleet, store: desired }, row, plan, outcome)
  }
  lookAgain(deps, row)
}

/** The same of a kept change that has been stored since: where its host is reached may have moved on. */
export async function afterStoring(deps: AfterDeps, row: ChangeRow, plan: Plan): Promise<void> {
  const { db, fleet, desired } = deps
  await noteStored({ db, fleet, store: desired }, row, plan)
  lookAgain(deps, row)
}

function lookAgain({ fleet, desired }: AfterDeps, row: ChangeRow): void {
  // The picture is to be true at once; where the host does not answer, its status says so.
  fleet
    .get(row.hostId)
    ?.refresh()
    .then(({ state }) => desired.judge(row.hostId, state))
    .catch(() => undefined)
}

/** A host whose management address has moved away is reached at the one it was confirmed at from now on. */
async function followAddress({ db, audit, fleet, live, now }: AfterDeps, row: ChangeRow, { risk }: Plan) {
  const { confirmAddress, hostId, hostName } = row
  if (risk.level !== 'R2' || confirmAddress === null) return
  const previousAddress = (await findHost(db, hostId))?.address
  if (previousAddress === undefined || previousAddress === confirmAddress) return
  const host = await audit.commit(async (tx, note) => {
    const moved = await moveHost(tx, hostId, { from: previousAddress, to: confirmAddress, now: now() })
    if (moved !== null)
      note({
        ...{ actor: row.appliedBy ?? row.createdBy, address: null, action: 'host.update', target: `host:${hostName}` },
        detail: { change: row.id, address: confirmAddress, previousAddress },
      })
    return moved
  })
  if (host === null) return
  fleet.update(toFleetHost(host))
  live.noteStored(host)
}
