import type { Link } from '../../model/link'
import type { ObjectChange } from '../../objects/object-ref'

/** What goes with a link, or with its place in a bridge or a bond, and has no words to be put back with: for the preview. */
export function linkLosses(changes: readonly ObjectChange[]): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'link' || change.before === null) return []
    const { before, after, name } = change
    return before.unknownKeys.length === 0 || !isMadeAnew(before, after)
      ? []
      : [`${name} has ${before.unknownKeys.join(', ')}: taken back, it comes without`]
  })
}

const isMadeAnew = (before: Link, after: Link | null): boolean => after === null || before.master !== after.master
