import 'server-only'
import type { Tx } from './client'
import type { Change, ChangeDetail, Prisma } from './generated/client'

export type ChangeDetailRow = ChangeDetail
/** `undos`: the confirmed changes that took this one back; one at most. */
export type ChangeRow = Change & { undos: { id: string }[] }

const WITH_UNDO = { undos: { where: { status: 'confirmed' }, select: { id: true }, take: 1 } } as const

/** What is stored of a plan nobody has applied yet. */
export type NewChange = Pick<
  Change,
  | 'id'
  | 'hostId'
  | 'hostName'
  | 'title'
  | 'risk'
  | 'isGuestDisrupting'
  | 'stepCount'
  | 'createdAt'
  | 'createdBy'
  | 'undoOfId'
  | 'steps'
  | 'confirmAddress'
>

/** In a transaction: a change without detail could not be read. */
export async function insertChange(
  tx: Tx,
  change: NewChange,
  detail: Omit<ChangeDetail, 'changeId' | 'rawBefore'>,
): Promise<void> {
  await tx.changeDetail.create({ data: { ...detail, changeId: change.id } })
  await tx.change.create({ data: { ...change, status: 'planned', notes: '[]' } })
}

export async function findChange(db: Tx, id: string): Promise<ChangeRow | null> {
  return db.change.findUnique({ where: { id }, include: WITH_UNDO })
}

/** Throws where the row is gone: nothing deletes it. */
export async function readChangeDetail(db: Tx, changeId: string): Promise<ChangeDetail> {
  return db.changeDetail.findUniqueOrThrow({ where: { changeId } })
}

/** Newest first, below `before`. */
export async function listChanges(
  db: Tx,
  { hostId, before, limit }: { hostId?: string | undefined; before?: string | undefined; limit: number },
): Promise<ChangeRow[]> {
  return db.change.findMany({
    where: { ...(hostId !== undefined && { hostId }), ...(before !== undefined && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit,
    include: WITH_UNDO,
  })
}

/** Changes that a console began and has not seen the end of, oldest first. */
export async function listChangesUnderWay(db: Tx): Promise<ChangeRow[]> {
  return db.change.findMany({
    where: { status: { in: ['applying', 'awaiting_confirmation'] } },
    orderBy: { id: 'asc' },
    include: WITH_UNDO,
  })
}

/** Changes whose hosts could not put everything back and that no person has left so, oldest first. */
export async function listFailedRollbacks(db: Tx): Promise<ChangeRow[]> {
  return db.change.findMany({
    where: { status: 'rollback_failed', releasedAt: null },
    orderBy: { id: 'asc' },
    include: WITH_UNDO,
  })
}

export type Beginning = Required<
  Pick<
    Prisma.ChangeUpdateManyMutationInput,
    'mode' | 'windowSeconds' | 'confirmAddress' | 'sealedNonce' | 'appliedAt' | 'appliedBy'
  >
>

/** From planned to applying, in one statement: of two that come at once, one gets false. */
export async function beginChange(db: Tx, id: string, beginning: Beginning): Promise<boolean> {
  const { count } = await db.change.updateMany({
    where: { id, status: 'planned' },
    data: { ...beginning, status: 'applying' },
  })
  return count === 1
}

/** A plan that nobody will apply: the same, to its end. */
export async function giveUpChange(db: Tx, id: string, end: { endedAt: Date; reason: string }): Promise<boolean> {
  const { count } = await db.change.updateMany({ where: { id, status: 'planned' }, data: { ...end, status: 'failed' } })
  return count === 1
}

export type Progress = Pick<Change, 'status' | 'steps' | 'notes' | 'deadlineAt'> &
  Partial<Pick<Change, 'endedAt' | 'reason' | 'errorCode' | 'isPersisted' | 'comparison' | 'releasedAt'>>

export async function saveProgress(db: Tx, id: string, progress: Progress): Promise<void> {
  await db.change.updateMany({ where: { id }, data: progress })
}

export async function saveHostLog(db: Tx, changeId: string, hostLog: string): Promise<void> {
  await db.changeDetail.updateMany({ where: { changeId }, data: { hostLog } })
}

export async function saveRawBefore(db: Tx, changeId: string, rawBefore: string): Promise<void> {
  await db.changeDetail.updateMany({ where: { changeId }, data: { rawBefore } })
}

/** Findings accepted when it is applied, with those accepted before. */
export async function saveAccepts(db: Tx, changeId: string, accepts: string): Promise<void> {
  await db.changeDetail.updateMany({ where: { changeId }, data: { accepts } })
}
