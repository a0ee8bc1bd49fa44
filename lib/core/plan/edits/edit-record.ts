import type { IntentKind, IntentOf } from '../../intents/intent'
import type { Ground } from '../../objects/grounds'
import type { WorkingState } from '../working-state'

/** What planning does with one kind of edit. */
type EditRecord<K extends IntentKind> = {
  /**
   * Without what the edit is not even understood: where its objects would be, whose names must be free, and who stands on what
   * it takes away. What is touched beside, and who hangs on that, is for `groundsOfChange`: to make something new disturbs nobody.
   */
  needs: readonly Ground[]
  /** Makes the working state as the edit wants it, or refuses with the reason. What is so already stays untouched. */
  apply: (working: WorkingState, intent: IntentOf<K>) => void
}

export type EditsOf<K extends IntentKind> = { readonly [P in K]: EditRecord<P> }
