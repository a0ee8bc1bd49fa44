import 'server-only'
import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import { driverCodeOf } from './storage-fault'

/** Hears of every statement that failed, as the driver says it, e.g. "SQLITE_FULL". */
export type FailureListener = (code: string) => void

/**
 * One connection for everybody, with transactions: while one is open, what does not belong to it waits. The driver is
 * synchronous and the adapter carries out every query at once, so that a stranger's would become part of the open transaction
 * and be lost with its rollback.
 */
export function oneAtATime(connection: SqlDriverAdapter, onFailure: FailureListener): SqlDriverAdapter {
  /** The end of the last transaction that has been asked for. */
  let last = Promise.resolve()
  const run = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      const code = driverCodeOf(error)
      if (code !== null) onFailure(code)
      throw error
    }
  }
  // A promise wakes whoever awaits it in the order they came: what asks runs when all before it has, and ahead of all after it.
  // Nothing may stand between `await` and the act, or another would pass in between.
  const inTurn = async <T>(act: () => Promise<T>): Promise<T> => {
    await last
    return run(act)
  }
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: (query) => inTurn(() => connection.queryRaw(query)),
    executeRaw: (query) => inTurn(() => connection.executeRaw(query)),
    executeScript: (script) => inTurn(() => connection.executeScript(script)),
    startTransaction: async (isolationLevel) => {
      const before = last
      let end = () => {}
      last = new Promise<void>((resolve) => (end = resolve))
      await before
      try {
        return ending(await run(() => connection.startTransaction(isolationLevel)), run, end)
      } catch (error) {
        end()
        throw error
      }
    },
    dispose: () => connection.dispose(),
  }
}

type Run = <T>(act: () => Promise<T>) => Promise<T>

/** Prisma sends COMMIT and ROLLBACK as statements, and then calls commit or rollback to let go. */
function ending(transaction: Transaction, run: Run, end: () => void): Transaction {
  const isCommit = ({ sql }: SqlQuery) => /^\s*COMMIT\b/i.test(sql)
  const letGo = async (act: () => Promise<void>) => {
    try {
      await act()
    } finally {
      end()
    }
  }
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => run(() => transaction.queryRaw(query)),
    executeRaw: (query) =>
      run(async () => {
        try {
          return await transaction.executeRaw(query)
        } catch (error) {
          // A commit that fails may leave the transaction open, and nobody else would end it; where SQLite has, this fails.
          if (isCommit(query)) await transaction.executeRaw({ ...query, sql: 'ROLLBACK' }).catch(() => undefined)
          throw error
        }
      }),
    commit: () => letGo(() => transaction.commit()),
    rollback: () => letGo(() => transaction.rollback()),
    createSavepoint: (name) => transaction.createSavepoint?.(name) ?? Promise.resolve(),
    rollbackToSavepoint: (name) => transaction.rollbackToSavepoint?.(name) ?? Promise.resolve(),
    releaseSavepoint: (name) => transaction.releaseSavepoint?.(name) ?? Promise.resolve(),
  }
}
