import type { Draft } from './draft'
import { uppersOf } from './users'

/** Our way to the host does not lead over the link, and nothing stands on it; otherwise its removal is refused. */
export function mayBeRemoved(draft: Draft, name: string): boolean {
  if (draft.holdsManagement(name)) {
    draft.refuse(
      'name',
      'management_link',
      `${name} carries the address that we are connected to: move it to another link first`,
    )
    return false
  }
  const [upper] = uppersOf(draft.state, name)
  if (upper === undefined) return true
  draft.refuse('name', 'link_in_use', `${upper.name} stands on ${name}: remove ${upper.name} first`)
  return false
}
