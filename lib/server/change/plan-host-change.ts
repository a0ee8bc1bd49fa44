import 'server-only'
import type { z } from 'zod'
import type { Change, CreateChangeRequest } from '@/lib/contract/changes'
import { transactionOf } from '@/lib/core/guard/from-plan'
import { planFindings } from '@/lib/core/lint/plan-findings'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { LibvirtXml } from '@/lib/core/plan/working-state'
import type { Intent, PlanIssue } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { editTitle } from '@/lib/core/intents/titles'
import { planChange } from '@/lib/core/plan/plan-change'
import { runbook } from '@/lib/core/plan/runbook'
import type { OvsKept } from '@/lib/core/plan/kept/ovs-kept'
import type { Plan } from '@/lib/core/plan/step'
import type { Origin } from '../auth/actor'
import { newUlid } from '../crypto/random'
import { insertChange } from '../db/change'
import type { HostRow } from '../db/host'
import { listHosts } from '../db/host'
import { AppError } from '../errors'
import { requireHost } from '../host/read-host'
import type { Services } from '../services'
import { readChange } from './change-view'
import { readAfresh } from './read-afresh'
import { readOvs } from './read-ovs'
import { readDefinitions, readSecrets, textsIn } from './read-definitions'

export type PlanDeps = Pick<Services, 'db' | 'audit' | 'fleet' | 'now'>

/** What planning knows of a host, read just now. */
export type PlanningFacts = {
  host: HostRow
  state: NetworkState
  xml: LibvirtXml
  ovs: OvsKept | null | undefined
  /** MACs of the guests of other hosts, with whose they are. */
  macsElsewhere: Record<string, string>
}

/**
 * Plans edits of a host against a reading made for it, and stores the plan; nothing is done on the host. Throws AppError
 * plan_refused with `details.issues`, not_found, or why the host could not be read.
 */
export async function createChange(
  deps: PlanDeps,
  hostId: string,
  { intents, title, confirmAddress, accepts }: z.output<typeof CreateChangeRequest>,
  origin: Origin,
): Promise<Change> {
  await requireHost(deps, hostId)
  const parsed = parseIntents(intents)
  if (!parsed.ok) throw planRefused(parsed.issues)
  const facts = await readForPlanning(deps, hostId, textsIn(parsed.intents))
  const planned = planChange(facts.state, parsed.intents, {
    xml: facts.xml,
    ...(facts.ovs !== undefined && { ovs: facts.ovs }),
    macsElsewhere: facts.macsElsewhere,
    confirmAddress: confirmAddress ?? null,
  })
  if (!planned.ok) throw planRefused(planned.issues)
  return storePlan(
    deps,
    facts,
    { plan: planned.plan, intents: parsed.intents, title: title || titleOf(parsed.intents), accepts },
    origin,
  )
}

/** "OVS bridge ovsbr1 and 2 more". */
function titleOf([first, ...others]: readonly Intent[]): string {
  if (first === undefined) return 'Nothing to do'
  return `${editTitle(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`.slice(0, 200)
}

/** A full reading that begins now, and the definitions of what these texts name. Throws what refreshHost throws. */
export async function readForPlanning(
  deps: PlanDeps,
  hostId: string,
  texts: ReadonlySet<string>,
): Promise<PlanningFacts> {
  const host = await requireHost(deps, hostId)
  const state = await readAfresh(deps, hostId)
  const session = deps.fleet.get(hostId)
  if (!session) throw new AppError('host_offline', { message: 'This host is no longer watched.' })
  const definitions = await readDefinitions(session, state, texts)
  const xml = { ...definitions, withSecrets: await readSecrets(session, definitions) }
  const ovs = await readOvs(session, state, texts)
  return { host, state, xml, ovs, macsElsewhere: await macsElsewhere(deps, hostId) }
}

async function macsElsewhere({ db, fleet }: PlanDeps, hostId: string): Promise<Record<string, string>> {
  const others = (await listHosts(db)).filter(({ id }) => id !== hostId)
  const entries = others.flatMap(({ id, name }) =>
    (fleet.get(id)?.snapshot().reading?.state.guests ?? []).flatMap((guest) =>
      guest.nics.flatMap(({ running, stored }) =>
        [running?.mac, stored?.mac].flatMap((mac) => (mac == null ? [] : [[mac, `guest ${guest.name} on ${name}`]])),
      ),
    ),
  )
  return Object.fromEntries(entries)
}

type NewPlan = {
  plan: Plan
  intents: readonly Intent[]
  title: string
  accepts: Change['accepts']
  undoOfId?: string
}

/** Stores a plan as a change of its own. Throws plan_refused for one that the host could not take back by itself. */
export async function storePlan(
  deps: PlanDeps,
  { host, state }: PlanningFacts,
  { plan, intents, title, accepts, undoOfId }: NewPlan,
  origin: Origin,
): Promise<Change> {
  const { db, audit, now } = deps
  const createdAt = now()
  const id = newUlid(createdAt.getTime())
  refuseUnguardable(id, plan)
  const findings = planFindings(state, plan)
  const steps = plan.steps.map(({ id: stepId, summary, run, scope }) => ({
    ...{ id: stepId, summary, argv: run.argv, scope },
    ...{ status: 'waiting', exitStatus: null, output: '' },
  }))
  const { risk, confirm } = plan
  const row = {
    ...{ id, hostId: host.id, hostName: host.name, title, createdAt, createdBy: origin.actor },
    ...{ risk: risk.level, isGuestDisrupting: risk.isGuestDisrupting, stepCount: steps.length },
    ...{ steps: JSON.stringify(steps), confirmAddress: confirm.address, undoOfId: undoOfId ?? null },
  }
  const detail = {
    intents: JSON.stringify(intents),
    plan: JSON.stringify(plan),
    findings: JSON.stringify(findings),
    accepts: JSON.stringify(accepts),
    runbook: runbook(plan),
    hostLog: '',
  }
  const facts = {
    ...{ change: id, title, risk: risk.level, steps: steps.length, accepts },
    ...(undoOfId && { undoOf: undoOfId }),
  }
  await audit.commit(async (tx, note) => {
    await insertChange(tx, row, detail)
    note({ ...origin, action: 'change.plan', target: `host:${host.name}`, detail: facts })
  })
  return readChange(db, id)
}

function refuseUnguardable(id: string, plan: Plan): void {
  try {
    transactionOf(id, plan)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw planRefused([{ path: '', code: 'cannot_be_undone', message: cause.message }])
  }
}

export function planRefused(issues: readonly PlanIssue[]): AppError {
  const [first, ...others] = issues
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return new AppError('plan_refused', {
    message: `Nothing was done. ${first?.message ?? 'The edits do not fit the host'}${more}`.slice(0, 1000),
    details: { issues },
  })
}
