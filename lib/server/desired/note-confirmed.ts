import 'server-only'
import type { DesiredObject } from '@/lib/core/desired/desired'
import { adopt, desiredOf } from '@/lib/core/desired/desired'
import { storedSteps } from '@/lib/core/guard/from-plan'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { refKey } from '@/lib/core/objects/ref-words'
import { definitionOwners } from '@/lib/core/objects/state-objects'
import { NO_XML } from '@/lib/core/plan/plan-change'
import type { Plan } from '@/lib/core/plan/step'
import { unreadFor } from '@/lib/core/verify/unread'
import type { ChangeOutcome } from '../change/change-types'
import { readAfresh } from '../change/read-afresh'
import { readDefinitions } from '../change/read-definitions'
import type { ChangeRow } from '../db/change'
import { findRevision, listNewestRevisions, listRevisionsOf } from '../db/desired'
import type { Services } from '../services'
import type { DesiredStateStore, Revision } from './desired-state-store'
import { objectOf } from './desired-state-store'

type Deps = Pick<Services, 'db' | 'fleet'> & { store: DesiredStateStore }
type Row = Pick<ChangeRow, 'id' | 'hostId' | 'undoOfId' | 'appliedBy' | 'createdBy' | 'endedAt'>
type Wanting = Pick<Plan, 'changes' | 'definitions' | 'steps'>

/**
 * What a confirmed change wants from now on. One that takes another back brings back what was wanted before that one: objects
 * of which nothing was wanted then are released. Writing it twice is writing it once.
 *
 * Where it could not all be stored, of the objects that had to be only what is found is wanted, and nothing where the host cannot be
 * read: nobody has seen that they are as planned.
 */
export async function noteConfirmed(
  deps: Deps,
  row: Row,
  plan: Wanting,
  { isPersisted }: Pick<ChangeOutcome, 'isPersisted'>,
): Promise<void> {
  const stored = new Set(isPersisted ? [] : storedSteps(plan).flatMap(({ objects }) => objects.map(refKey)))
  const [open, done] = [plan.changes.filter(isIn(stored)), plan.changes.filter((change) => !isIn(stored)(change))]
  const wanted = desiredOf({ ...plan, changes: done }, await definitionsAfter(deps, row.hostId, plan)).map(toRevision)
  const before = row.undoOfId === null ? new Map<string, Revision>() : await wantedBefore(deps, row.undoOfId)
  const revisions = [
    ...wanted.map((revision) => before.get(revision.key) ?? revision),
    ...(open.length === 0 ? [] : await asFound(deps, row.hostId, open)),
  ]
  await deps.store.write(row.hostId, revisions, { changedBy: row.appliedBy ?? row.createdBy, changeId: row.id })
}

const isIn =
  (keys: ReadonlySet<string>) =>
  (ref: ObjectRef): boolean =>
    keys.has(refKey(ref))
const toRevision = (object: DesiredObject): Revision => ({ key: refKey(object.ref), object })

/**
 * What a kept change wants of the objects that it could not store then and has stored now. Those that somebody has released since, or
 * wants otherwise, are left alone.
 */
export async function noteStored(deps: Deps, row: Row, plan: Wanting): Promise<void> {
  const since = new Set(
    (await listNewestRevisions(deps.db, row.hostId))
      .filter(({ changeId, changedAt }) => changeId !== row.id && (row.endedAt === null || changedAt > row.endedAt))
      .map(({ key }) => key),
  )
  const keys = storedSteps(plan).flatMap(({ objects }) => objects.map(refKey))
  const ours = isIn(new Set(keys.filter((key) => !since.has(key))))
  await noteConfirmed(deps, row, { ...plan, changes: plan.changes.filter(ours) }, { isPersisted: true })
}

/** These objects as a reading made now has them; none where there is none to be had, or where the objects are gone. */
async function asFound(deps: Deps, hostId: string, changes: Plan['changes']): Promise<Revision[]> {
  const session = deps.fleet.get(hostId)
  if (session === null) return []
  try {
    const state = await readAfresh(deps, hostId)
    if (unreadFor(changes, state).length > 0) return []
    const xml = await readDefinitions(session, state, definitionOwners(changes))
    return adopt(state, changes, xml)
      .filter(({ value }) => value !== null)
      .map(toRevision)
  } catch {
    return []
  }
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
async function definitionsAfter({ fleet }: Deps, hostId: string, { changes }: Pick<Plan, 'changes'>) {
  const names = definitionOwners(changes)
  const session = fleet.get(hostId)
  const state = session?.snapshot().reading?.state
  if (names.size === 0 || session === null || state === undefined) return NO_XML
  return readDefinitions(session, state, names).catch(() => NO_XML)
}
