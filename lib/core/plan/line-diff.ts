/** A line of a text before and after a change; a fold stands for as many lines that are in both. */
export type DiffLine =
  { kind: 'kept' | 'added' | 'removed'; text: string } | { kind: 'fold'; count: number; lines: readonly string[] }

/** Texts with more lines than this on either side are not compared line by line: the table would grow with the product. */
const MAX_LINES = 2_000

/** Lines of context that stay in sight around a difference. */
const CONTEXT = 1

/**
 * What differs between two texts, line by line, longest common part kept (the textbook table, O(n·m) within the lines that
 * differ). Runs of equal lines are folded except for one of context. A null text has no lines.
 */
export function diffLines(before: string | null, after: string | null): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const head = commonHead(old, now)
  const tail = commonHead([...old.slice(head)].reverse(), [...now.slice(head)].reverse())
  const middle = diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  const kept = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'kept', text }))
  return foldKept([...kept(old.slice(0, head)), ...middle, ...kept(old.slice(old.length - tail))])
}

const linesOf = (text: string | null): string[] => {
  if (text === null || text === '') return []
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

const commonHead = (a: readonly string[], b: readonly string[]): number => {
  const least = Math.min(a.length, b.length)
  for (let index = 0; index < least; index++) if (a[index] !== b[index]) return index
  return least
}

const diffMiddle = (old: readonly string[], now: readonly string[]): DiffLine[] => {
  const gone = (text: string): DiffLine => ({ kind: 'removed', text })
  const come = (text: string): DiffLine => ({ kind: 'added', text })
  if (old.length > MAX_LINES || now.length > MAX_LINES) return [...old.map(gone), ...now.map(come)]
  const common = commonLengths(old, now)
  const width = now.length + 1
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]]
    if (left !== undefined && left === right) {
      lines.push({ kind: 'kept', text: left })
      i++
      j++
    } else if (
      left !== undefined &&
      (right === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push(gone(left))
      i++
    } else if (right !== undefined) {
      lines.push(come(right))
      j++
    }
  }
  return lines
}

/** Length of the longest common part of what follows line i of the one and line j of the other, row by row. */
const commonLengths = (old: readonly string[], now: readonly string[]): Uint16Array => {
  const width = now.length + 1
  const table = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i * width + j] =
        old[i] === now[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  return table
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
