import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OVSDB_READER } from '../raw/dump-readers'
import { renderDump } from './render-dump'

/* The real script in a real shell, with a tool of its own before all others. */

const ID = '01K00000000000000000000001'
const isLinux = process.platform === 'linux'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dump-'))
  for (const name of ['bin', `run/${ID}`, `lib/txn/${ID}`]) mkdirSync(`${folder}/${name}`, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function dumped(name: string, tool: string, script: string): string {
  writeFileSync(`${folder}/bin/${tool}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const text = renderDump(
    { root: `${folder}/lib`, run: `${folder}/run` },
    { id: ID, steps: [], checks: [], backChecks: [] },
  )
    .replace(/^PATH=/m, `PATH=${folder}/bin:`)
    .replaceAll(OVSDB_READER.socket ?? '', `${folder}/db.sock`)
  spawnSync('sh', ['-c', text, 'sh', 'before'])
  return readFileSync(`${folder}/lib/txn/${ID}/raw.before.new/${name}`, 'utf8')
}

describe.runIf(isLinux)('dump.sh', () => {
  it('says of a daemon that it does not run, and of one that does not answer how that ended', async () => {
    expect(dumped('ovsdb', 'ovsdb-client', 'exit 1')).toBe('\nrc idle\n')
    expect(dumped('ovsdb', 'ovsdb-client', 'exit 142')).toBe('\nrc 142\n')
    expect(dumped('ovsdb', 'ovsdb-client', 'echo {}')).toBe('{}\n\nrc 0\n')
    const server = createServer()
    await new Promise<void>((listening) => server.listen(`${folder}/db.sock`, listening))
    expect(dumped('ovsdb', 'ovsdb-client', 'exit 1')).toBe('\nrc 1\n')
    await new Promise((closed) => server.close(closed))
    expect(dumped('addr', 'ip', 'exit 1')).toBe('\nrc 1\n')
  })
})
