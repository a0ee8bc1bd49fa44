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
    return going.length === 0
      ? []
      : [
          'Open vSwitch could not be read in full: flows, QoS and settings that the picture does not show would not come back',
        ]
  return [
    ...controllerLosses(changes, kept),
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

/** set-controller makes all of a bridge's controllers anew. */
const controllerLosses = (changes: readonly ObjectChange[], { rows }: OvsKept): string[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'ovs-bridge' || change.before === null || change.after === null) return []
    const [was, is] = [change.before, change.after].map(({ controllers }) =>
      controllers.map(({ target }) => target).join(' '),
    )
    const set = (rows[`Bridge ${change.name}`]?.rows ?? [])
      .filter(({ column }) => column === 'controller')
      .flatMap(({ columns }) => Object.keys(columns).filter((column) => column !== 'target'))
    return was === is || set.length === 0
      ? []
      : [`The controllers of ${change.name} are made anew, without their settings: ${[...new Set(set)].join(', ')}`]
  })
