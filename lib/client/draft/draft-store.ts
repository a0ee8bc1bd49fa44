import type { IntentInput } from '../../core/intents/intent'
import type { Draft, StagedEdit } from './draft'
import { EMPTY_DRAFT } from './draft'

/*
 * Staged edits of each host, for as long as the tab lives: they survive navigation and reload, and never meet another person's.
 * The form and the console check intents; here they are only kept.
 */
const PREFIX = 'patchbay.draft.'

const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

export function readDraft(hostId: string): Draft {
  const known = drafts.get(hostId)
  if (known !== undefined) return known
  const draft = parseDraft(window.sessionStorage.getItem(`${PREFIX}${hostId}`))
  drafts.set(hostId, draft)
  return draft
}

export function writeDraft(hostId: string, draft: Draft): void {
  drafts.set(hostId, draft)
  if (draft.edits.length === 0) window.sessionStorage.removeItem(`${PREFIX}${hostId}`)
  else window.sessionStorage.setItem(`${PREFIX}${hostId}`, JSON.stringify(draft))
  for (const listener of listeners) listener()
}

export function watchDrafts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Once the change made of these edits is under way they are done; edits staged since stay. */
export function forgetDraft(hostId: string, changeId: string): void {
  if (readDraft(hostId).changeId === changeId) writeDraft(hostId, EMPTY_DRAFT)
}

/** What another version of the console may have left is taken only in our shape. */
export function parseDraft(text: string | null): Draft {
  const value = parseJson(text)
  if (!isRecord(value) || !Array.isArray(value.edits)) return EMPTY_DRAFT
  const edits = value.edits.flatMap((edit: unknown): StagedEdit[] =>
    isRecord(edit) && typeof edit.id === 'string' && /^e\d+$/.test(edit.id) && isIntent(edit.intent)
      ? [{ id: edit.id, intent: edit.intent, issues: [] }]
      : [],
  )
  return { edits, issues: [], changeId: typeof value.changeId === 'string' ? value.changeId : null }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Only that it is one of ours: its fields were checked before it was staged, and are again when it is planned. */
const isIntent = (value: unknown): value is IntentInput => isRecord(value) && typeof value.kind === 'string'

function parseJson(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    // Not ours: as good as nothing.
    return null
  }
}
