import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from './client'
import { openDb } from './client'
import { migrate } from './migrate'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')

let folder: string
let db: Db
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-turns-'))
  const file = path.join(folder, 'patchbay.db')
  migrate(file, MIGRATIONS)
  db = openDb(file)
})
afterEach(async () => {
  await db.$disconnect()
  rmSync(folder, { recursive: true })
})

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}
const user = (login: string) =>
  ({ id: login, login, passwordHash: 'x', role: 'viewer', createdAt: new Date(0) }) as const
/** A transaction that adds a user, and ends when told to. */
function begin(login: string) {
  const began = gate()
  const may = gate()
  const ended = db.$transaction(async (tx) => {
    await tx.user.create({ data: user(login) })
    began.open()
    await may.opened
    if (login.startsWith('undone')) throw new Error('taken back')
  })
  return {
    began: began.opened,
    end: may.open,
    ended: ended.then(
      () => 'kept',
      (error: Error) => error.message,
    ),
  }
}
const logins = async () => (await db.user.findMany({ orderBy: { login: 'asc' } })).map(({ login }) => login)

describe('one connection for everybody', () => {
  it('keeps what a stranger wrote out of a transaction that is undone, however many wait', async () => {
    const first = begin('kept 1')
    await first.began
    const second = begin('kept 2')
    const third = begin('undone')
    first.end()
    await second.began
    second.end()
    await third.began
    const stranger = db.user.create({ data: user('stranger') })
    let isWritten = false
    void stranger.then(() => (isWritten = true))
    await new Promise(setImmediate)
    expect(isWritten, 'inside the other’s transaction').toBe(false)
    third.end()
    await stranger
    expect([await first.ended, await second.ended, await third.ended]).toEqual(['kept', 'kept', 'taken back'])
    expect(await logins()).toEqual(['kept 1', 'kept 2', 'stranger'])
  })

  it('takes transactions and single queries in turn, whoever came while one was open', async () => {
    const first = begin('first')
    await first.began
    const waiting = Array.from({ length: 12 }, (_, i) => {
      const name = `${i % 3 === 1 ? 'undone ' : ''}${i}`
      if (i % 3 === 2) return db.user.create({ data: user(name) })
      const transaction = begin(name)
      transaction.end()
      return transaction.ended
    })
    first.end()
    await Promise.all([first.ended, ...waiting])
    expect(await logins()).toEqual(['0', '11', '2', '3', '5', '6', '8', '9', 'first'])
  })
})
