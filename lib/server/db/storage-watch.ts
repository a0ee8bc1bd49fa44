import 'server-only'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { HealthResponse } from '@/lib/contract/health'
import { AppError } from '../errors'
import type { Logger } from '../log'
import type { Db } from './client'
import { storageProblem, storageProblemOf } from './storage-fault'

/** Longer: a full disk is noticed late; shorter: each probe is a commit. */
const PROBE_EVERY_MS = 30_000
/** A change of a host leaves some hundred kilobytes here, and others write meanwhile. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024

export type StorageState = HealthResponse['storage']

type Deps = { db: Db; file: string; log: Logger; freeBytes?: (folder: string) => Promise<number | null> }

/** Whether what the console has to record can be recorded: found by writing, at an interval and whenever a write has failed. */
export class StorageWatch {
  readonly #deps: Deps
  #state: StorageState = { state: 'ok', reason: null }
  #timer: NodeJS.Timeout | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get state(): StorageState {
    return this.#state
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.probe(), PROBE_EVERY_MS)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /** A statement failed. */
  noteFailure(code: string): void {
    const problem = storageProblem(code)
    if (problem !== null) this.#set('failing', problem)
  }

  /** Writes and commits something of no meaning, and looks how much is free. Never rejects. */
  async probe(): Promise<StorageState> {
    const { db, file, freeBytes = freeBytesOf } = this.#deps
    try {
      // Rewrites the first page of the file, and through to disk as every commit.
      await db.$queryRawUnsafe('PRAGMA user_version = 0')
    } catch (error) {
      return this.#set('failing', storageProblemOf(error) ?? 'a trial write failed')
    }
    const free = await freeBytes(path.dirname(file))
    if (free !== null && free < LEAST_FREE_BYTES)
      return this.#set('low', `${Math.floor(free / 1024 / 1024)} MiB are free, and 16 MiB are the least`)
    return this.#set('ok', null)
  }

  /** To be asked before anything is done on a host. Throws AppError storage_unwritable. */
  async requireWritable(): Promise<void> {
    const { state, reason } = await this.probe()
    if (state !== 'ok') throw unwritable(reason ?? state)
  }

  #set(state: StorageState['state'], problem: string | null): StorageState {
    const { file, log } = this.#deps
    const [wayOut, effect] =
      state === 'low'
        ? ['Free space on its disk', 'no host is changed']
        : ['Free space on its disk, or make it writable', 'nothing is changed']
    const reason =
      problem === null
        ? null
        : `The console's database: ${problem}. ${wayOut}; until then ${effect}. The console's log names the file.`
    // How much is free is another number each time.
    const isNew = state !== this.#state.state || (state === 'failing' && reason !== this.#state.reason)
    this.#state = { state, reason }
    if (isNew && state === 'ok') log.info({ file }, 'the database can be written again')
    if (isNew && state !== 'ok') log.error({ file, state, reason }, 'the database cannot be relied on')
    return this.#state
  }
}

const unwritable = (reason: string): AppError =>
  new AppError('storage_unwritable', { message: `Nothing was done, for it could not be recorded. ${reason}` })

/** Null where the file system does not say. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
