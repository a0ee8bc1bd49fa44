import type { KeptRaw } from '@/lib/core/raw/kept-raw'
import type { Comparison } from '@/lib/core/raw/compare-dumps'
import type { GuardPaths, Transaction } from '@/lib/core/guard/transaction'
import type { StepProgress } from '@/lib/core/guard/wal'
import type { UndoReport } from '@/lib/core/guard/host-status'
import type { ErrorCode } from '@/lib/contract/errors'
import type { Clock } from '../host/clock'
import type { CommandRunner } from '../ssh/shell'

/** R0: nothing on the way of our own connection. R1: it is touched, the address stays. R2: address, VLAN or uplink move. */
type RiskClass = 'R0' | 'R1' | 'R2'

type ChangeState =
  | 'planned'
  | 'applying'
  | 'awaiting_confirmation'
  | 'confirmed'
  | 'rolled_back'
  | 'rollback_failed'
  | 'failed'
  | 'stale'

export type ChangeRequest = {
  transaction: Transaction
  /** Who asked, as others are told while the host is locked. */
  operator: string
  /** 32 hex digits, kept with the change: only who knows it can confirm, also after a restart of the console. */
  nonce: string
  risk: RiskClass
  /** `manual`: a person decides once the console has reached and read the host. */
  mode: 'auto' | 'manual'
  /** T: core/guard/window.ts. */
  windowSeconds: number
  /** Somebody takes it upon themselves that the rollback could not be tried beforehand. */
  isUnrehearsedAccepted?: boolean
  /** Where the host is reached after the change. Mandatory for R2. */
  confirmAddress?: string
  /** Fingerprint of what the plan was made from, in whatever form `readFingerprint` gives. */
  basedOn: string
  /** Of a change that takes another back: the host before that other; null: it was not kept. Absent: it takes none back. */
  reference?: KeptRaw | null
}

/** A signed-in connection. HostLink is one; tests have their own. */
export type ChangeLink = { shell: CommandRunner; close: () => void }

export type Phase =
  'preflight' | 'upload' | 'lock' | 'rehearse' | 'arm' | 'apply' | 'confirm' | 'persist' | 'release' | 'rollback'

/** What happened, for the record and the browser. The next remote act waits for `onEvent`: first the row, then the deed. */
export type ChangeEvent =
  | { kind: 'phase'; phase: Phase; detail: string }
  | { kind: 'state'; state: ChangeState; reason: string | null }
  | { kind: 'steps'; steps: StepProgress[] }
  /** Seconds until the host puts everything back, as the host said just now. */
  | { kind: 'window'; secondsLeft: number }

/** Places at which tests stop or kill the console, in the order in which a change passes them. */
export const FAILPOINTS = [
  'after_preflight',
  'after_upload',
  'after_lock',
  'after_arm',
  'mid_apply',
  'after_apply',
  'before_confirm',
  'after_claim',
  'after_persist',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]

export type ChangeDeps = {
  /** A brand-new connection each time, never a shared one; at `address` where one is given. Rejects when `signal` aborts. */
  connect: (options: { address?: string; signal: AbortSignal }) => Promise<ChangeLink>
  /** The fingerprint of the objects that the plan touches, as they are now. */
  readFingerprint: (runner: CommandRunner) => Promise<string>
  /** Compares a fresh reading with what was planned: one sentence for each difference. */
  findDiscrepancies?: (runner: CommandRunner) => Promise<string[]>
  /** Writes what has to survive a reboot. Runs after the claim, perhaps twice: it must be idempotent. */
  persist?: (runner: CommandRunner) => Promise<void>
  onEvent?: (event: ChangeEvent) => void | Promise<void>
  clock: Clock
  failpoint?: (name: Failpoint) => void | Promise<void>
  paths?: GuardPaths
  timings?: Partial<ChangeTimings>
}

export type ChangeTimings = {
  /** For one connection. Longer: fewer tries in a short window; shorter: a slow login is called unreachable. */
  connectMs: number
  /** For one connection while no window runs, before arming and after the claim: nothing is lost by waiting. */
  patientMs: number
  /** For one answer over a connection that was good a moment ago. Shorter: a busy host costs needless connections. */
  replyMs: number
  /** Between two proofs that the host is reached: a stale ARP or conntrack entry can make the first succeed. */
  confirmSpacingMs: number
  pollMs: number
  /** After the window has ended: how long the host may stay away before its state is called unknown. */
  recoveryMs: number
  /** For what was changed to settle on the host. More for LACP and spanning tree. */
  verifyTries: number
}

export const DEFAULT_TIMINGS: ChangeTimings = {
  connectMs: 5_000,
  patientMs: 30_000,
  replyMs: 3_000,
  confirmSpacingMs: 3_000,
  pollMs: 60,
  recoveryMs: 120_000,
  verifyTries: 5,
}

export type ChangeOutcome = {
  state: Exclude<ChangeState, 'planned' | 'applying' | 'awaiting_confirmation'>
  /** Why it did not end as asked, and what holds now; null: confirmed. */
  reason: string | null
  error: ErrorCode | null
  steps: StepProgress[]
  rollback: UndoReport[]
  /** False only when `persist` failed: confirmed, it works now and is gone after a reboot; failed, it only had to be stored. */
  isPersisted: boolean
  /** The host's own log and what its steps printed; '' where it could not be fetched. */
  hostLog: string
  /** What a reboot within the window would have meant. */
  bootGuard: string
  /** Whether the host is as it was, where something was put back; null: nothing was, or it has not been reached. */
  comparison: Comparison | null
  /** The host before the change, where it was kept and could be dumped. */
  rawBefore: KeptRaw | null
}
