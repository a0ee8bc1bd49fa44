import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OVSDB_READER } from '../raw/dump-readers'
import { NO_SCOPE } from '../raw/raw-scope'
import { renderDump } from './render-dump'

/* The real script in a real shell, with a tool of its own before all others. */

const ID = '01K00000000000000000000001'
const isLinux = process.platform === 'linux'
// Each waits for processes of its own to end, however busy the machine is.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dump-'))
  for (const name of ['bin', `run/${ID}`, `lib/txn/${ID}`]) mkdirSync(`${folder}/${name}`, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function dumped(name: string, tool: string, script: string, raw = NO_SCOPE): string {
  writeFileSync(`${folder}/bin/${tool}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const text = renderDump({ root: `${folder}/lib`, run: `${folder}/run` }, { id: ID, raw })
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

  it('says of groups that they could not be read, and of none that a bridge of OpenFlow 1.0 cannot have', () => {
    const raw = { ...NO_SCOPE, bridges: ['br0'] }
    writeFileSync(`${folder}/bin/ovs-vsctl`, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    const groups = (script: string): string => dumped('groups.0', 'ovs-ofctl', script, raw)
    expect(groups('exit 1')).toBe('\nrc 3\n')
    expect(groups('[ "$3" = show ]')).toBe('\nrc 0\n')
    expect(groups('[ "$3" = dump-groups ] && echo group_id=1')).toBe('group_id=1\n\nrc 0\n')
  })

  it('says what the kernel has of a link, and where that was more than it could ask for', () => {
    const raw = { ...NO_SCOPE, links: ['lo'] }
    expect(dumped('sysfs', 'true', '', raw)).toMatch(/^\/proc\/sys\/net\/ipv4\/conf\/lo\/proxy_arp:[01]$/m)
    expect(dumped('sysfs', 'grep', 'exit 2', raw)).toBe('\nrc 0\n')
    expect(dumped('sysfs', 'grep', 'exit 126', raw)).toBe('\nrc 126\n')
  })
})
