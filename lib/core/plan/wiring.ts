/* What would hang in the air: objects that name one that is not there. */
import type { NetworkState } from '../model/network-state'
import type { Loose } from '../objects/object-record'
import { refKey } from '../objects/ref-words'
import { looseEnds } from '../objects/state-objects'

/** What hangs in the air in `after` and did not before. Links in `vanishing` go by themselves. */
export function looseIn(before: NetworkState, after: NetworkState, vanishing: ReadonlySet<string>): Loose[] {
  const idOf = ({ ref, what }: Loose): string => `${refKey(ref)} ${what}`
  const known = new Set(looseEnds(before, new Set()).map(idOf))
  return looseEnds(after, vanishing).filter((loose) => !known.has(idOf(loose)))
}
