import type { Check, Side, Surroundings } from '../objects/check'
import type { ObjectRef } from '../objects/object-ref'
import { refKey } from '../objects/ref-words'
import type { Plan, Settle, Step } from '../plan/step'
import type { Fingerprint } from '../plan/step'
import { isKernelCommand } from '../plan/rehearsal/stage'
import { rawScopeOf } from '../raw/raw-scope'
import {
  absentChecks,
  checksBeforeStoring,
  managementChecks,
  objectChecks,
  ourChecks,
  presentChecks,
} from './object-checks'
import { switchTrials } from './switch-trial'
import type { GuardStep, Transaction, TransactionRehearsal } from './transaction'

/**
 * A plan as the guard runs it: the steps that change what runs, their inverses, and what can be read back on the host itself.
 * Steps of scope `stored` are not among them: they come after the confirmation (storedSteps). Throws RangeError for a plan
 * with a step that cannot be undone.
 */
export function transactionOf(id: string, plan: Plan): Transaction {
  return {
    id,
    steps: guardedSteps(plan).map((step) => guardStep(step, plan)),
    // Once, at the end: an object that several steps touch is as planned only after the last.
    checks: plan.changes
      .filter((change) => isRunning(change, plan))
      .flatMap((change) => {
        const around = surroundings(plan, 'after')
        return isStored(change, plan) ? checksBeforeStoring(change, around) : objectChecks(change, 'after', around)
      }),
    backChecks: plan.risk.level === 'R0' ? [] : managementChecks(plan.managementPath),
    raw: rawScopeOf(plan),
    ...rehearsalOf(plan),
  }
}

const guardedSteps = ({ steps }: Plan): Step[] => steps.filter(({ scope }) => scope !== 'stored')

/** What is written for the next start, after the confirmation. */
export const storedSteps = ({ steps }: Pick<Plan, 'steps'>): Step[] => steps.filter(({ scope }) => scope === 'stored')

const touches = ({ objects }: Step, ref: ObjectRef): boolean => objects.some((object) => refKey(object) === refKey(ref))

/** Does anything but what is stored touch it? */
const isRunning = (ref: ObjectRef, { steps }: Plan): boolean =>
  steps.some((step) => step.scope !== 'stored' && touches(step, ref))

const isStored = (ref: ObjectRef, plan: Plan): boolean => storedSteps(plan).some((step) => touches(step, ref))

function rehearsalOf(plan: Plan): Pick<Transaction, 'rehearsal'> {
  const rehearsal = {
    kernel: kernelPart(plan),
    switch: switchTrials(guardedSteps(plan).map((step) => guardStep(step, plan))),
  }
  return rehearsal.kernel === null && rehearsal.switch.length === 0 ? {} : { rehearsal }
}

/** Of each step and its checks what is the kernel's; a step of another tool has its stand-ins. */
function kernelPart(plan: Plan): TransactionRehearsal['kernel'] {
  if (plan.rehearsal == null) return null
  const { links, stage, standIns } = plan.rehearsal
  const onStage = ({ read }: Check): boolean => isKernelCommand(read)
  const steps = guardedSteps(plan).map((step): GuardStep => {
    const own = guardStep(step, plan)
    const standIn = standIns[step.id]
    return {
      ...own,
      run: standIn?.run ?? own.run,
      undo: own.undo.map(({ isBack, isOurs, ...action }) => {
        const [back, ours] = [isBack, isOurs].map((checks) => checks?.filter(onStage) ?? [])
        const run = [...action.run.filter(isKernelCommand), ...(standIn?.undo ?? [])]
        return { ...action, run, ...(back?.length && { isBack: back }), ...(ours?.length && { isOurs: ours }) }
      }),
    }
  })
  return { links, stage, steps }
}

const surroundings = ({ changes }: Plan, side: Side): Surroundings => ({
  inOvs: new Set(
    changes.flatMap((change) =>
      change.kind === 'ovs-port' ? (change[side]?.interfaces ?? []).map(({ name }) => name) : [],
    ),
  ),
  fakeBridges: new Set(changes.flatMap(({ kind, name }) => (kind === 'ovs-fake-bridge' ? [name] : []))),
})

function guardStep(step: Step, plan: Plan): GuardStep {
  const { summary, run, undo, scope, objects, settles } = step
  if (undo === null) throw new RangeError(`"${summary}" cannot be undone: it cannot be applied under guard`)
  const keys = new Set(objects.map(refKey))
  const changes = plan.changes.filter((change) => keys.has(refKey(change)))
  const isBack = changes.flatMap((change) => objectChecks(change, 'before', surroundings(plan, 'before')))
  const isOurs = changes.flatMap((change) => ourChecks(change))
  return {
    summary,
    run: [run],
    undo:
      undo.length === 0
        ? []
        : [{ summary: `Undo: ${summary}`, run: undo, isPartial: true, ...(isBack.length > 0 && { isBack }), isOurs }],
    checks: [],
    isManagement: plan.risk.level !== 'R0' && objects.some(({ name }) => plan.managementPath.links.includes(name)),
    survivesReboot: scope === 'both',
    ...(settles && { settles: settlesOf(settles, plan), timeoutSeconds: Math.max(30, settles.timeoutSeconds) }),
  }
}

function settlesOf({ object, is, timeoutSeconds, what, late }: Settle, { changes }: Plan): GuardStep['settles'] {
  const change = changes.find((each) => refKey(each) === refKey(object)) ?? object
  const [check] = is === 'present' ? presentChecks(change) : absentChecks(change)
  return check === undefined
    ? undefined
    : { ...check, summary: what, seconds: timeoutSeconds, ...(late !== undefined && { late }) }
}

/** One text for a fingerprint, whatever the order of its keys: what a change is based on. */
export const fingerprintText = (fingerprint: Fingerprint): string =>
  JSON.stringify(Object.entries(fingerprint).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
