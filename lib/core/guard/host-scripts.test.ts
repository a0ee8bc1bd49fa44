import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RELEASE_SCRIPT } from './host-scripts'

const [FIRST, SECOND, THIRD, FOURTH] = [1, 2, 3, 4].map((last) => `01K0000000000000000000000${last}`) as [
  string,
  string,
  string,
  string,
]

describe.runIf(process.platform === 'linux')('giving the lock back', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'release-'))
    for (const id of [FIRST, SECOND, THIRD, FOURTH]) {
      mkdirSync(`${folder}/txn/${id}/state.d`, { recursive: true })
      writeFileSync(`${folder}/txn/${id}/guard.sh`, 'true\n')
      writeFileSync(`${folder}/txn/${id}/state.d/committed`, '')
    }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const kept = (id: string, keep: number): string[] => {
    const args = [`${folder}/txn/${id}`, folder, `${folder}/run`, String(keep)]
    expect(spawnSync('sh', ['-c', RELEASE_SCRIPT, 'sh', ...args], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: 'end\n',
      stderr: '',
    })
    return readdirSync(`${folder}/txn`).sort()
  }

  it('removes the oldest changes that have ended', () => {
    expect(kept(FOURTH, 2)).toEqual([THIRD, FOURTH])
  })

  it('keeps the change that has just ended, though the clock that named it had gone back', () => {
    expect(kept(FIRST, 2)).toEqual([FIRST, THIRD, FOURTH])
  })

  it('keeps a change that is still armed', () => {
    writeFileSync(`${folder}/txn/${SECOND}/state.d/armed`, '')
    expect(kept(FOURTH, 1)).toEqual([SECOND, FOURTH])
  })
})
