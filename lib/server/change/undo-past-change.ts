import 'server-only'
import type { z } from 'zod'
import type { Change, UndoChangeRequest } from '@/lib/contract/changes'
import { definitionOwners } from '@/lib/core/objects/state-objects'
import { isOvsChange } from '@/lib/core/plan/commands/ovs-transaction'
import { planUndo } from '@/lib/core/plan/plan-undo'
import type { Origin } from '../auth/actor'
import { readChangeDetail } from '../db/change'
import { AppError } from '../errors'
import { planOf, requireChange } from './change-view'
import type { PlanDeps } from './plan-host-change'
import { planRefused, readForPlanning, storePlan } from './plan-host-change'

/**
 * Plans the taking back of a confirmed change against a reading made for it: a change of its own, not yet applied. Throws
 * AppError not_found, nothing_to_do, plan_refused (paths are object keys), or why the host could not be read.
 */
export async function planUndoOf(
  deps: PlanDeps,
  changeId: string,
  { overwrite, confirmAddress }: z.output<typeof UndoChangeRequest>,
  origin: Origin,
): Promise<Change> {
  const row = await requireChange(deps.db, changeId)
  if (row.status !== 'confirmed')
    throw new AppError('nothing_to_do', {
      message: `There is nothing to take back: this change is ${row.status.replaceAll('_', ' ')}, not confirmed.`,
    })
  if (row.undos.length > 0) throw new AppError('nothing_to_do', { message: 'This change has been taken back already.' })
  const past = planOf(await readChangeDetail(deps.db, changeId))
  const ofSwitch = past.changes.filter(isOvsChange).flatMap(({ name, owner }) => [name, owner ?? ''])
  const names = [...definitionOwners(past.changes), ...ofSwitch]
  const facts = await readForPlanning(deps, row.hostId, new Set(names))
  const { xml, macsElsewhere } = facts
  const context = {
    xml,
    macsElsewhere,
    overwrite,
    confirmAddress: confirmAddress ?? null,
    ...(facts.ovs !== undefined && { ovs: facts.ovs }),
  }
  const planned = planUndo(facts.state, past, context)
  if (!planned.ok) throw planRefused(planned.issues)
  const title = `Undo: ${row.title}`.slice(0, 200)
  return storePlan(deps, facts, { plan: planned.plan, intents: [], title, accepts: [], undoOfId: row.id }, origin)
}
