import 'server-only'
import type {
  AuditEntry as AuditEntryDto,
  AuditFilter,
  AuditListResponse,
  AuditVerifyResponse,
} from '@/lib/contract/audit'
import { appendEntries, lastSeqEverWritten, listEntries, readHead, toAuditEntryDto } from '../db/audit-entry'
import type { Db, Tx } from '../db/client'
import type { Logger } from '../log'
import { canonicalJson, checkEntry, GENESIS, hashEntry } from './chain'
import { redact } from './redact'

export type AuditEvent = {
  /** "user:<login>", "token:<name>", "system" or "anonymous". */
  actor: string
  address: string | null
  action: AuditAction
  target: string | null
  /** Facts worth keeping. Secrets must not be here; `redact` is the net below. */
  detail?: Readonly<Record<string, unknown>>
}

export type AuditAction =
  | 'console.setup'
  | 'console.bootstrap'
  | 'session.sign-in'
  | 'session.sign-in-failed'
  | 'session.locked'
  | 'session.sign-out'
  | 'user.create'
  | 'user.update'
  | 'user.delete'
  | 'user.change-password'
  | 'user.change-password-failed'
  | 'token.create'
  | 'token.delete'
  | 'host.probe'
  | 'host.accept-key'
  | 'host.create'
  | 'host.create-failed'
  | 'host.update'
  | 'host.update-failed'
  | 'host.delete'
  | 'change.plan'
  | 'change.apply'
  /** Before and after each remote act. */
  | 'change.act'
  | 'change.acted'
  /** Before and after each step of the plan. */
  | 'change.step'
  | 'change.step-result'
  | 'change.confirm'
  | 'change.cancel'
  | 'change.extend'
  | 'change.resume'
  | 'change.end'
  /** What a confirmed change has to leave for the next start of its host: tried again, and what came of it. */
  | 'change.store'
  | 'change.stored'
  /** A rollback that failed: tried again as a person wants it, what came of that or of the host's own tries, and left as it is. */
  | 'change.retry-rollback'
  | 'change.retried'
  | 'change.release-host'
  | 'audit.export'
  | 'desired.adopt'
  | 'desired.release'
  | 'desired.accept'
  /** What an earlier version recorded wrongly. */
  | 'desired.mend'

/** Entries read at a time. */
const PAGE = 500
/** In one statement. SQLite's limit of variables (32,766) is that of 3,640 entries. */
const ENTRIES_AT_ONCE = 500
/** The append-only audit log: one writer in this process, one hash chain in the database. */
export class AuditLog {
  readonly #db: Db
  readonly #log: Logger
  readonly #now: () => Date

  constructor(db: Db, log: Logger, now: () => Date) {
    this.#db = db
    this.#log = log
    this.#now = now
  }

  /**
   * Resolves when the entries are on disk, in this order and at the cost of one. Rejects when they could not be written: the
   * caller's act must then not count as done.
   */
  async append(...events: AuditEvent[]): Promise<void> {
    await this.commit(async (_tx, note) => note(...events))
  }

  /**
   * An act and the entries it notes, in one transaction: when this resolves both are on disk, and when it rejects, or the
   * process is killed meanwhile, neither is. `act` reads and writes through `tx` alone and waits for nothing else.
   */
  async commit<T>(act: (tx: Tx, note: (...events: AuditEvent[]) => void) => Promise<T>): Promise<T> {
    const { result, entries } = await this.#db.$transaction(async (tx) => {
      const events: AuditEvent[] = []
      const made = await act(tx, (...more) => void events.push(...more))
      return { result: made, entries: await this.#append(tx, events) }
    })
    // A copy outside the database, which shows when the whole chain was rewritten or its end cut off.
    for (const { seq, hash, actor, action, target } of entries)
      this.#log.info({ audit: { seq, hash, actor, action, target } }, 'audit')
    return result
  }

  async #append(tx: Tx, events: readonly AuditEvent[]) {
    if (events.length === 0) return []
    const entries = chain(events, await readHead(tx), this.#now())
    for (let at = 0; at < entries.length; at += ENTRIES_AT_ONCE)
      await appendEntries(tx, entries.slice(at, at + ENTRIES_AT_ONCE))
    return entries
  }

  async list({
    before,
    limit,
    ...filter
  }: AuditFilter & { before?: number; limit: number }): Promise<AuditListResponse> {
    const rows = await listEntries(this.#db, { before, limit }, filter)
    const last = rows.at(-1)
    const isWhole = last === undefined || last.seq === 1 || rows.length < limit
    return { entries: rows.map(toAuditEntryDto), nextBefore: isWhole ? null : last.seq }
  }

  /** Entries after `seq`, oldest first: one page of an export. */
  async pageAfter(seq: number, filter: AuditFilter): Promise<AuditEntryDto[]> {
    return (await listEntries(this.#db, { after: seq, limit: PAGE }, filter)).map(toAuditEntryDto)
  }

  /** Walks the whole chain from the first entry. */
  async verify(): Promise<AuditVerifyResponse> {
    let previous = { seq: 0, hash: GENESIS }
    const answer = (firstProblem: AuditVerifyResponse['firstProblem']): AuditVerifyResponse => ({
      isIntact: firstProblem === null,
      entries: previous.seq,
      head: previous.seq === 0 ? null : previous,
      firstProblem,
    })
    for (;;) {
      const page = await listEntries(this.#db, { after: previous.seq, limit: PAGE })
      for (const entry of page) {
        const reason = checkEntry(entry, previous)
        if (reason !== null) return answer({ seq: entry.seq, reason })
        previous = { seq: entry.seq, hash: entry.hash }
      }
      if (page.length < PAGE) break
    }
    const written = await lastSeqEverWritten(this.#db)
    if (written === previous.seq) return answer(null)
    return answer({ seq: previous.seq + 1, reason: `entries ${previous.seq + 1} to ${written} were cut off the end` })
  }
}

/** Events as entries, each on the hash of the one before. */
function chain(events: readonly AuditEvent[], head: { seq: number; hash: string } | null, at: Date) {
  let { seq, hash: prevHash } = head ?? { seq: 0, hash: GENESIS }
  return events.map(({ actor, address, action, target, detail = {} }) => {
    seq += 1
    const entry = { seq, at, actor, address, action, target, detail: canonicalJson(redact(detail)), prevHash }
    const hash = hashEntry(entry)
    prevHash = hash
    return { ...entry, hash }
  })
}
