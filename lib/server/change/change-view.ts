import 'server-only'
import { z } from 'zod'
import type { Change, ChangeProgress, ChangeSummary } from '@/lib/contract/changes'
import { AcceptedFinding, ChangeNote, ChangeStep } from '@/lib/contract/changes'
import { ErrorCode } from '@/lib/contract/errors'
import { Finding } from '@/lib/core/lint/finding'
import type { Intent } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { Plan } from '@/lib/core/plan/step'
import { Comparison } from '@/lib/core/raw/compare-dumps'
import { KeptRaw } from '@/lib/core/raw/kept-raw'
import type { ChangeDetailRow, ChangeRow } from '../db/change'
import { findChange, listChanges, readChangeDetail } from '../db/change'
import type { Db } from '../db/client'
import { AppError } from '../errors'

const Findings = z.object({ created: z.array(Finding), solved: z.array(Finding) })

const isoOf = (date: Date | null): string | null => date?.toISOString() ?? null

function toChangeSummary(row: ChangeRow): ChangeSummary {
  const { id, hostId, hostName, title, status, risk, isGuestDisrupting, stepCount, createdBy, reason } = row
  const code = ErrorCode.safeParse(row.errorCode)
  return {
    ...{ id, hostId, hostName, title, status, risk, isGuestDisrupting, stepCount, createdBy, reason },
    createdAt: row.createdAt.toISOString(),
    appliedAt: isoOf(row.appliedAt),
    endedAt: isoOf(row.endedAt),
    errorCode: code.success ? code.data : null,
    isPersisted: row.isPersisted,
    releasedAt: isoOf(row.releasedAt),
    undoOf: row.undoOfId,
    undoneBy: row.undos[0]?.id ?? null,
  }
}

export function toChangeProgress(row: ChangeRow): ChangeProgress {
  return {
    ...toChangeSummary(row),
    ...{ steps: stepsOf(row), notes: notesOf(row), mode: row.mode, windowSeconds: row.windowSeconds },
    deadlineAt: isoOf(row.deadlineAt),
    comparison: comparisonOf(row),
  }
}

function toChange(row: ChangeRow, detail: ChangeDetailRow): Change {
  return {
    ...toChangeProgress(row),
    intents: intentsOf(detail),
    plan: planOf(detail),
    findings: findingsOf(detail),
    accepts: acceptsOf(detail),
    runbook: detail.runbook,
    hostLog: detail.hostLog,
  }
}

export const stepsOf = ({ steps }: Pick<ChangeRow, 'steps'>): ChangeStep[] =>
  z.array(ChangeStep).parse(JSON.parse(steps))
export const notesOf = ({ notes }: Pick<ChangeRow, 'notes'>): ChangeNote[] =>
  z.array(ChangeNote).parse(JSON.parse(notes))
export const planOf = ({ plan }: ChangeDetailRow): Plan => Plan.parse(JSON.parse(plan))
/** Null: nothing was kept, or it is of another version of the console. */
export function rawBeforeIn({ rawBefore }: ChangeDetailRow): KeptRaw | null {
  if (rawBefore === null) return null
  const kept = KeptRaw.safeParse(JSON.parse(rawBefore))
  return kept.success ? kept.data : null
}

function comparisonOf({ comparison }: ChangeRow): Comparison | null {
  return comparison === null ? null : Comparison.parse(JSON.parse(comparison))
}

export const findingsOf = ({ findings }: ChangeDetailRow): Change['findings'] => Findings.parse(JSON.parse(findings))
export const acceptsOf = ({ accepts }: ChangeDetailRow): AcceptedFinding[] =>
  z.array(AcceptedFinding).parse(JSON.parse(accepts))

/** A change that takes another back was made from states, not from edits: it has none. */
function intentsOf({ intents }: ChangeDetailRow): Intent[] {
  const parsed = parseIntents(JSON.parse(intents))
  return parsed.ok ? parsed.intents : []
}

/** Throws AppError not_found. */
export async function requireChange(db: Db, id: string): Promise<ChangeRow> {
  const row = await findChange(db, id)
  if (row) return row
  throw new AppError('not_found', { message: 'There is no change with this id.' })
}

/** Throws AppError not_found. */
export async function readChange(db: Db, id: string): Promise<Change> {
  return toChange(await requireChange(db, id), await readChangeDetail(db, id))
}

export async function readChanges(
  db: Db,
  query: { hostId?: string | undefined; before?: string | undefined; limit: number },
): Promise<{ changes: ChangeSummary[]; nextBefore: string | null }> {
  const rows = await listChanges(db, query)
  const last = rows.at(-1)
  return {
    changes: rows.map(toChangeSummary),
    nextBefore: last !== undefined && rows.length === query.limit ? last.id : null,
  }
}
