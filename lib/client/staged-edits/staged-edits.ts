import type { IntentInput, PlanIssue } from '../../core/intents/intent'

/** What is wrong with a staged edit, by the field of the intent: "members.1"; "" for the edit as a whole. */
type EditIssue = { field: string; message: string }

export type StagedEdit = {
  /** Stable while it is staged, also when it is edited or moved. */
  id: string
  intent: IntentInput
  /** What the console said when it was last asked to plan it; gone as soon as the edit changes. */
  issues: readonly EditIssue[]
}

/** Edits of one host that nobody has planned yet, in the order of doing. */
export type StagedEdits = {
  edits: readonly StagedEdit[]
  /** What is wrong with the edits together. */
  issues: readonly string[]
  /** The change that was last made of these edits: once it is applied they are done. */
  changeId: string | null
}

export const NO_STAGED_EDITS: StagedEdits = { edits: [], issues: [], changeId: null }

const changed = (edits: readonly StagedEdit[]): StagedEdits => ({ edits, issues: [], changeId: null })

export const addEdit = ({ edits }: StagedEdits, intent: IntentInput): StagedEdits =>
  changed([...edits, { id: nextId(edits), intent, issues: [] }])

export const replaceEdit = ({ edits }: StagedEdits, id: string, intent: IntentInput): StagedEdits =>
  changed(edits.map((edit) => (edit.id === id ? { id, intent, issues: [] } : edit)))

export const removeEdit = ({ edits }: StagedEdits, id: string): StagedEdits =>
  changed(edits.filter((edit) => edit.id !== id))

/** One place up (-1) or down (1); at an end it stays. */
export function moveEdit(staged: StagedEdits, id: string, by: -1 | 1): StagedEdits {
  const from = staged.edits.findIndex((edit) => edit.id === id)
  const other = staged.edits[from + by]
  const moved = staged.edits[from]
  if (moved === undefined || other === undefined) return staged
  return changed(staged.edits.map((edit) => (edit === moved ? other : edit === other ? moved : edit)))
}

/** A refused plan's issues ("0.members.1") at their edits; what belongs to none is said of the whole. */
export function withIssues(staged: StagedEdits, issues: readonly PlanIssue[]): StagedEdits {
  const placed = issues.map(({ path, message }) => {
    const [, index, field = ''] = /^(\d+)(?:\.(.*))?$/.exec(path) ?? []
    return { edit: index === undefined ? undefined : staged.edits[Number(index)], field, message }
  })
  return {
    ...staged,
    edits: staged.edits.map((edit) => ({
      ...edit,
      issues: placed.filter((issue) => issue.edit === edit).map(({ field, message }) => ({ field, message })),
    })),
    issues: placed.flatMap(({ edit, message }) => (edit === undefined ? [message] : [])),
  }
}

/** Above all that are staged: two edits never share an id. */
const nextId = (edits: readonly StagedEdit[]): string =>
  `e${Math.max(0, ...edits.map(({ id }) => Number(id.slice(1)))) + 1}`
