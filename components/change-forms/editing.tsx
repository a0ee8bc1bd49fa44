'use client'

import { createContext, useContext } from 'react'
import type { StagedEdit } from '@/lib/client/staged-edits/staged-edits'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { Neighbours } from './check-edit'
import type { DrawerControl } from './change-forms-context'
import type { Target } from './forms/table'

export type Editing = {
  /** As the host was last read. */
  observed: NetworkState
  /** As the staged edits before this one leave it: what they make can be chosen. */
  state: NetworkState
  neighbours: Neighbours
  target: Target
  /** The staged edit that is edited; null for a new one. */
  edit: StagedEdit | null
  stage: (intent: IntentInput) => void
  control: DrawerControl
}

export const EditingContext = createContext<Editing | null>(null)

/** What the open form is about. Only inside the drawer. */
export function useEditing(): Editing {
  const editing = useContext(EditingContext)
  if (editing === null) throw new Error('useEditing() was called outside the drawer of forms')
  return editing
}
