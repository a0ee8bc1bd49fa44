import { masterOf } from './link-steps'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import { refOf } from '../../objects/ref-words'
import type { OvsChange, OvsKind } from '../commands/ovs-rows'
import { OVS_ROWS } from '../commands/ovs-rows'
import { isOvsChange, ovsTransaction, reversed } from '../commands/ovs-transaction'
import { transactionOf } from '../commands/ovs-commands'
import type { OvsKept } from '../kept/ovs-kept'
import { NOTHING_KEPT } from '../kept/ovs-kept'
import {
  bridgesOfFlows,
  controllerRows,
  flowsCommand,
  macCommands,
  restoreWords,
  sameBridgeCommand,
} from '../kept/ovs-restore'
import type { Command, StepDraft } from '../step'

/**
 * All that changes in Open vSwitch as one transaction; as two where the kernel is to take over a link that must leave a switch
 * first.
 */
export function renderOvs(
  changes: readonly ObjectChange[],
  { today = NOTHING_KEPT, wanted = NOTHING_KEPT, version = null }: OvsMeans = {},
): StepDraft[] {
  // What outlives its port is taken up again, where it is still there.
  const past = { ...wanted, roots: wanted.roots.filter((uuid) => today.roots.includes(uuid)) }
  const ovs = changes.filter(isOvsChange)
  const isEarly = needsEarlyTeardown(changes, ovs) ? (change: OvsChange): boolean => change.after === null : () => false
  const step = (part: readonly OvsChange[], phase: StepDraft['phase']): StepDraft[] => {
    const back = part.map(reversed)
    const same = knowsOwnUuids(version) ? part.filter(isNewBridge).flatMap((each) => sameBridgeStep(each, past)) : []
    const run = ovsTransaction(part, same.length > 0, restoreWords(part, past), (bridge) =>
      controllerRows(bridge, today),
    )
    if (run === null) return []
    return [
      ...same,
      {
        phase,
        summary: summaries(part).join('; '),
        run,
        undo: undoOf(back, today),
        scope: 'both',
        objects: part.map(refOf),
      },
      ...afterwards(part, past),
    ]
  }
  return [
    ...step(ovs.filter(isEarly), 'ovs-teardown'),
    ...step(
      ovs.filter((change) => !isEarly(change)),
      'ovs-build',
    ),
  ]
}

/** `today`: what the host has; `wanted`: what objects are to have that come back. */
export type OvsMeans = { today?: OvsKept; wanted?: OvsKept; version?: string | null }

/** `create` with a UUID of one's own. */
const knowsOwnUuids = (version: string | null): boolean => {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 1)
}

const isNewBridge = (change: OvsChange): change is ChangeOf<'ovs-bridge'> =>
  change.kind === 'ovs-bridge' && change.before === null && change.after !== null

function sameBridgeStep({ name }: ChangeOf<'ovs-bridge'>, past: OvsKept): StepDraft[] {
  const run = sameBridgeCommand(name, past)
  if (run === null) return []
  const undo = [{ argv: ['ovs-vsctl', '--timeout=20', '--', '--if-exists', 'del-br', name] }]
  const summary = `Create OVS bridge ${name} with the identity that it had`
  return [{ phase: 'ovs-build', summary, run, undo, scope: 'both', objects: [] }]
}

/**
 * First what makes the objects, then what they held: should something of that be refused, they are there all the same. A version of Open
 * vSwitch that takes no UUID makes the bridge with the second command.
 */
function undoOf(back: readonly OvsChange[], today: OvsKept): Command[] {
  const structure = ovsTransaction(back, true)
  const rows = restoreWords(back, today)
  return [
    ...back.filter(isNewBridge).flatMap(({ name }) => sameBridgeCommand(name, today) ?? []),
    ...(structure === null ? [] : [structure]),
    ...(rows.length === 0 ? [] : [transactionOf(rows)]),
    ...macCommands(back, today),
    ...flowsOf(back.map(reversed), today),
  ]
}

const flowsOf = (going: readonly OvsChange[], { flows }: OvsKept): Command[] =>
  bridgesOfFlows(going).flatMap((bridge) => {
    const own = Object.hasOwn(flows, bridge) ? flows[bridge] : undefined
    return own === undefined ? [] : [flowsCommand(bridge, own)]
  })

/** What can only be done once ovs-vswitchd has made the objects. Their own undoing undoes it. */
function afterwards(part: readonly OvsChange[], past: OvsKept): StepDraft[] {
  const step = (run: Command, summary: string): StepDraft => ({
    ...{ phase: 'links-on-ovs', summary, run, undo: [], scope: 'running', objects: [] },
  })
  const flows = flowsOf(part.map(reversed), past)
  return [
    ...macCommands(part, past).map((run) => step(run, `Give ${run.argv[4] ?? ''} the MAC address that it had`)),
    ...flows.map((run) => step(run, `Put back the flows of ${run.argv[5] ?? ''}`)),
  ]
}

function needsEarlyTeardown(changes: readonly ObjectChange[], ovs: readonly OvsChange[]): boolean {
  const leaving = new Set(
    ovs.flatMap((change) =>
      change.kind === 'ovs-port' && change.after === null
        ? (change.before?.interfaces ?? []).map(({ name }) => name)
        : [],
    ),
  )
  return changes.some((change) => {
    if (change.kind !== 'link' || !leaving.has(change.name)) return false
    const isInternal = change.before?.kind === 'ovs-internal'
    return !isInternal && (change.after === null || masterOf(change.after) !== null)
  })
}

/** What happens, for people, without what follows from something else in the list. */
function summaries(changes: readonly OvsChange[]): string[] {
  const made = new Set(
    changes.filter((change) => change.before === null && change.kind !== 'ovs-port').map(({ name }) => name),
  )
  const gone = new Set(
    changes.filter((change) => change.after === null && change.kind === 'ovs-bridge').map(({ name }) => name),
  )
  return changes.flatMap((change) => {
    if (
      change.kind === 'ovs-port' &&
      (made.has(change.name) || (change.after === null && gone.has(change.owner ?? '')))
    )
      return []
    return summaryOf(change)
  })
}

const summaryOf = <K extends OvsKind>(change: ChangeOf<K>): string[] => OVS_ROWS[change.kind].summary(change)
