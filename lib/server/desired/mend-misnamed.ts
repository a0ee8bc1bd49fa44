import 'server-only'
import { adopt, asKeyed } from '@/lib/core/desired/desired'
import { isAbsenceKnown } from '@/lib/core/desired/readings'
import type { NetworkState } from '@/lib/core/model/network-state'
import { refKey } from '@/lib/core/objects/ref-words'
import type { AuditLog } from '../audit/audit-log'
import { readDefinitions } from '../change/read-definitions'
import type { Db } from '../db/client'
import { findHost } from '../db/host'
import { appendRevisions, newestRevision } from '../db/desired'
import type { Fleet } from '../host/fleet'
import type { Logger } from '../log'
import type { DesiredStateStore, Misnamed, Revision } from './desired-state-store'

type Deps = { db: Db; fleet: Fleet; store: DesiredStateStore; audit: AuditLog; log: Logger }
type Mended = { from: string; to: string | null; why: string }

/**
 * Earlier versions took a guest's NIC over by its place ("net0"), where NICs are known by their MAC: they recorded that none is
 * wanted, and saw no drift. With the first reading of each host that tells which NIC is meant, that NIC is wanted as it is found
 * then (what it was when it was taken over was never recorded); where there is none, nothing is wanted any more. Both are new
 * revisions, with an audit entry and a line in the log. Running it again does nothing. Gives what ends it.
 */
export function watchMisnamed(deps: Deps, isChanging: (hostId: string) => boolean): () => void {
  const done = new Set<string>()
  return deps.fleet.subscribe((event) => {
    if (event.kind !== 'changed' || done.has(event.hostId) || isChanging(event.hostId)) return
    // Another reading must not begin it a second time.
    done.add(event.hostId)
    mendMisnamed(deps, event.hostId, event.next).then(
      (isDone) => void (isDone || done.delete(event.hostId)),
      (error: unknown) => {
        done.delete(event.hostId)
        deps.log.error({ err: error, hostId: event.hostId }, 'mending what is wanted of guest NICs failed')
      },
    )
  })
}

/** False: this reading does not tell. */
async function mendMisnamed(deps: Deps, hostId: string, state: NetworkState): Promise<boolean> {
  const misnamed = await deps.store.misnamedOf(hostId)
  if (misnamed.length === 0) return true
  const session = deps.fleet.get(hostId)
  if (session === null || !misnamed.every(({ ref }) => isAbsenceKnown(state, ref))) return false
  const owners = new Set(misnamed.flatMap(({ ref }) => ref.owner ?? []))
  const xml = await readDefinitions(session, state, owners)
  const mended: Mended[] = []
  const revisions: Revision[] = []
  for (const each of misnamed) {
    const { ref, key } = each
    const to = asKeyed(state, ref)
    const [object] = to === ref ? [] : adopt(state, [to], xml)
    const why =
      object === undefined ? 'no such NIC is there any more' : await whyNotTaken(deps, hostId, each, refKey(to))
    revisions.push({ key, object: null })
    if (object !== undefined && why === null) revisions.push({ key: refKey(to), object })
    mended.push({
      from: key,
      to: object === undefined ? null : refKey(to),
      why: why ?? 'wanted as it is found now: what it was when it was taken over was not recorded',
    })
  }
  const host = await findHost(deps.db, hostId)
  await deps.store.write(hostId, revisions, { changedBy: 'system', changeId: null }, (rows) =>
    deps.audit.commit(async (tx, note) => {
      note({
        ...{ actor: 'system', address: null, action: 'desired.mend', target: `host:${host?.name ?? hostId}` },
        detail: { objects: mended },
      })
      await appendRevisions(tx, rows)
    }),
  )
  deps.log.warn({ hostId, mended }, 'guest NICs were recorded as wanted absent by their place: mended')
  return true
}

/** Whoever has said since what is wanted of the NIC is right. */
async function whyNotTaken({ db }: Deps, hostId: string, { changedAt }: Misnamed, key: string): Promise<string | null> {
  const newest = await newestRevision(db, hostId, key)
  return newest !== null && newest.changedAt >= changedAt ? 'what is wanted of this NIC was said since' : null
}
