import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConsoleLock } from './console-lock'
import { DatabaseLockError, lockDatabase } from './console-lock'

const NOW = new Date('2030-01-01T00:00:00.000Z')

let folder: string
const held: ConsoleLock[] = []
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-lock-'))))
afterEach(() => {
  for (const lock of held.splice(0)) lock.release()
  rmSync(folder, { recursive: true })
})

const lock = (file: string) => {
  const taken = lockDatabase(file, { now: NOW, waitMs: 0 })
  held.push(taken)
  return taken
}

/** Another process that holds the lock as the console does. */
async function holdElsewhere(file: string) {
  const script = `
    import { lockDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'console-lock.ts'))}
    lockDatabase(process.argv[1], { now: new Date(0), waitMs: 0 })
    process.stdout.write('held')
    setInterval(() => undefined, 1000)`
  const args = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '-e', script, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

describe('lockDatabase', () => {
  it('lets one console in at a time, and the next when it has ended', () => {
    const file = path.join(folder, 'data', 'patchbay.db')
    const first = lock(file)
    for (const each of [file, `${file}.lock`, `${file}.lock.json`])
      expect(statSync(each).mode & 0o777, each).toBe(0o600)
    expect(() => lock(file)).toThrow(DatabaseLockError)
    first.release()
    first.release()
    lock(file)
  })

  it('says which file, who holds it since when, and what would be right', () => {
    const file = path.join(folder, 'patchbay.db')
    lock(file)
    const told = new RegExp(
      `${file} \\(process ${process.pid} on ${os.hostname()}, since ${NOW.toISOString()}\\).*Stop that one, or let DATABASE_URL`,
    )
    expect(() => lock(file)).toThrow(told)
  })

  it('knows one file by its other names', () => {
    mkdirSync(path.join(folder, 'real'))
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'linked-folder'))
    symlinkSync(path.join(folder, 'real', 'patchbay.db'), path.join(folder, 'linked.db'))
    lock(path.join(folder, 'linked.db'))
    for (const name of ['real/patchbay.db', 'linked-folder/patchbay.db', 'linked.db', 'real/../real/patchbay.db'])
      expect(() => lock(path.join(folder, name)), name).toThrow(DatabaseLockError)
    lock(path.join(folder, 'another.db'))
  })

  it('dies with its process, also by kill -9, whatever lies beside the database', async () => {
    const file = path.join(folder, 'patchbay.db')
    const child = await holdElsewhere(file)
    expect(() => lock(file)).toThrow(new RegExp(`process ${child.pid} on .*, since 1970-01-01T00:00:00.000Z`))
    child.kill('SIGKILL')
    await once(child, 'exit')
    lock(file)
  })

  it('names a folder that cannot be written to', () => {
    writeFileSync(path.join(folder, 'note'), '')
    expect(() => lock(path.join(folder, 'note', 'patchbay.db'))).toThrow(
      /note\/patchbay\.db cannot be opened for writing/,
    )
  })
})
