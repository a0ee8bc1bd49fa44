import 'server-only'
import type { Change } from '@/lib/contract/changes'
import type { DesiredResponse, DriftResponse } from '@/lib/contract/desired'
import { adopt, whyNotAdopted } from '@/lib/core/desired/desired'
import { planDesired, unreadOfDesired } from '@/lib/core/desired/plan-desired'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { describeRef, refKey } from '@/lib/core/objects/ref-words'
import { definitionOwners } from '@/lib/core/objects/state-objects'
import type { AuditEvent } from '../audit/audit-log'
import type { Origin } from '../auth/actor'
import { planRefused, readForPlanning, storePlan } from '../change/plan-host-change'
import { appendRevisions } from '../db/desired'
import { AppError } from '../errors'
import { readAtOf } from '../host/host-view'
import { readHost, requireHost } from '../host/read-host'
import type { Runtime } from '../runtime'
import type { Revision, Wanted } from './desired-state-store'
import { toDriftResponse } from './drift-view'

type Deps = Pick<Runtime, 'db' | 'audit' | 'fleet' | 'now' | 'desired' | 'changes'>

/** Everything that is wanted of a host's objects. Throws AppError not_found. */
export async function readDesired(deps: Pick<Deps, 'db' | 'desired'>, hostId: string): Promise<DesiredResponse> {
  await requireHost(deps, hostId)
  const wanted = await deps.desired.wantedOf(hostId)
  return {
    objects: wanted.map(({ key, object, revision, changedAt, changedBy, changeId }) => ({
      ...{ key, ref: object.ref, description: describeRef(object.ref), revision, changedBy, changeId },
      ...{ isWanted: object.value !== null, changedAt: changedAt.toISOString() },
    })),
  }
}

/** What is not as wanted in the last reading, and since when. Throws AppError not_found, no_reading_yet. */
export async function readDrift(deps: Deps, hostId: string): Promise<DriftResponse> {
  const { reading } = await readHost(deps, hostId)
  const isChanging = deps.changes.underWay.holderOf(hostId) !== null
  const found = await (isChanging
    ? deps.desired.look(hostId, reading.state)
    : deps.desired.judge(hostId, reading.state))
  return toDriftResponse(found, readAtOf(reading))
}

/**
 * "Manage what runs now": these objects are wanted as a reading made for it has them. Throws AppError not_found, nothing_to_do
 * (nothing of them can be wanted), not_found (one is not there, or was not read), plan_refused (one could not be read whole), or why
 * the host could not be read.
 */
export async function adoptObjects(
  deps: Deps,
  hostId: string,
  refs: readonly ObjectRef[],
  origin: Origin,
): Promise<DesiredResponse> {
  return takeAsFound(deps, hostId, refs, origin, 'desired.adopt')
}

/** "Accept theirs": what is wanted of managed objects is from now on what is there. Throws the same, and not_found for others. */
export async function acceptDrift(
  deps: Deps,
  hostId: string,
  refs: readonly ObjectRef[],
  origin: Origin,
): Promise<DesiredResponse> {
  await requireWanted(deps, hostId, refs)
  return takeAsFound(deps, hostId, refs, origin, 'desired.accept')
}

async function takeAsFound(
  deps: Deps,
  hostId: string,
  refs: readonly ObjectRef[],
  origin: Origin,
  action: 'desired.adopt' | 'desired.accept',
): Promise<DesiredResponse> {
  const { host, state, xml } = await readForPlanning(deps, hostId, definitionOwners(refs))
  const [why] = refs.flatMap((ref) => whyNotAdopted(state, ref) ?? [])
  if (why !== undefined) throw new AppError('not_found', { message: `Nothing was taken over. ${why}` })
  const objects = adopt(state, refs, xml)
  const unread = unreadOfDesired(state, objects)
  if (unread.length > 0) throw planRefused(unread)
  if (objects.length === 0)
    throw new AppError('nothing_to_do', {
      message:
        "Taps and their ports come and go with their guests: nothing lasting can be wanted of them. Take the guest's NIC instead.",
    })
  const revisions = objects.map((object) => ({ key: refKey(object.ref), object }))
  const event = { ...origin, action, target: `host:${host.name}` }
  await writeAudited(deps, hostId, revisions, event)
  await deps.desired.judge(hostId, state)
  return readDesired(deps, hostId)
}

async function writeAudited(
  { audit, desired }: Deps,
  hostId: string,
  revisions: readonly Revision[],
  event: AuditEvent,
): Promise<void> {
  const objects = revisions.map(({ key }) => key)
  await desired.write(hostId, revisions, { changedBy: event.actor, changeId: null }, (rows) =>
    audit.commit(async (tx, note) => {
      note({ ...event, detail: { objects } })
      await appendRevisions(tx, rows)
    }),
  )
}

/** Nothing is wanted of these objects any more; the host is not touched. Throws AppError not_found. */
export async function releaseObjects(
  deps: Deps,
  hostId: string,
  refs: readonly ObjectRef[],
  origin: Origin,
): Promise<DesiredResponse> {
  const host = await requireHost(deps, hostId)
  const wanted = await requireWanted(deps, hostId, refs)
  const keys = wanted.map(({ key }) => key)
  const revisions = keys.map((key) => ({ key, object: null }))
  await writeAudited(deps, hostId, revisions, { ...origin, action: 'desired.release', target: `host:${host.name}` })
  const state = deps.fleet.get(hostId)?.snapshot().reading?.state
  if (state) await deps.desired.judge(hostId, state)
  return readDesired(deps, hostId)
}

/**
 * "Push ours": plans what brings these objects back to what is wanted. Throws AppError not_found, nothing_to_do, plan_refused
 * (paths are object keys), or why the host could not be read.
 */
export async function pushDesired(
  deps: Deps,
  hostId: string,
  refs: readonly ObjectRef[],
  origin: Origin,
): Promise<Change> {
  const wanted = await requireWanted(deps, hostId, refs)
  const facts = await readForPlanning(deps, hostId, definitionOwners(refs))
  const objects = wanted.map(({ object }) => object)
  const { xml, macsElsewhere } = facts
  const planned = planDesired(facts.state, objects, { xml, macsElsewhere, overwrite: true })
  if (!planned.ok) throw planRefused(planned.issues)
  if (planned.plan.steps.length === 0)
    throw new AppError('nothing_to_do', { message: 'The host is as wanted: there is nothing to put back.' })
  const [first, ...others] = planned.plan.changes
  const title = `Put back ${first === undefined ? 'what drifted' : describeRef(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`
  return storePlan(deps, facts, { plan: planned.plan, intents: [], title, accepts: [] }, origin)
}

async function requireWanted(deps: Pick<Deps, 'db' | 'desired'>, hostId: string, refs: readonly ObjectRef[]) {
  await requireHost(deps, hostId)
  const wanted = new Map((await deps.desired.wantedOf(hostId)).map((each) => [each.key, each]))
  return refs.map((ref): Wanted => {
    const found = wanted.get(refKey(ref))
    if (found) return found
    throw new AppError('not_found', {
      message: `Nothing is wanted of ${describeRef(ref)}: it is not managed here. Adopt it first.`,
    })
  })
}
