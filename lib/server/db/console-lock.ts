import 'server-only'
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { Sqlite } from './sqlite'
import { isBusy, openSqlite } from './sqlite'

/** How long a new console waits for the one before it to end. Longer: a wrong set-up looks like a slow start. */
const WAIT_MS = 2_000

const Holder = z.object({ pid: z.int(), host: z.string(), since: z.string() })
type Holder = z.infer<typeof Holder>

/** Another console works on this database, or its lock cannot be taken. The message is for whoever starts the console. */
export class DatabaseLockError extends Error {
  override readonly name = 'DatabaseLockError'
}

export type ConsoleLock = {
  /** The database file, links resolved. */
  file: string
  /** Idempotent. */
  release: () => void
}

/**
 * Makes this console the only one on a database file until it is released or the process ends, however it ends: the lock is
 * the operating system's, on a second SQLite file beside the real path of the database. Makes the database's folder (0700) and
 * an empty file (0600) where they are missing. Throws DatabaseLockError.
 */
export function lockDatabase(wanted: string, { now, waitMs = WAIT_MS }: { now: Date; waitMs?: number }): ConsoleLock {
  const file = realFile(wanted)
  const lockFile = `${file}.lock`
  // Only SQLite ever opens the lock file: a process that closes any descriptor of a file loses its POSIX locks on it.
  const holderFile = `${file}.lock.json`
  const lock = openLock(lockFile, waitMs, holderFile, file)
  const holder: Holder = { pid: process.pid, host: os.hostname(), since: now.toISOString() }
  try {
    writeFileSync(holderFile, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  } catch {
    // Only tells others who holds it; a full disk must not keep the console from starting and saying so.
  }
  return {
    file,
    release: () => {
      if (!lock.isOpen) return
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

/** SQLite follows links as well, so that two names of one file must be one lock. */
function realFile(wanted: string): string {
  try {
    mkdirSync(path.dirname(wanted), { recursive: true, mode: 0o700 })
    closeSync(openSync(wanted, 'a', 0o600))
    return realpathSync(wanted)
  } catch (cause) {
    throw new DatabaseLockError(
      `Patchbay cannot start: the database ${wanted} cannot be opened for writing: ${messageOf(cause)}. ` +
        `DATABASE_URL must name a file in a folder that this user may write to, on a disk that is not read-only or full.`,
      { cause },
    )
  }
}

function openLock(lockFile: string, waitMs: number, holderFile: string, file: string): Sqlite {
  let lock: Sqlite | null = null
  try {
    lock = openSqlite(lockFile, { busyMs: waitMs })
    keepToOneself(lockFile)
    // Plain locks, no shared memory: they hold wherever the file system's own do.
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock?.close()
    if (isBusy(cause))
      throw new DatabaseLockError(
        `Patchbay cannot start: another console works on the database ${file}${describeHolder(holderFile)}. ` +
          `Two consoles on one database would undo each other's changes. Stop that one, or let DATABASE_URL name another file.`,
        { cause },
      )
    throw new DatabaseLockError(
      `Patchbay cannot start: it could not lock the database ${file} with ${lockFile}: ${messageOf(cause)}. ` +
        `The folder must be one that this user may write to, on a file system with file locks.`,
      { cause },
    )
  }
}

/** Whoever may read a file may hold a shared lock on it, and nobody else then gets one of their own. */
function keepToOneself(lockFile: string): void {
  try {
    chmodSync(lockFile, 0o600)
  } catch {
    // A file system without modes, or somebody else's file: the lock itself holds all the same.
  }
}

function describeHolder(holderFile: string): string {
  try {
    const { pid, host, since } = Holder.parse(JSON.parse(readFileSync(holderFile, 'utf8')))
    return ` (process ${pid} on ${host}, since ${since})`
  } catch {
    return ' (which one is not known: its note is missing)'
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
