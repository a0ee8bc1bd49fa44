import type { OvsState } from '../../model/ovs'
import type { ObjectChange } from '../../objects/object-ref'
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
  ]
}

/** set-controller makes all of a bridge's controllers anew: it is used where their rows are not known. */
const areControllersMadeAnew = (change: ObjectChange): boolean =>
  change.kind === 'ovs-bridge' &&
  (change.before?.controllers.length ?? 0) > 0 &&
  (change.after?.controllers.length ?? 0) > 0 &&
  change.before?.controllers.length !== change.after?.controllers.length
