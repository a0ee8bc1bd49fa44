import { diffArrays } from 'diff'

/** A line of a text before and after a change; a fold stands for as many lines that are in both. */
export type DiffLine =
  { kind: 'kept' | 'added' | 'removed'; text: string } | { kind: 'fold'; count: number; lines: readonly string[] }

/** Texts that differ in more lines than this are shown as another text: nobody reads such a comparison, and it would take long. */
const MAX_EDITS = 1_000

/** Lines of context that stay in sight around a difference. */
const CONTEXT = 1

/**
 * What differs between two texts, line by line, by the fewest edits (Myers, O((n + m)·d) for d edits). Runs of equal lines are
 * folded except for one of context. A null text has no lines.
 */
export function diffLines(before: string | null, after: string | null): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const parts = diffArrays(old, now, { maxEditLength: MAX_EDITS }) ?? [
    { value: old, added: false, removed: true },
    { value: now, added: true, removed: false },
  ]
  return foldKept(
    parts.flatMap(({ value, added, removed }) =>
      value.map((text): DiffLine => ({ kind: added ? 'added' : removed ? 'removed' : 'kept', text })),
    ),
  )
}

const linesOf = (text: string | null): string[] => {
  if (text === null || text === '') return []
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

const foldKept = (lines: readonly DiffLine[]): DiffLine[] => {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'kept')
  const folded: DiffLine[] = []
  lines.forEach((line, index) => {
    const last = folded.at(-1)
    if (line.kind !== 'kept' || isNear(index)) folded.push(line)
    else if (last?.kind === 'fold')
      folded[folded.length - 1] = { kind: 'fold', count: last.count + 1, lines: [...last.lines, line.text] }
    else folded.push({ kind: 'fold', count: 1, lines: [line.text] })
  })
  return folded
}
