import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { OBJECT_KINDS, OBJECTS } from '../../objects/table'

/** Kernel objects live until the next boot: what of these changes is gone after it, kind by kind, in so many words. */
export const notStored = (changes: readonly ObjectChange[]): string[] => [
  ...new Set(OBJECT_KINDS.flatMap((kind) => changes.filter((each) => each.kind === kind).flatMap(wordsOf))),
]

const wordsOf = <K extends ObjectKind>(change: ChangeOf<K>): string | [] => OBJECTS[change.kind].notStored(change) ?? []
