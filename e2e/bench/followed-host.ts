import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { NamespaceLab } from '../lab/lab'
import type { LabHost } from '../lab/lab'
import { createHost } from '../support/api'
import { CHROMIUM } from '../support/chromium'
import type { TestConsole } from '../support/console'
import { signIn, startTestConsole } from '../support/console'

const LAB = { prefix: 'labl', net: '198.22' }
const LAB_SCRIPT = path.resolve(import.meta.dirname, '../lab/namespace/lab.sh')

/** When a command began and ended on the host, Unix milliseconds: the lab, the console and the browser share one clock. */
export type Ran = { beganAt: number; endedAt: number }

/** A shell inside a lab host, past SSH: no process is started to start a command. */
export class HostShell {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>

  constructor(host: LabHost, { prefix, net } = LAB) {
    this.#child = spawn('bash', [LAB_SCRIPT, 'exec', host.name, 'bash', '-s'], {
      env: { ...process.env, LAB: prefix, NET: net },
    })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Runs one command; throws with what it said where it fails. */
  async run(command: string): Promise<Ran> {
    // bash's own clock: `date` would be a process more between the stamp and the command.
    this.#child.stdin.write(
      `b=$EPOCHREALTIME; out=$(${command} 2>&1 </dev/null); s=$?; e=$EPOCHREALTIME; printf '%s %s %s %s\\n' "$s" "$b" "$e" "\${out//$'\\n'/ }"\n`,
    )
    const { value } = (await this.#lines.next()) as { value?: string }
    const [, status, began, ended, said = ''] = /^(\d+) ([\d.]+) ([\d.]+) ?(.*)$/.exec(value ?? '') ?? []
    if (status !== '0') throw new Error(`${command}: ${said || 'the shell ended'}`)
    return { beganAt: Number(began) * 1000, endedAt: Number(ended) * 1000 }
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.stdin.end()
    await gone
  }
}

export type FollowedHost = { host: LabHost; shell: HostShell; server: TestConsole; hostId: string; page: Page }

/** A lab host in a console, its wiring on screen in a headless Chromium. All of it ends with `act`. */
export async function withFollowedHost<T>(
  prepare: (host: LabHost) => Promise<void>,
  act: (followed: FollowedHost) => Promise<T>,
): Promise<T> {
  const lab = await NamespaceLab.up(1, LAB)
  let server: TestConsole | null = null
  let browser: Browser | null = null
  let shell: HostShell | null = null
  try {
    const host = lab.host(0)
    await prepare(host)
    server = await startTestConsole()
    const { name, address, port, privateKey } = host
    const auth = { kind: 'privateKey' as const, privateKey }
    const { id: hostId } = await createHost(server, { name, address, port, username: 'root', auth })
    browser = await chromium.launch(CHROMIUM.launchOptions)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies([await signIn(server)])
    await context.addInitScript({ path: path.join(import.meta.dirname, 'in-page.js') })
    const page = await context.newPage()
    await page.goto(`${server.url}/hosts/${hostId}`)
    await page.locator('[data-node-id]').first().waitFor()
    shell = new HostShell(host)
    return await act({ host, shell, server, hostId, page })
  } finally {
    await shell?.stop()
    await browser?.close()
    await server?.stop()
    await lab.down()
  }
}
