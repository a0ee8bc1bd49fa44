import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from './client'
import { openDb } from './client'
import { migrate } from './migrate'
import { openSqlite } from './sqlite'
import { SqliteAdapterFactory } from './sqlite-adapter'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')
const AT = new Date('2030-01-02T03:04:05.678Z')

let folder: string
let file: string
const failures: string[] = []
let db: Db
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-adapter-'))
  file = path.join(folder, 'patchbay.db')
  migrate(file, MIGRATIONS)
  failures.length = 0
  db = openDb(file, (code) => failures.push(code))
})
afterEach(async () => {
  await db.$disconnect()
  rmSync(folder, { recursive: true })
})

const user = (id: string) => ({ id, login: id, passwordHash: 'x', role: 'viewer', createdAt: AT }) as const
const session = { tokenHash: 'h', userId: 'nobody', createdAt: AT, lastSeenAt: AT, expiresAt: AT }

describe('Prisma on the driver', () => {
  it('gets back what it gave: texts whole, times to the millisecond, yes and no, null', async () => {
    const host = {
      ...{
        id: 'h',
        name: 'kvm\u0000 – ünïcode 🔌',
        label: '',
        address: 'a',
        port: 65_535,
        username: 'root',
        sudo: true,
      },
      ...({ authKind: 'agent', hostKeyType: 't', hostKeyFingerprint: 'f', createdAt: AT, updatedAt: AT } as const),
      ...{ sealedPrivateKey: null, sealedPassphrase: 'x'.repeat(2_000_000), sealedPassword: null },
    }
    await db.host.create({ data: host })
    expect(await db.host.findUniqueOrThrow({ where: { id: 'h' } })).toEqual(host)
    const [row] = await db.$queryRaw<{ at: string; sudo: number }[]>`SELECT "createdAt" || '' AS at, "sudo" FROM "Host"`
    expect(row?.at, 'as every row before').toBe('2030-01-02T03:04:05.678+00:00')
  })

  it('compares times as it stores them, and counts what it changed', async () => {
    await db.user.createMany({ data: [user('1'), { ...user('2'), createdAt: new Date(AT.getTime() + 1) }] })
    expect(await db.user.findMany({ where: { createdAt: { gt: AT } }, select: { id: true } })).toEqual([{ id: '2' }])
    expect(await db.user.updateMany({ where: { createdAt: { lt: AT } }, data: { role: 'admin' } })).toEqual({
      count: 0,
    })
    expect(await db.$executeRaw`UPDATE "User" SET "role" = 'admin' WHERE "login" <> ${'3'}`).toBe(2)
    expect(await db.$executeRaw`INSERT INTO "User" SELECT * FROM "User" WHERE "id" = '3'`).toBe(0)
  })

  it('reads expressions by their values, numbers beyond a double whole, and two columns of one name', async () => {
    const adapter = await new SqliteAdapterFactory(file, { busyMs: 0 }).connect()
    const sql = `SELECT 9007199254740993 AS n, 1.5 AS n, x'00ff' AS b, NULL AS none, ? AS t`
    const { columnNames, rows } = await adapter.queryRaw({ sql, args: ['x'], argTypes: [] })
    await adapter.dispose()
    expect(columnNames).toEqual(['n', 'n', 'b', 'none', 't'])
    expect(rows).toEqual([['9007199254740993', 1.5, new Uint8Array([0, 255]), null, 'x']])
  })

  it('says which column was taken, and tells of every failure by the driver’s code', async () => {
    await db.user.create({ data: user('1') })
    await expect(db.user.create({ data: { ...user('2'), login: '1' } })).rejects.toMatchObject({ code: 'P2002' })
    await expect(db.session.create({ data: session })).rejects.toMatchObject({ code: 'P2003' })
    await expect(db.$executeRaw`DELETE FROM "Nothing"`).rejects.toMatchObject({ code: 'P2010' })
    expect(failures).toEqual(['SQLITE_CONSTRAINT_2067', 'SQLITE_CONSTRAINT_787', 'SQLITE_ERROR_1'])
  })

  it.each([
    [`INSERT INTO "User" VALUES ('1', 'b', 'x', 'admin', '2030', NULL)`, 'UniqueConstraintViolation', ['id']],
    [`INSERT INTO "User" VALUES ('2', 'a', 'x', 'admin', '2030', NULL)`, 'UniqueConstraintViolation', ['login']],
    [`INSERT INTO "ObjectDrift" VALUES ('h', 'k', '2030')`, 'UniqueConstraintViolation', ['hostId', 'key']],
    [`UPDATE "User" SET "login" = NULL`, 'NullConstraintViolation', ['login']],
  ])('%s: %s of %s', async (sql, kind, fields) => {
    const adapter = await new SqliteAdapterFactory(file, { busyMs: 0 }).connect()
    const say = (text: string) => adapter.executeRaw({ sql: text, args: [], argTypes: [] })
    await say(`INSERT INTO "User" VALUES ('1', 'a', 'x', 'admin', '2030', NULL)`)
    await say(`INSERT INTO "ObjectDrift" VALUES ('h', 'k', '2030')`)
    await expect(say(sql)).rejects.toMatchObject({ cause: { kind, constraint: { fields } } })
    await expect(say('DELETE FROM "No"')).rejects.toMatchObject({ cause: { kind: 'TableDoesNotExist', table: 'No' } })
    await expect(say('INSERT INTO "Host" ("no") VALUES (1)')).rejects.toMatchObject({
      cause: { kind: 'ColumnNotFound', column: 'no' },
    })
    await adapter.dispose()
  })

  it('goes on after a lock of somebody else: what waited in vain is not left half done', async () => {
    await db.$disconnect()
    const adapter = await new SqliteAdapterFactory(file, { busyMs: 0 }).connect()
    const say = (sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] })
    const other = openSqlite(file, { busyMs: 0 })
    other.exec('BEGIN IMMEDIATE')
    await expect(say(`DELETE FROM "User"`)).rejects.toMatchObject({ cause: { kind: 'SocketTimeout' } })
    await expect(say('BEGIN IMMEDIATE')).rejects.toMatchObject({ cause: { originalCode: 'SQLITE_BUSY' } })
    other.close()
    const transaction = await adapter.startTransaction()
    await say(`DELETE FROM "User"`)
    await expect(say('COMMIT')).resolves.toBeTypeOf('number')
    await transaction.commit()
    await adapter.dispose()
  })

  it('goes back to a savepoint, and refuses a level that SQLite has not', async () => {
    const adapter = await new SqliteAdapterFactory(file, { busyMs: 0 }).connect()
    const insert = (id: string) => ({
      sql: `INSERT INTO "ObjectDrift" VALUES ('h', ?, '2030')`,
      args: [id],
      argTypes: [],
    })
    await expect(adapter.startTransaction('READ COMMITTED')).rejects.toThrow()
    const transaction = await adapter.startTransaction('SERIALIZABLE')
    await transaction.executeRaw(insert('kept'))
    await transaction.createSavepoint?.('here')
    await transaction.executeRaw(insert('undone'))
    await transaction.rollbackToSavepoint?.('here')
    await transaction.releaseSavepoint?.('here')
    await transaction.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] })
    await transaction.commit()
    await adapter.dispose()
    expect(await db.objectDrift.findMany({ select: { key: true } })).toEqual([{ key: 'kept' }])
  })

  it('keeps no statement for ever, and uses the kept ones again', async () => {
    await db.user.create({ data: user('1') })
    for (let n = 0; n < 450; n += 1)
      expect(await db.$queryRawUnsafe(`SELECT ${n % 230} AS n, "id" FROM "User"`)).toEqual([
        { n: BigInt(n % 230), id: '1' },
      ])
  })
})
