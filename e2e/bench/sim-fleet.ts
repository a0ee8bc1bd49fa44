import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import ssh2 from 'ssh2'
import { ROOT } from '../run/prepare.mjs'

export type SimAddress = { name: string; address: string; port: number }
type Reply = { ok: boolean; error?: string; status?: number; stderr?: string }

/** Simulated hosts in a process of their own, so that what the console costs can be told from what they cost. */
export class SimFleet {
  readonly #waiting: ((reply: Reply) => void)[] = []

  private constructor(
    readonly hosts: readonly SimAddress[],
    readonly privateKey: string,
    readonly keyFile: string,
    private readonly child: ChildProcess,
    private readonly control: Socket,
    private readonly folder: string,
  ) {
    createInterface({ input: control }).on('line', (line) => this.#waiting.shift()?.(JSON.parse(line) as Reply))
  }

  static async start(list: string): Promise<SimFleet> {
    const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-sims-'))
    const keys = ssh2.utils.generateKeyPairSync('ed25519')
    const keyFile = path.join(folder, 'key')
    writeFileSync(keyFile, keys.private, { mode: 0o600 })
    const socket = path.join(folder, 'control')
    const child = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', 'lib/simhost/main.ts', '--hosts', list, '--port', '0'],
        ...['--authorized-key', keyFile, '--control', socket],
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const hosts: SimAddress[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as SimAddress & { ready?: true }
      if (message.ready) break
      hosts.push(message)
    }
    child.stdout.resume()
    const control = connect(socket)
    await once(control, 'connect')
    return new SimFleet(hosts, keys.private, keyFile, child, control, folder)
  }

  /** Runs a command on a host, past SSH. Throws what it says where it fails. */
  async run(host: string, argv: readonly string[]): Promise<void> {
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.push(resolve)
      this.control.write(`${JSON.stringify({ host, run: argv })}\n`)
    })
    if (!reply.ok || reply.status !== 0) throw new Error(`${host}: ${argv.join(' ')}: ${reply.error ?? reply.stderr}`)
  }

  async stop(): Promise<void> {
    this.control.destroy()
    const gone = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await gone
    rmSync(this.folder, { recursive: true, force: true })
  }
}
