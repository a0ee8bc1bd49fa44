import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import type { ControllerRows, Words } from './ovs-commands'
import { transactionOf } from './ovs-commands'
import type { Around, OvsChange, OvsKind } from './ovs-rows'
import { isGone, isNew, OVS_KINDS, OVS_ROWS } from './ovs-rows'
import type { Command } from '../step'

export const isOvsChange = (change: ObjectChange): change is OvsChange => Object.hasOwn(OVS_ROWS, change.kind)

/** The same changes the other way round. */
export const reversed = <T extends ObjectChange>(change: T): T => ({
  ...change,
  before: change.after,
  after: change.before,
})

/**
 * One transaction of ovs-vsctl that makes these changes: all or nothing in the database (not in the datapath: read back).
 * `isUndo` makes it converge from wherever things are: what is there already, or gone already, is no failure.
 * `more` is done with it, in the end. `controllersOf` knows a bridge's controllers as they are. Null: nothing to do.
 */
export function ovsTransaction(
  changes: readonly OvsChange[],
  isUndo: boolean,
  more: readonly Words[] = [],
  controllersOf: (bridge: string) => ControllerRows = () => null,
): Command | null {
  const around = { ...surroundings(changes), isUndo, controllersOf }
  // What stands on something goes before it, and comes after it.
  const commands = [
    ...[...OVS_KINDS].reverse().flatMap((kind) => removalsOf(kind, changes, around)),
    ...OVS_KINDS.flatMap((kind) => additionsOf(kind, changes, around)),
    ...more,
  ]
  return commands.length === 0 ? null : transactionOf(commands)
}

const ofKind = <K extends OvsKind>(changes: readonly OvsChange[], kind: K): ChangeOf<K>[] =>
  // Equal kinds: the compiler does not see that it has picked out a member of the union.
  changes.filter((change) => change.kind === kind) as ChangeOf<K>[]

const removalsOf = <K extends OvsKind>(kind: K, changes: readonly OvsChange[], around: Around): Words[] =>
  OVS_ROWS[kind].removals(ofKind(changes, kind), around)
const additionsOf = <K extends OvsKind>(kind: K, changes: readonly OvsChange[], around: Around): Words[] =>
  OVS_ROWS[kind].additions(ofKind(changes, kind), around)

function surroundings(changes: readonly OvsChange[]): Omit<Around, 'isUndo' | 'controllersOf'> {
  const names = (kind: OvsKind, is: (change: OvsChange) => boolean): Set<string> =>
    new Set(
      ofKind(changes, kind)
        .filter(is)
        .map(({ name }) => name),
    )
  return {
    goneBridges: names('ovs-bridge', isGone),
    goneFakes: names('ovs-fake-bridge', isGone),
    newBridges: names('ovs-bridge', isNew),
    newFakes: names('ovs-fake-bridge', isNew),
  }
}
