import 'server-only'
import { desiredOf } from '@/lib/core/desired/desired'
import { refKey } from '@/lib/core/plan/object-ref'
import { NO_XML } from '@/lib/core/plan/plan-change'
import type { Plan } from '@/lib/core/plan/step'
import { readDefinitions } from '../change/read-definitions'
import type { ChangeRow } from '../db/change'
import { findRevision, listRevisionsOf } from '../db/desired'
import type { Runtime } from '../runtime'
import type { DesiredBook, Revision } from './desired-book'
import { objectOf } from './desired-book'

type Deps = Pick<Runtime, 'db' | 'fleet'> & { book: DesiredBook }

/**
 * What a confirmed change wants from now on. One that takes another back brings back what was wanted before that one: objects
 * of which nothing was wanted then are released. Writing it twice is writing it once.
 */
export async function noteConfirmed(deps: Deps, row: ChangeRow, plan: Plan): Promise<void> {
  const wanted = desiredOf(plan, await definitionsAfter(deps, row.hostId, plan)).map((object): Revision => ({
    key: refKey(object.ref),
    object,
  }))
  const before = row.undoOfId === null ? new Map<string, Revision>() : await wantedBefore(deps, row.undoOfId)
  const revisions = wanted.map((revision) => before.get(revision.key) ?? revision)
  await deps.book.write(row.hostId, revisions, { changedBy: row.appliedBy ?? row.createdBy, changeId: row.id })
}

/** What was wanted of each object before a past change. */
async function wantedBefore({ db }: Deps, pastId: string): Promise<Map<string, Revision>> {
  const before = new Map<string, Revision>()
  for (const { hostId, key, revision } of await listRevisionsOf(db, pastId)) {
    const previous = await findRevision(db, { hostId, key, revision: revision - 1 })
    before.set(key, { key, object: previous?.object == null ? null : objectOf(previous.object) })
  }
  return before
}

/** Today's definitions of what the plan is about; without them what the plan itself holds has to do. */
async function definitionsAfter({ fleet }: Deps, hostId: string, { changes }: Plan) {
  const names = new Set(
    changes.flatMap(({ kind, owner, name }) =>
      kind === 'network' ? [name] : kind === 'guest-nic' && owner !== null ? [owner] : [],
    ),
  )
  const session = fleet.get(hostId)
  const state = session?.snapshot().reading?.state
  if (names.size === 0 || session === null || state === undefined) return NO_XML
  return readDefinitions(session, state, names).catch(() => NO_XML)
}
