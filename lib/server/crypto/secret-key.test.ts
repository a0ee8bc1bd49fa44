import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSecretKey } from './secret-key'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-key-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('loadSecretKey', () => {
  it('makes a key beside the database once, for this user only', () => {
    const file = path.join(folder, 'data', 'patchbay.key')
    const key = loadSecretKey({ from: 'beside-database', file })
    expect(key).toHaveLength(32)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(loadSecretKey({ from: 'beside-database', file })).toEqual(key)
  })

  it('reads a key file and refuses one that others may read', () => {
    const file = path.join(folder, 'key')
    writeFileSync(file, `${'ab'.repeat(32)}\n`, { mode: 0o600 })
    expect(loadSecretKey({ from: 'file', file }).toString('hex')).toBe('ab'.repeat(32))
    chmodSync(file, 0o644)
    expect(() => loadSecretKey({ from: 'file', file })).toThrow(/mode 644.*chmod 600/)
  })

  it('says which file is missing or wrong', () => {
    const file = path.join(folder, 'key')
    expect(() => loadSecretKey({ from: 'file', file })).toThrow(/key cannot be used: ENOENT/)
    writeFileSync(file, 'hunter2', { mode: 0o600 })
    expect(() => loadSecretKey({ from: 'file', file })).toThrow(
      /must hold 32 bytes .* found 7 characters \(not shown\)/,
    )
  })
})
