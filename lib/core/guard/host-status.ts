import type { Parsed } from '../parse/parsed'
import { parsed, unparsed } from '../parse/parsed'
import { parseWal, type WalEntry } from './wal'

/** `prepared`: nothing was armed. The others are the names of the one file in state.d. */
const TXN_STATES = ['prepared', 'armed', 'firing', 'committed', 'rolled_back', 'rollback_failed'] as const
type TxnState = (typeof TXN_STATES)[number]

/** How one object came out of the rollback. `step` 0: the way to the host, `action` is the number of the check of it. */
export type UndoReport = { outcome: 'same' | 'undone' | 'foreign' | 'open'; step: number; action: number }

/** What `guard.sh status` says. */
export type HostStatus = {
  txn: string
  state: TxnState
  /** False: the host has been restarted since the change was prepared. */
  isSameBoot: boolean
  /** Seconds until the guard fires; negative when it should have. */
  secondsLeft: number
  isTimerRunning: boolean
  isFireRunning: boolean
  holdsLock: boolean
  /** The rollback failed, and the host tries again by itself until the way to it is back. */
  isRecovering: boolean
  wal: WalEntry[]
  rollback: UndoReport[]
}

const isTxnState = (text: string): text is TxnState => (TXN_STATES as readonly string[]).includes(text)

/** Text of `guard.sh status`. A failure where the last line is missing: the script was cut off, or is not there. */
export function parseHostStatus(text: string): Parsed<HostStatus> {
  const lines = text.split('\n')
  const value = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? ''
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1))
  const state = value('state')
  if (!lines.includes('end') || !isTxnState(state)) {
    return unparsed('guard.sh status did not answer in full', `line ${lines.length}`)
  }
  const secondsLeft = Number(value('left'))
  return parsed({
    txn: value('txn'),
    state,
    isSameBoot: value('boot') === 'same',
    secondsLeft: Number.isSafeInteger(secondsLeft) ? secondsLeft : 0,
    isTimerRunning: value('timer') === 'runs',
    isFireRunning: value('fire') === 'runs',
    holdsLock: value('lock') === 'ours',
    isRecovering: value('recover') === 'runs',
    wal: parseWal(values('wal').join('\n')),
    rollback: lastOfEach(values('rollback').flatMap(toUndoReport)),
  })
}

const lastOfEach = (reports: readonly UndoReport[]): UndoReport[] => [
  ...new Map(reports.map((report) => [`${report.step}.${report.action}`, report])).values(),
]

function toUndoReport(line: string): UndoReport[] {
  const [, outcome, step, action] = /^(same|undone|foreign|open) (\d{1,6})\.(\d{1,6}) \d+$/.exec(line) ?? []
  if (outcome === undefined) return []
  return [{ outcome: outcome as UndoReport['outcome'], step: Number(step), action: Number(action) }] // the pattern has just these words
}
