import type { ServerChannel } from 'ssh2'
import { SHELL_EXEC, SUDO_SHELL_EXEC } from '../../core/shell/frame'
import { failed } from '../machine/result'
import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import type { ServedHost } from '../served-host'
import { serveShell } from './shell-channel'
import { serveWatch, watchOf } from './watch-channel'
import { splitWords } from './words'

const finish = (channel: ServerChannel, { status, stdout, stderr }: Result): void => {
  if (stdout !== '') channel.write(stdout)
  if (stderr !== '') channel.stderr.write(stderr)
  channel.exit(status)
  channel.end()
}

const SUDO_REFUSAL = failed(1, 'sudo: a password is required')

const asRoot = (session: Session): Session => ({ ...session, isRoot: true, isSudo: !session.isRoot })

/** "exec", "sudo -n --" and "env NAME=value" in front of a command, peeled off. */
const peel = (words: readonly string[]): { argv: string[]; isSudo: boolean } => {
  const argv = [...words]
  let isSudo = false
  for (;;) {
    if (argv[0] === 'exec' || argv[0] === 'env' || /^[A-Z_]+=/.test(argv[0] ?? '')) argv.shift()
    else if (argv[0] === 'sudo') {
      isSudo = true
      argv.shift()
      while (argv[0]?.startsWith('-') === true) argv.shift()
    } else return { argv, isSudo }
  }
}

/**
 * One exec request. Known are the console's two shells, watching commands, and any one plain command (so that
 * `ssh -p PORT root@127.0.0.1 ovs-vsctl show` works by hand); there is no shell behind it.
 */
export const serveExec = (host: ServedHost, session: Session, command: string, channel: ServerChannel): void => {
  if (command === SHELL_EXEC) {
    serveShell(host, session, channel)
    return
  }
  if (command === SUDO_SHELL_EXEC) {
    channel.write(`PATCHBAY_SSH=${session.sshConnection ?? ''}\n`)
    if (!host.maySudo(session)) finish(channel, SUDO_REFUSAL)
    else serveShell(host, asRoot(session), channel)
    return
  }
  const { argv, isSudo } = peel(splitWords(command))
  if (isSudo && !host.maySudo(session)) {
    finish(channel, SUDO_REFUSAL)
    return
  }
  const runner = isSudo ? asRoot(session) : session
  const watch = watchOf(argv)
  if (watch === null) void host.perform(argv, '', runner).then(({ result }) => finish(channel, result))
  else {
    const refusal = host.refuseWatch(argv, runner)
    if (refusal === null) serveWatch(host, watch, channel)
    else finish(channel, refusal)
  }
}
