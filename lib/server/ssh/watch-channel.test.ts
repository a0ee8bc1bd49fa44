import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connectSsh } from './connection'
import type { TestServerOptions } from './test-server'
import { startTestServer } from './test-server'
import { LineSplitter, openWatch } from './watch-channel'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function open(argvs: string[][], options: TestServerOptions = {}) {
  const server = await startTestServer(options)
  cleanups.push(server.stop)
  const connection = await connectSsh({
    address: '127.0.0.1',
    port: server.port,
    username: 'root',
    auth: { kind: 'password', password: 'secret' },
    hostKey: { fingerprint: server.fingerprint, whenDifferent: 'host_key_changed' },
  })
  cleanups.push(() => connection.close())
  const lines: string[] = []
  const seen: string[] = []
  let close = () => undefined as void
  const ended = new Promise<{ status: number | null; said: string }>((resolve, reject) => {
    openWatch(
      connection,
      { sudo: false, argvs },
      { onReady: () => seen.push('ready'), onLine: (line) => lines.push(line), onEnd: resolve },
    ).then((end) => (close = end), reject)
  })
  return { server, connection, lines, seen, ended, close: () => close() }
}

function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'watch-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return folder
}

const isAlive = (pidFile: string) => existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`)

describe('openWatch', () => {
  it('gives lines of all its commands, and none of the login shell', async () => {
    const { lines, seen, ended } = await open(
      [
        ['sh', '-c', 'echo one; echo two'],
        ['sh', '-c', 'sleep 0.1; printf three'],
      ],
      { onExec: (channel) => void channel.write('Welcome\n') },
    )
    expect(await ended).toEqual({ status: 0, said: '' })
    expect(seen).toEqual(['ready'])
    expect(lines).toEqual(['one', 'two'])
  })

  it('says why it ended', async () => {
    const { ended } = await open([['no-such-tool']])
    expect(await ended).toEqual({ status: 127, said: expect.stringMatching(/no-such-tool: not found$/m) as string })
  })

  it.each([
    ['the watch is closed', (watch: Awaited<ReturnType<typeof open>>) => watch.close()],
    ['the connection is closed', (watch: Awaited<ReturnType<typeof open>>) => watch.connection.close()],
    ['the connection is cut', (watch: Awaited<ReturnType<typeof open>>) => watch.server.dropAll()],
  ])('leaves no process on the host when %s', async (_, end) => {
    const pids = ['a', 'b'].map((name) => path.join(scratch(), name))
    const watch = await open(pids.map((file) => ['sh', '-c', `echo $$ >${file}; echo up; exec sleep 600`]))
    await expect.poll(() => watch.lines, { timeout: 10_000 }).toEqual(['up', 'up'])
    expect(pids.map(isAlive)).toEqual([true, true])
    end(watch)
    await expect.poll(() => pids.map(isAlive), { timeout: 10_000 }).toEqual([false, false])
  })
})

describe('LineSplitter', () => {
  it('keeps only the beginning of an endless line', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (let i = 0; i < 1000; i += 1) splitter.push('x'.repeat(1000))
    splitter.push('\nnext')
    splitter.push(' line\n\n')
    expect(lines).toEqual(['x'.repeat(1024), 'next line', ''])
  })
})
