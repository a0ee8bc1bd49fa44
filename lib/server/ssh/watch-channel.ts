import 'server-only'
import type { ClientChannel } from 'ssh2'
import { SHELL_EXEC, SUDO_SHELL_EXEC } from '@/lib/core/shell/frame'
import { WATCH_READY, watchScript } from '@/lib/core/shell/watch-script'
import type { SshConnection } from './connection'

export type WatchHandlers = {
  /** The commands run: what happens from here on is told. */
  onReady: () => void
  /** One line, without its end, at most MAX_LINE_CHARS of it. */
  onLine: (line: string) => void
  /** All commands have ended, or the connection has. Called once; not after close(). `status` null: no exit status came. */
  onEnd: (end: { status: number | null; said: string }) => void
}

/** Lines are triggers: their beginning says all. A line of a big OVS table has hundreds of kilobytes. */
const MAX_LINE_CHARS = 1024

/** Starts commands that print events, in a channel of their own. Throws `shell_failed`. The given function ends them. */
export async function openWatch(
  connection: SshConnection,
  { sudo, argvs }: { sudo: boolean; argvs: readonly (readonly string[])[] },
  handlers: WatchHandlers,
): Promise<() => void> {
  const channel = await connection.openShell(sudo ? SUDO_SHELL_EXEC : SHELL_EXEC)
  return followWatch(channel, watchScript(argvs), handlers)
}

function followWatch(channel: ClientChannel, script: string, { onReady, onLine, onEnd }: WatchHandlers): () => void {
  let isReady = false
  let isOver = false
  let status: number | null = null
  let said = ''
  const lines = new LineSplitter((line) => {
    if (isOver) return
    if (isReady) return onLine(line)
    // Until then it is what the login shell prints.
    isReady = line === WATCH_READY
    if (isReady) onReady()
  })
  channel.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
  channel.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-500)
  })
  channel.on('error', () => undefined) // 'close' follows
  channel.on('exit', (code: number | null) => {
    status = code
  })
  channel.on('close', () => {
    if (isOver) return
    isOver = true
    onEnd({ status, said: said.trim() })
  })
  channel.write(script)
  return () => {
    isOver = true
    channel.close()
  }
}

/** Text in any chunks, whole lines out; of a long line only the beginning is kept. */
export class LineSplitter {
  readonly #give: (line: string) => void
  #line = ''

  constructor(give: (line: string) => void) {
    this.#give = give
  }

  push(text: string): void {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#append(text, from, end)
      this.#give(this.#line)
      this.#line = ''
      from = end + 1
    }
    this.#append(text, from, text.length)
  }

  #append(text: string, from: number, end: number) {
    const room = MAX_LINE_CHARS - this.#line.length
    if (room > 0) this.#line += text.slice(from, Math.min(end, from + room))
  }
}
