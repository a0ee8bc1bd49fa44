/* What a host is asked about the objects of a change: each kind's record has the questions. */
import type { ManagementPath } from '../model/network-state'
import type { Check, Side, Surroundings } from '../objects/check'
import { check, has, succeeds } from '../objects/check'
import type { ChangeOf, ObjectChange, ObjectKind, ObjectRef } from '../objects/object-ref'
import { OBJECTS } from '../objects/table'

const NOTHING: Surroundings = { inOvs: new Set(), fakeBridges: new Set() }

export const presentChecks = (object: ObjectRef | ObjectChange): Check[] => existence(object, true)
export const absentChecks = (object: ObjectRef | ObjectChange): Check[] => existence(object, false)

const existence = <K extends ObjectKind>(object: (ObjectRef & { kind: K }) | ChangeOf<K>, isWanted: boolean): Check[] =>
  OBJECTS[object.kind].existence(object, isWanted)

/** What holds once the object is as it is on this side of the change. Empty where a host cannot tell in a command. */
export const objectChecks = <K extends ObjectKind>(change: ChangeOf<K>, side: Side, around = NOTHING): Check[] =>
  OBJECTS[change.kind].checks?.(change, side, around) ?? existence(change, change[side] !== null)

/** What holds of an object whose stored definition is still to be written or removed: after the steps that change what runs. */
export const checksBeforeStoring = <K extends ObjectKind>(change: ChangeOf<K>, around: Surroundings): Check[] =>
  OBJECTS[change.kind].checksBeforeStoring?.(change) ?? objectChecks(change, 'after', around)

/** Fails once somebody else has set the object to what is neither found nor planned. */
export const ourChecks = <K extends ObjectKind>(change: ChangeOf<K>): Check[] =>
  OBJECTS[change.kind].checksOfOurs(change)

/** The way to the host: its links are up, and our address is there. */
export function managementChecks({ links, localAddress }: ManagementPath): Check[] {
  return [
    ...links.map((name) => check(`${name} is there`, ['ip', 'link', 'show', 'dev', name], succeeds(true))),
    ...(localAddress === null
      ? []
      : [
          check(
            `the host has ${localAddress}`,
            ['ip', '-o', 'addr', 'show', 'to', localAddress],
            has(` ${localAddress}/`, ` ${localAddress} `),
          ),
        ]),
  ]
}
