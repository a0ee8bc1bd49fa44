import { z } from 'zod'
import { ChangeId } from './changes'

export const AuditEntry = z.object({
  /** 1, 2, 3 … without gaps. */
  seq: z.int(),
  at: z.iso.datetime(),
  /** "user:<login>", "token:<name>", "system" or "anonymous". */
  actor: z.string(),
  /** Where the request came from; null for what the console did by itself. */
  address: z.string().nullable(),
  /** "<thing>.<verb>", e.g. "host.create", "session.sign-in". */
  action: z.string(),
  target: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** SHA-256 over the hash of the entry before and this one's fields. */
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Which entries; each left out: all. */
const AuditFilter = z.object({
  /** A host's name. */
  host: z.string().min(1).max(64).optional(),
  /** "user:ada" */
  actor: z.string().min(1).max(200).optional(),
  /** "change.apply", or the first part for all of its kind: "change". */
  action: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]+)?$/, 'an action looks like change.apply, or change for all of its kind')
    .optional(),
  /** ULID of a change. */
  change: ChangeId.optional(),
  from: z.iso.datetime('write a time as 2026-11-21T14:02:00Z').optional(),
  /** Not itself. */
  to: z.iso.datetime('write a time as 2026-11-21T14:02:00Z').optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** Newest first; `before` is the last `nextBefore`. */
export const AuditQuery = AuditFilter.extend({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1, 'at least 1').max(200, 'at most 200').default(50),
})
/** Oldest first, all of it. */
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(['csv', 'json']).default('csv') })
export const AuditListResponse = z.object({ entries: z.array(AuditEntry), nextBefore: z.int().nullable() })
export type AuditListResponse = z.infer<typeof AuditListResponse>

/** Whether every entry still is what was written, in order, with none missing. */
export const AuditVerifyResponse = z.object({
  isIntact: z.boolean(),
  entries: z.int(),
  /** Compare with a copy kept elsewhere (the log names it): a chain alone cannot show that all of it was rewritten. */
  head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
  firstProblem: z.object({ seq: z.int(), reason: z.string() }).nullable(),
})
export type AuditVerifyResponse = z.infer<typeof AuditVerifyResponse>
