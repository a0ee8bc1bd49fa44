import type { IntentInput } from '../../core/intents/intent'
import type { StagedEdits, StagedEdit } from './staged-edits'
import { NO_STAGED_EDITS } from './staged-edits'

/*
 * Staged edits of each host, for as long as the tab lives: they survive navigation and reload, and never meet another person's.
 * The form and the console check intents; here they are only kept.
 */
const PREFIX = 'patchbay.draft.'

const byHost = new Map<string, StagedEdits>()
const listeners = new Set<() => void>()

export function readStagedEdits(hostId: string): StagedEdits {
  const known = byHost.get(hostId)
  if (known !== undefined) return known
  const staged = parseStagedEdits(window.sessionStorage.getItem(`${PREFIX}${hostId}`))
  byHost.set(hostId, staged)
  return staged
}

export function writeStagedEdits(hostId: string, staged: StagedEdits): void {
  byHost.set(hostId, staged)
  if (staged.edits.length === 0) window.sessionStorage.removeItem(`${PREFIX}${hostId}`)
  else window.sessionStorage.setItem(`${PREFIX}${hostId}`, JSON.stringify(staged))
  for (const listener of listeners) listener()
}

export function watchStagedEdits(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Once the change made of these edits is under way they are done; edits staged since stay. */
export function forgetStagedEdits(hostId: string, changeId: string): void {
  if (readStagedEdits(hostId).changeId === changeId) writeStagedEdits(hostId, NO_STAGED_EDITS)
}

/** What another version of the console may have left is taken only in our shape. */
export function parseStagedEdits(text: string | null): StagedEdits {
  const value = parseJson(text)
  if (!isRecord(value) || !Array.isArray(value.edits)) return NO_STAGED_EDITS
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
