'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { IntentInput, PlanIssue } from '../../core/intents/intent'
import type { StagedEdits } from './staged-edits'
import { addEdit, NO_STAGED_EDITS, moveEdit, removeEdit, replaceEdit, withIssues } from './staged-edits'
import { stageCure } from './stage-cure'
import { readStagedEdits, watchStagedEdits, writeStagedEdits } from './staged-edits-store'

export type StagedEditsActions = {
  add: (intent: IntentInput) => void
  /** What would cure a finding. */
  cure: (intents: readonly IntentInput[]) => void
  replace: (id: string, intent: IntentInput) => void
  remove: (id: string) => void
  move: (id: string, by: -1 | 1) => void
  clear: () => void
  /** The console refused to plan it. */
  refuse: (issues: readonly PlanIssue[]) => void
  /** The console made this change of it. */
  planned: (changeId: string) => void
}

/** The edits staged for a host, and what can be done with them. Empty on the server and until the page is hydrated. */
export function useStagedEdits(hostId: string): [StagedEdits, StagedEditsActions] {
  const staged = useSyncExternalStore(
    watchStagedEdits,
    () => readStagedEdits(hostId),
    () => NO_STAGED_EDITS,
  )
  const actions = useMemo((): StagedEditsActions => {
    const update = (change: (staged: StagedEdits) => StagedEdits): void =>
      writeStagedEdits(hostId, change(readStagedEdits(hostId)))
    return {
      add: (intent) => update((current) => addEdit(current, intent)),
      cure: (intents) => update((current) => intents.reduce(stageCure, current)),
      replace: (id, intent) => update((current) => replaceEdit(current, id, intent)),
      remove: (id) => update((current) => removeEdit(current, id)),
      move: (id, by) => update((current) => moveEdit(current, id, by)),
      clear: () => update(() => NO_STAGED_EDITS),
      refuse: (issues) => update((current) => withIssues(current, issues)),
      planned: (changeId) => update((current) => ({ ...current, changeId })),
    }
  }, [hostId])
  return [staged, actions]
}
