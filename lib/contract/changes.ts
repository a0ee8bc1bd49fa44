import { z } from 'zod'
import { Finding } from '../core/lint/finding'
import { MAX_WINDOW_SECONDS } from '../core/guard/transaction'
import type { IntentInput } from '../core/intents/intent'
import { Intent, MAX_INTENTS, PlanIssue } from '../core/intents/intent'
import { HostAddress } from '../core/intents/fields'
import { Comparison } from '../core/raw/compare-dumps'
import { Plan, RiskLevel, StepScope } from '../core/plan/step'
import { CHANGE_STATUSES } from './constants/change-status'
import { ErrorCode } from './errors'
import { HostId } from './hosts'

export const ChangeId = z.string().regex(/^[0-9A-Za-z]{8,40}$/)
export type ChangeId = z.infer<typeof ChangeId>
export const ChangeParams = z.object({ changeId: ChangeId })

export const ChangeStatus = z.enum(CHANGE_STATUSES)
export type ChangeStatus = z.infer<typeof ChangeStatus>

/** A finding of severity "error" that a plan creates keeps it from being applied, unless somebody says why it may. */
export const AcceptedFinding = z.object({
  /** Finding.key */
  key: z.string().min(1).max(300),
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export type AcceptedFinding = z.infer<typeof AcceptedFinding>

/** `intents` are checked by themselves first; planning then says whether they fit the host. Both refuse with `plan_refused`. */
export const CreateChangeRequest = z.object({
  intents: z.array(z.unknown()).min(1, 'a change needs at least one edit').max(MAX_INTENTS),
  title: z.string().trim().max(120).optional(),
  /** Where the host is to be reached after its management address moves. */
  confirmAddress: HostAddress.optional(),
  accepts: z.array(AcceptedFinding).max(50).default([]),
})
export type CreateChangeRequest = Omit<z.input<typeof CreateChangeRequest>, 'intents'> & { intents: IntentInput[] }

/** `details` of `plan_refused`. */
export const PlanRefusal = z.object({ issues: z.array(PlanIssue) })
export type PlanRefusal = z.infer<typeof PlanRefusal>

export const ApplyChangeRequest = z.object({
  /** auto: kept once the host was reached and read back. manual: a person keeps it. */
  confirm: z.enum(['auto', 'manual']).default('auto'),
  /** T, instead of the plan's own. */
  timeoutSeconds: z
    .int()
    .min(10, 'at least 10 s')
    .max(MAX_WINDOW_SECONDS, `at most ${MAX_WINDOW_SECONDS} s`)
    .optional(),
  /** Needed where the plan says so and names none. */
  confirmAddress: HostAddress.optional(),
  /** Also where the change touches the way to the host and its rollback cannot be tried on it beforehand. */
  isUnrehearsedAccepted: z.boolean().default(false),
  /** Findings accepted now that the plan was seen, besides those accepted when it was asked for. */
  accepts: z.array(AcceptedFinding).max(50).default([]),
})
export type ApplyChangeRequest = z.input<typeof ApplyChangeRequest>

/** From now on, not added to what is left. */
export const ExtendChangeRequest = z.object({ seconds: z.int().min(10).max(MAX_WINDOW_SECONDS) })
export type ExtendChangeRequest = z.infer<typeof ExtendChangeRequest>

export const UndoChangeRequest = z.object({
  /** Also what somebody else changed of the same settings since; otherwise that is refused. */
  overwrite: z.boolean().default(false),
  /** Where the host is to be reached after its management address moves. */
  confirmAddress: HostAddress.optional(),
})
export type UndoChangeRequest = z.input<typeof UndoChangeRequest>

export const ChangeStep = z.object({
  id: z.string(),
  summary: z.string(),
  argv: z.array(z.string()),
  scope: StepScope,
  status: z.enum(['waiting', 'running', 'done', 'failed', 'undone']),
  /** Null before the command has ended. */
  exitStatus: z.int().nullable(),
  /** What it printed, redacted and cut; '' for nothing. */
  output: z.string(),
})
export type ChangeStep = z.infer<typeof ChangeStep>

/** One line of a change's story. */
export const ChangeNote = z.object({ at: z.iso.datetime(), phase: z.string(), text: z.string() })
export type ChangeNote = z.infer<typeof ChangeNote>

export const ChangeSummary = z.object({
  id: ChangeId,
  hostId: HostId,
  hostName: z.string(),
  /** What the operator called it, or made of its edits: "Set VLAN 125 on vnet4". */
  title: z.string(),
  status: ChangeStatus,
  risk: RiskLevel,
  isGuestDisrupting: z.boolean(),
  stepCount: z.int(),
  createdAt: z.iso.datetime(),
  /** "user:<login>" or "token:<name>" */
  createdBy: z.string(),
  appliedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it did not end as asked, and what holds now. */
  reason: z.string().nullable(),
  errorCode: ErrorCode.nullable(),
  /** False: what must survive a reboot could not be written. Confirmed, all else is done; failed, there was nothing else to do. */
  isPersisted: z.boolean(),
  /** When a person left the host as it is after a rollback that failed; null: nobody has. */
  releasedAt: z.iso.datetime().nullable(),
  /** The change that this one takes back, and the one that took this back. */
  undoOf: ChangeId.nullable(),
  undoneBy: ChangeId.nullable(),
})
export type ChangeSummary = z.infer<typeof ChangeSummary>

/** What moves while a change is under way: the `change` event of a host's stream. */
export const ChangeProgress = ChangeSummary.extend({
  steps: z.array(ChangeStep),
  notes: z.array(ChangeNote),
  mode: z.enum(['auto', 'manual']).nullable(),
  windowSeconds: z.int().nullable(),
  /** When the host puts everything back unless it is kept, by the console's clock; null while no timer runs. */
  deadlineAt: z.iso.datetime().nullable(),
  /**
   * What the host's own tools say is not as it was before, once something was put back or undone; null: nothing was, or the host has
   * not been reached. `notCompared` is why of something nothing can be said.
   */
  comparison: Comparison.nullable(),
})
export type ChangeProgress = z.infer<typeof ChangeProgress>

export const Change = ChangeProgress.extend({
  intents: z.array(Intent),
  plan: Plan,
  findings: z.object({ created: z.array(Finding), solved: z.array(Finding) }),
  accepts: z.array(AcceptedFinding),
  /** The exact commands as a shell script, to read or to run by hand. */
  runbook: z.string(),
  /** The host's own log of the change; '' before it has ended. */
  hostLog: z.string(),
})
export type Change = z.infer<typeof Change>
export const ChangeResponse = Change

/** Newest first; `before` is the last `nextBefore`. */
export const ChangeListQuery = z.object({
  hostId: HostId.optional(),
  before: ChangeId.optional(),
  limit: z.coerce.number().int().min(1, 'at least 1').max(200, 'at most 200').default(50),
})
export const ChangeListResponse = z.object({ changes: z.array(ChangeSummary), nextBefore: ChangeId.nullable() })
export type ChangeListResponse = z.infer<typeof ChangeListResponse>
