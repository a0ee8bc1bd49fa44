import type { ServerChannel } from 'ssh2'
import { mayBeWatchScript, parseWatchScript, WATCH_READY } from '../../core/shell/watch-script'
import type { Session } from '../machine/session'
import type { ServedHost } from '../served-host'
import { serveFramedShell } from './framed-shell'
import { serveWatch, watchOf } from './watch-channel'

/**
 * `/bin/sh -s`: its first bytes say which of the console's two scripts it is to run, the framed shell or a set of watches.
 */
export const serveShell = (host: ServedHost, session: Session, channel: ServerChannel): void => {
  let head = Buffer.alloc(0)
  const sniff = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk])
    const text = head.toString('utf8')
    if (!mayBeWatchScript(text)) {
      channel.off('data', sniff)
      serveFramedShell(host, session, channel, head)
      return
    }
    const argvs = parseWatchScript(text)
    if (argvs === null) return
    channel.off('data', sniff)
    void serveWatches(host, session, channel, argvs)
  }
  channel.on('data', sniff)
}

/** Runs watches side by side; the channel ends with the last of them, with its status, as the script's `wait` has it. */
const serveWatches = async (
  host: ServedHost,
  session: Session,
  channel: ServerChannel,
  argvs: readonly string[][],
): Promise<void> => {
  let status = 0
  let running = 0
  for (const argv of argvs) {
    const watch = watchOf(argv)
    const refusal = watch === null ? (await host.perform(argv, '', session)).result : host.refuseWatch(argv, session)
    if (watch !== null && refusal === null) {
      serveWatch(host, watch, channel)
      running += 1
      continue
    }
    if (refusal !== null && refusal.stderr !== '') channel.stderr.write(refusal.stderr)
    status = refusal?.status ?? 0
  }
  channel.write(`${WATCH_READY}\n`)
  if (running === 0) {
    channel.exit(status)
    channel.end()
    return
  }
  channel.on('end', () => {
    channel.exit(143)
    channel.end()
  })
}
