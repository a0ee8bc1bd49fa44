import type { FormId, RemoveIntent, Target } from './forms/table'

/** What the drawer shows: a form, a form for an edit that is staged already, or the list of staged edits. */
export type DrawerView =
  | { view: 'form'; form: FormId; target: Target }
  | { view: 'remove'; intent: RemoveIntent }
  | { view: 'edit'; editId: string }
  | { view: 'edits' }

export const formView = (form: FormId, target: Target = {}): DrawerView => ({ view: 'form', form, target })
