import { describe, expect, it } from 'vitest'
import { createLog } from '../log'
import type { Db } from './client'
import { StorageWatch } from './storage-watch'

/** A watch of a database whose trial writes succeed; `free` MiB are left on its disk. */
function watch(disk: { free: number }) {
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  // The one call that a probe makes.
  const db = { $queryRawUnsafe: () => Promise.resolve([]) } as unknown as Db
  const freeBytes = () => Promise.resolve(disk.free * 1024 * 1024)
  return { lines, storage: new StorageWatch({ db, file: '/data/patchbay.db', log, freeBytes }) }
}

describe('StorageWatch', () => {
  it('asks for space where only space is short, and says once that it is', async () => {
    const disk = { free: 3 }
    const { storage, lines } = watch(disk)
    const { state, reason } = await storage.probe()
    expect([state, reason]).toEqual([
      'low',
      expect.stringMatching(/3 MiB are free.*Free space on its disk; until then no host/),
    ])
    disk.free = 2
    expect((await storage.probe()).reason).toContain('2 MiB')
    expect(lines).toHaveLength(1)
  })

  it('says of a disk that fails what is wrong with it, also when that becomes another thing', async () => {
    const { storage, lines } = watch({ free: 100 })
    storage.noteFailure('SQLITE_FULL')
    storage.noteFailure('SQLITE_FULL')
    expect(storage.state.reason).toMatch(
      /the disk is full\. Free space on its disk, or make it writable; until then nothing/,
    )
    storage.noteFailure('SQLITE_READONLY')
    storage.noteFailure('SQLITE_CONSTRAINT')
    expect(lines.map((line) => /is full|is read-only/.exec(line)?.[0])).toEqual(['is full', 'is read-only'])
  })
})
