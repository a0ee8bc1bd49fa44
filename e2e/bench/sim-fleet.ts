import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { ROOT } from '../run/prepare.mjs'
import { newTestKey } from '@/lib/server/ssh/testing/keys'

export type SimAddress = { name: string; address: string; port: number }
type Reply = { ok: boolean; error?: string; status?: number; stderr?: string }

/** Simulated hosts in a process of their own, so that what the console costs can be told from what they cost. */
export class SimFleet {
  private constructor(
    readonly hosts: readonly SimAddress[],
    readonly privateKey: string,
    readonly keyFile: string,
    private readonly child: ChildProcess & { stdin: Writable },
    private readonly replies: AsyncIterator<string>,
    private readonly folder: string,
  ) {}

  static async start(list: string): Promise<SimFleet> {
    const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-sims-'))
    const keys = newTestKey()
    const keyFile = path.join(folder, 'key')
    writeFileSync(keyFile, keys.private, { mode: 0o600 })
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'lib/simhost/main.ts', '--hosts', list, '--port', '0', '--authorized-key', keyFile],
      { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
    )
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const hosts: SimAddress[] = []
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      const message = JSON.parse(line.value) as SimAddress & { ready?: true }
      if (message.ready) break
      hosts.push(message)
    }
    return new SimFleet(hosts, keys.private, keyFile, child, lines, folder)
  }

  /** Runs a command on a host, past SSH; one at a time. Throws what it says where it fails. */
  async run(host: string, argv: readonly string[]): Promise<void> {
    this.child.stdin.write(`${JSON.stringify({ host, run: argv })}\n`)
    const line = await this.replies.next()
    if (line.done) throw new Error(`the simulated hosts have ended`)
    const reply = JSON.parse(line.value) as Reply
    if (!reply.ok || reply.status !== 0) throw new Error(`${host}: ${argv.join(' ')}: ${reply.error ?? reply.stderr}`)
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await gone
    rmSync(this.folder, { recursive: true, force: true })
  }
}
