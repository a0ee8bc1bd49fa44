import type { OvsState } from '../../model/ovs'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import type { OvsKept } from './ovs-kept'
import { bridgesOfFlows } from './ovs-restore'
import { isOvsChange } from '../commands/ovs-transaction'

/** What is kept with a plan: of the objects that it touches. */
export function keptFor(changes: readonly ObjectChange[], { rows, flows, roots, lost }: OvsKept): OvsKept {
  const ovs = changes.filter(isOvsChange)
  const names = new Set(
    ovs.flatMap((change) => [
      change.name,
      ...(change.kind === 'ovs-port' ? (change.before?.interfaces.map(({ name }) => name) ?? []) : []),
    ]),
  )
  const bridges = new Set(bridgesOfFlows(ovs))
  const own = <T>(all: Readonly<Record<string, T>>, isKept: (key: string) => boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => isKept(key)))
  return {
    rows: own(rows, (key) => names.has(key.slice(key.indexOf(' ') + 1))),
    flows: own(flows, (bridge) => bridges.has(bridge)),
    lost: own(lost, (bridge) => bridges.has(bridge)),
    roots,
  }
}

/** What goes with a change of Open vSwitch and does not come back when it is taken back, or comes back as text: for the preview. */
export function ovsLosses(
  changes: readonly ObjectChange[],
  observed: OvsState | null,
  kept: OvsKept | null | undefined,
): string[] {
  const ovs = changes.filter(isOvsChange)
  const bridges = bridgesOfFlows(ovs).filter(
    (name) => observed?.bridges.some((bridge) => bridge.name === name) === true,
  )
  const going = ovs.filter(({ before, after }) => before !== null && after === null)
  if (kept === undefined) return []
  if (kept === null)
    return going.length === 0 && !ovs.some(areControllersMadeAnew)
      ? []
      : [
          'Open vSwitch could not be read in full: flows, QoS, settings of controllers and others that the picture does not show would be lost',
        ]
  return [
    ...bridges.flatMap((bridge) => {
      const count = (kept.flows[bridge] ?? '').split('\n').filter(Boolean).length
      const isRemoved = going.some(({ kind, name }) => kind === 'ovs-bridge' && name === bridge)
      return [
        ...(count > 0 && isRemoved
          ? [`${bridge} has flows of its own (${count}): they go with it, and are put back if this is taken back`]
          : []),
        ...(isRemoved
          ? (kept.lost[bridge] ?? []).map((what) => `${bridge} has ${what}: taken back, it comes without`)
          : []),
      ]
    }),
    ...going.flatMap((change) => (change.kind === 'ovs-port' ? movedLosses(change, changes, kept) : [])),
  ]
}

/** Columns that the picture shows: what becomes of them is in the plan anyway. */
const SHOWN: ReadonlySet<string> = new Set([
  ...['name', 'type', 'options', 'tag', 'trunks', 'cvlans', 'vlan_mode', 'bond_mode', 'bond_active_slave', 'lacp'],
])

/** A link that goes to another port or master leaves its rows behind, with all that was set there. */
function movedLosses(
  { name, owner, before }: ChangeOf<'ovs-port'>,
  changes: readonly ObjectChange[],
  { rows }: OvsKept,
): string[] {
  const own = before?.interfaces.map((each) => each.name) ?? []
  const isTaken = (change: ObjectChange): boolean =>
    change.after !== null &&
    (change.kind === 'ovs-port'
      ? change.after.interfaces.some((each) => own.includes(each.name))
      : change.kind === 'link' && own.includes(change.name) && change.after.master !== change.before?.master)
  if (!changes.some(isTaken)) return []
  const set = [`Port ${name}`, ...own.map((each) => `Interface ${each}`)].flatMap((key) => {
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined
    return [...(row?.rows.map(({ column }) => column) ?? []), ...Object.keys(row?.columns ?? {})]
  })
  const words = [...new Set(set)].filter((column) => !SHOWN.has(column))
  return words.length === 0
    ? []
    : [
        `${name} is a port of ${owner ?? ''} with settings of its own (${words.join(', ')}): they do not go along, and are put back if this is taken back`,
      ]
}

/** set-controller makes all of a bridge's controllers anew: it is used where their rows are not known. */
const areControllersMadeAnew = (change: ObjectChange): boolean =>
  change.kind === 'ovs-bridge' &&
  (change.before?.controllers.length ?? 0) > 0 &&
  (change.after?.controllers.length ?? 0) > 0 &&
  change.before?.controllers.length !== change.after?.controllers.length
