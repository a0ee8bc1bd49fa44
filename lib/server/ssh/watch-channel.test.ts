import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connectSsh } from './connection'
import type { TestServerOptions } from './testing/server'
import { startTestServer } from './testing/server'
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

const isAlive = (pidFile: string) => {
  const pid = readFileSync(pidFile, 'utf8').trim()
  return pid !== '' && existsSync(`/proc/${pid}`)
}

/** Shell text that waits for a file of this name. */
const until = (gate: string) => `until [ -e ${gate} ]; do sleep 0.05; done;`

describe('openWatch', () => {
  it('gives lines of all its commands, and none of the login shell', async () => {
    const gate = path.join(scratch(), 'gate')
    const { lines, seen, ended } = await open(
      [
        ['sh', '-c', `${until(gate)} echo one; echo two`],
        ['sh', '-c', `${until(gate)} printf three`],
      ],
      { onExec: (channel) => void channel.write('Welcome\n') },
    )
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(['ready'])
    writeFileSync(gate, '')
    expect(await ended).toEqual({ status: 0, said: '' })
    expect(lines.join()).toMatch(/^(three)?one,two$/)
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
    const watch = await open(pids.map((file) => ['sh', '-c', `echo $$ >${file}; exec sleep 600`]))
    const isRunning = () => watch.seen.length > 0 && pids.map((file) => existsSync(file) && isAlive(file))
    await expect.poll(isRunning, { timeout: 10_000 }).toEqual([true, true])
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
