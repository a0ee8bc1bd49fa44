/** `begin` before step `step`, `end` after it with its exit status, `verified` once verify.sh has ended. Steps count from 1. */
export type WalEntry =
  { kind: 'begin'; step: number } | { kind: 'end'; step: number; status: number } | { kind: 'verified'; status: number }

/** The write-ahead log of apply.sh. A line that is cut or damaged (power failed while it was written) says nothing. */
export function parseWal(text: string): WalEntry[] {
  return text.split('\n').flatMap((line): WalEntry[] => {
    const [kind, first, second, ...more] = line.split(' ')
    const [a, b] = [toNumber(first), toNumber(second)]
    if (more.length > 0 || a === null) return []
    if (kind === 'B' && second === undefined) return [{ kind: 'begin', step: a }]
    if (kind === 'E' && b !== null) return [{ kind: 'end', step: a, status: b }]
    if (kind === 'V' && second === undefined) return [{ kind: 'verified', status: a }]
    return []
  })
}

const toNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null

export type StepProgress = {
  status: 'waiting' | 'running' | 'done' | 'failed'
  /** Exit status of the step's last command; null before it ended. */
  exitStatus: number | null
}

/** Each step's progress, in order, of a plan of `count` steps. */
export function stepProgress(wal: readonly WalEntry[], count: number): StepProgress[] {
  return Array.from({ length: count }, (_, i) => {
    const number = i + 1
    const end = wal.findLast((entry) => entry.kind === 'end' && entry.step === number)
    if (end?.kind === 'end') return { status: end.status === 0 ? 'done' : 'failed', exitStatus: end.status }
    const hasBegun = wal.some((entry) => entry.kind === 'begin' && entry.step === number)
    return { status: hasBegun ? 'running' : 'waiting', exitStatus: null }
  })
}

/** How apply.sh and verify.sh came out; null while they run. */
export function applyVerdict(wal: readonly WalEntry[]): 'verified' | 'step-failed' | 'not-as-planned' | null {
  if (wal.some((entry) => entry.kind === 'end' && entry.status !== 0)) return 'step-failed'
  const verified = wal.findLast((entry) => entry.kind === 'verified')
  if (verified?.kind !== 'verified') return null
  return verified.status === 0 ? 'verified' : 'not-as-planned'
}
