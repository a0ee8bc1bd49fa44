import { z } from 'zod'
import type { NetworkState } from '../model/network-state'
import type { Config } from '../objects/object-record'
import { configOf } from '../objects/state-objects'
import { brokenBefore, isBroken } from '../objects/ovs-port'
import type { ObjectChange } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
import { findObject } from '../objects/state-objects'
import type { Plan } from '../plan/step'

/** One fact that is not as it should be. `path`: "ovs-port:br-ovs/vnet4.tag". */
export const Discrepancy = z.object({
  path: z.string(),
  /** "OVS port vnet4 of br-ovs, tag" */
  what: z.string(),
  wanted: z.string(),
  found: z.string(),
})
export type Discrepancy = z.infer<typeof Discrepancy>

/** Where a reading of the host differs from what the plan was to make of the touched objects. Empty: all is as planned. */
export const verifyPlan = (plan: Pick<Plan, 'changes'>, observed: NetworkState): Discrepancy[] =>
  plan.changes.flatMap((change) => [...compare(change, observed), ...brokenInterfaces(change, observed)])

/** Where a reading differs from what was before the plan: after a rollback. */
export const verifyUndo = (plan: Pick<Plan, 'changes'>, observed: NetworkState): Discrepancy[] =>
  plan.changes.flatMap((change) => compare(change, observed, 'before'))

function compare(change: ObjectChange, observed: NetworkState, side: 'after' | 'before' = 'after'): Discrepancy[] {
  const object = findObject(observed, change)
  const wanted = configOf(change, side)
  const found = object === undefined ? null : configOf(object)
  const key = refKey(change)
  const what = describeRef(change)
  if (wanted === null || found === null)
    return wanted === found ? [] : [{ path: key, what, wanted: existence(wanted), found: existence(found) }]
  return Object.entries(wanted).flatMap(([name, value]) => {
    const [left, right] = [textOf(value), textOf(found[name])]
    return left === right ? [] : [{ path: `${key}.${name}`, what: `${what}, ${name}`, wanted: left, found: right }]
  })
}

const existence = (config: Config | null): string => (config === null ? 'gone' : 'there')

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** ovs-vsctl exits 0 for an interface that ovs-vswitchd could not open: its own words tell, and a negative number. */
function brokenInterfaces(change: ObjectChange, observed: NetworkState): Discrepancy[] {
  if (change.kind !== 'ovs-port' || change.after === null) return []
  const object = findObject(observed, change)
  const found = object?.kind === 'ovs-port' ? object.after : null
  const before = brokenBefore(change)
  return (found?.interfaces ?? []).flatMap((iface) => {
    if (!isBroken(iface) || before.has(iface.name)) return []
    const reason = iface.error ?? `ofport ${iface.ofport ?? 'none'}`
    return [
      { path: `${refKey(change)}.${iface.name}`, what: `interface ${iface.name}`, wanted: 'working', found: reason },
    ]
  })
}
