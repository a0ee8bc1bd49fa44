import 'server-only'

/** What a failed write says of the disk below, by the driver's code; null: it says nothing of it. */
export function storageProblem(code: string): string | null {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full'
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return 'the disk or the file is read-only'
  if (code.startsWith('SQLITE_IOERR')) return `reading or writing the disk failed (${code})`
  if (code.startsWith('SQLITE_CANTOPEN')) return 'the file or one beside it cannot be opened'
  return null
}

/** The same of an error that Prisma threw. */
export function storageProblemOf(error: unknown): string | null {
  const code = driverCodeOf(error)
  return code === null ? null : storageProblem(code)
}

/**
 * For what is written on the side, like when somebody was last seen: a disk that fails must keep nobody from looking. Whoever
 * watches the disk has heard of it (FailureListener). Never rejects.
 */
export async function tryToWrite(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch {
    // Written another time.
  }
}

/** The driver's code of an error, as its adapter or as Prisma threw it, e.g. "SQLITE_FULL"; null: it has none. */
export function driverCodeOf(error: unknown): string | null {
  if (!isRecord(error)) return null
  const { meta } = error
  const adapterError = isRecord(meta) && isRecord(meta['driverAdapterError']) ? meta['driverAdapterError'] : error
  const { cause } = adapterError
  const code = isRecord(cause) ? cause['originalCode'] : undefined
  return typeof code === 'string' ? code : null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
