import 'server-only'
import { z } from 'zod'
import { DesiredObject, isPlaceOfNic } from '@/lib/core/desired/desired'
import { findDrift, notJudged } from '@/lib/core/desired/drift'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { ObjectRef } from '@/lib/core/objects/object-ref'
import { refKey } from '@/lib/core/objects/ref-words'
import { canonicalJson } from '../audit/chain'
import type { Db } from '../db/client'
import type { DesiredRevisionRow } from '../db/desired'
import { appendRevisions, listDrift, listNewestRevisions, replaceDrift } from '../db/desired'

/** What is wanted of one object now, and since when. */
export type Wanted = Pick<DesiredRevisionRow, 'key' | 'revision' | 'changedAt' | 'changedBy' | 'changeId'> & {
  object: DesiredObject
}

/** One object that is not as it is wanted. `since` null: no reading has been judged yet. */
export type Drifted = { key: string; object: DesiredObject; reasons: string[]; since: Date | null }

/** A new revision: null releases the object. */
export type Revision = { key: string; object: DesiredObject | null }
export type Author = { changedBy: string; changeId: string | null }

/** A guest's NIC that was taken over by its place, "net0": recorded as wanted absent, since no NIC has that key. */
export type Misnamed = { key: string; ref: ObjectRef; changedAt: Date }

type Page = {
  wanted: ReadonlyMap<string, Wanted>
  misnamed: ReadonlyMap<string, Misnamed>
  /** Newest revision of each key, of released ones too. */
  revisions: ReadonlyMap<string, number>
  since: Map<string, Date>
  /** The newest verdict: it stands for what a later reading cannot judge. */
  drifted: readonly Drifted[]
  /** The newest verdict, as text; null while there was none. */
  told: string | null
}

/** Hears of a host's drift whenever it is another than before. */
export type DriftListener = (hostId: string, drifted: readonly Drifted[]) => void

/**
 * What is wanted of the objects of each host, kept in memory as it is in the database: every reading is judged by it. Hosts of
 * which nothing is wanted cost nothing.
 */
export class DesiredStateStore {
  readonly #db: Db
  readonly #now: () => Date
  readonly #onDrift: DriftListener
  readonly #pages = new Map<string, Promise<Page>>()

  constructor(db: Db, now: () => Date, onDrift: DriftListener) {
    this.#db = db
    this.#now = now
    this.#onDrift = onDrift
  }

  async wantedOf(hostId: string): Promise<Wanted[]> {
    return [...(await this.#page(hostId)).wanted.values()]
  }

  /** What an earlier version recorded of NICs by their place. Nothing is judged by it; mendMisnamed puts it right. */
  async misnamedOf(hostId: string): Promise<Misnamed[]> {
    return [...(await this.#page(hostId)).misnamed.values()]
  }

  /** Each as a revision of its own; what is wanted already is left out. `store` writes the rows, with what belongs to them. */
  async write(
    hostId: string,
    revisions: readonly Revision[],
    { changedBy, changeId }: Author,
    store = (rows: DesiredRevisionRow[]) => appendRevisions(this.#db, rows),
  ): Promise<void> {
    const page = await this.#page(hostId)
    const changedAt = this.#now()
    const rows = revisions
      .filter(
        ({ key, object }) =>
          page.misnamed.has(key) || canonicalJson(page.wanted.get(key)?.object ?? null) !== canonicalJson(object),
      )
      .map(({ key, object }) => ({
        ...{ hostId, key, changedAt, changedBy, changeId },
        revision: (page.revisions.get(key) ?? 0) + 1,
        object: object === null ? null : canonicalJson(object),
      }))
    await store(rows)
    if (rows.length > 0) this.#pages.delete(hostId)
  }

  /**
   * Judges a reading, and notes since when each object differs. Cheap where nothing is wanted, and writes only where something
   * is new.
   */
  async judge(hostId: string, state: NetworkState): Promise<Drifted[]> {
    const page = await this.#page(hostId)
    if (page.wanted.size === 0 && page.since.size === 0) return []
    const found = this.#compare(page, state)
    const known = new Set(page.since.keys())
    const unjudged = unjudgedKeys(page, state)
    const keys = new Set([...found.map(({ key }) => key), ...[...known].filter((key) => unjudged.has(key))])
    const isOther = keys.size !== known.size || [...keys].some((key) => !known.has(key))
    if (isOther) {
      const now = this.#now()
      page.since = new Map([...keys].map((key) => [key, page.since.get(key) ?? now]))
    }
    const drifted = [
      ...found.map((drift) => ({ ...drift, since: page.since.get(drift.key) ?? null })),
      ...page.drifted.filter(({ key }) => unjudged.has(key)),
    ]
    page.drifted = drifted
    // Before anything is waited for: verdicts are told in the order of their readings.
    this.#tell(hostId, page, drifted)
    if (isOther) {
      const rows = [...page.since].map(([key, since]) => ({ hostId, key, since }))
      await replaceDrift(this.#db, hostId, rows, known)
    }
    return drifted
  }

  /** The same without noting anything: while a change is under way its halves are no drift. */
  async look(hostId: string, state: NetworkState): Promise<Drifted[]> {
    return this.#compare(await this.#page(hostId), state)
  }

  /** The rows are gone: what was known of them is, too. */
  forget(hostId: string): void {
    this.#pages.delete(hostId)
  }

  #tell(hostId: string, page: Page, drifted: readonly Drifted[]) {
    const verdict = JSON.stringify(drifted)
    if (verdict === page.told) return
    page.told = verdict
    this.#onDrift(hostId, drifted)
  }

  #compare({ wanted, since }: Page, state: NetworkState): Drifted[] {
    const objects = [...wanted.values()].map(({ object }) => object)
    return findDrift(objects, state).flatMap(({ ref, lines }) => {
      const key = refKey(ref)
      const object = wanted.get(key)?.object
      return object === undefined ? [] : [{ key, object, reasons: lines, since: since.get(key) ?? null }]
    })
  }

  #page(hostId: string): Promise<Page> {
    const known = this.#pages.get(hostId)
    if (known) return known
    const page = this.#read(hostId)
    this.#pages.set(hostId, page)
    page.catch(() => this.#pages.delete(hostId))
    return page
  }

  async #read(hostId: string): Promise<Page> {
    const rows = await listNewestRevisions(this.#db, hostId)
    const drift = await listDrift(this.#db, hostId)
    const written = rows.flatMap((row) => {
      const object = row.object === null ? null : objectOf(row.object)
      return object === null ? [] : [{ ...row, object }]
    })
    const isMisnamed = ({ object, changeId }: Wanted): boolean =>
      isPlaceOfNic(object.ref) && object.value === null && changeId === null
    return {
      wanted: new Map(written.filter((each) => !isMisnamed(each)).map((each) => [each.key, each])),
      misnamed: new Map(
        written.filter(isMisnamed).map(({ key, object, changedAt }) => [key, { key, ref: object.ref, changedAt }]),
      ),
      revisions: new Map(rows.map(({ key, revision }) => [key, revision])),
      since: new Map(drift.map(({ key, since }) => [key, since])),
      drifted: [],
      told: null,
    }
  }
}

const unjudgedKeys = ({ wanted }: Page, state: NetworkState): Set<string> =>
  new Set(
    notJudged(
      [...wanted.values()].map(({ object }) => object),
      state,
    ).map(({ object }) => refKey(object.ref)),
  )

const Text = z.string().transform((text): unknown => JSON.parse(text))

/** Null: written by a version that knew other objects; nothing can be said of it. */
export function objectOf(text: string): DesiredObject | null {
  const parsed = Text.pipe(DesiredObject).safeParse(text)
  return parsed.success ? parsed.data : null
}
