import type { ChangeOf, ObjectKind } from './object-ref'
import { OBJECTS } from './table'

/** Names of the links, and of Open vSwitch's ports and interfaces, that a change is about, before and after it. */
export const linksOfChange = <K extends ObjectKind>(change: ChangeOf<K>): string[] => OBJECTS[change.kind].links(change)
