'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { IntentInput, PlanIssue } from '../../core/intents/intent'
import type { Draft } from './draft'
import { addEdit, EMPTY_DRAFT, moveEdit, removeEdit, replaceEdit, withIssues } from './draft'
import { stageCure } from './stage-cure'
import { readDraft, watchDrafts, writeDraft } from './draft-store'

export type DraftActions = {
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
export function useDraft(hostId: string): [Draft, DraftActions] {
  const draft = useSyncExternalStore(
    watchDrafts,
    () => readDraft(hostId),
    () => EMPTY_DRAFT,
  )
  const actions = useMemo((): DraftActions => {
    const update = (change: (draft: Draft) => Draft): void => writeDraft(hostId, change(readDraft(hostId)))
    return {
      add: (intent) => update((current) => addEdit(current, intent)),
      cure: (intents) => update((current) => intents.reduce(stageCure, current)),
      replace: (id, intent) => update((current) => replaceEdit(current, id, intent)),
      remove: (id) => update((current) => removeEdit(current, id)),
      move: (id, by) => update((current) => moveEdit(current, id, by)),
      clear: () => update(() => EMPTY_DRAFT),
      refuse: (issues) => update((current) => withIssues(current, issues)),
      planned: (changeId) => update((current) => ({ ...current, changeId })),
    }
  }, [hostId])
  return [draft, actions]
}
