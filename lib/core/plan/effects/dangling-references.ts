/* What would hang in the air: objects that name one that is not there. */
import type { NetworkState } from '../../model/network-state'
import type { DanglingReference } from '../../objects/object-record'
import { refKey } from '../../objects/ref-words'
import { looseEnds } from '../../objects/state-objects'

/** What hangs in the air in `after` and did not before. Links in `vanishing` go by themselves. */
export function danglingReferences(
  before: NetworkState,
  after: NetworkState,
  vanishing: ReadonlySet<string>,
): DanglingReference[] {
  const idOf = ({ ref, what }: DanglingReference): string => `${refKey(ref)} ${what}`
  const known = new Set(looseEnds(before, new Set()).map(idOf))
  return looseEnds(after, vanishing).filter((loose) => !known.has(idOf(loose)))
}
