import 'server-only'
import type { AppError } from '../errors'
import type { SshTarget } from './errors'
import { quoteHostText, shellFailed, sudoRefused } from './errors'
import type { ChannelDeath } from './shell-channel'

type FailedOpening = {
  target: SshTarget
  death: ChannelDeath['kind']
  /** All that came, of both streams. */
  heard: string
  sudo: boolean
  waitedSeconds: number
}

const ONLY_WITH_TERMINAL =
  'Let its start-up files (~/.bashrc, ~/.zshenv, ~/.cshrc …) do that only where there is a terminal: [ -t 0 ].'

/** The beginning of the bootstrap script, before a shell has made something of it. */
const OWN_SCRIPT = /set \+aCefuvx; unset T/

type Rule = { pattern: RegExp; message: string }

const SUDO_RULES: readonly Rule[] = [
  {
    pattern: /must have a tty/i,
    message:
      'sudo wants a terminal (requiretty), and commands over SSH have none. A line in sudoers such as "Defaults:NAME !requiretty" allows it without.',
  },
  {
    pattern: /sudo: (command )?not found|sudo: no such file/i,
    message: 'there is no sudo on the host. Install it, or sign in as root and leave sudo off.',
  },
  {
    pattern: /nosuid|no new privileges|effective uid is not 0|must be owned by uid 0/i,
    message: 'sudo cannot become root there: it lies on a file system without set-user-ID, or the service forbids it.',
  },
]

const RULES: readonly Rule[] = [
  {
    pattern: /restricted/i,
    message:
      'the login shell of this user is a restricted one, which runs no /bin/sh. Give them another: chsh -s /bin/bash NAME.',
  },
  {
    pattern: /account is (currently )?not available|nologin/i,
    message: 'the login shell of this user lets nobody in (nologin). Give them another: chsh -s /bin/bash NAME.',
  },
  {
    pattern: OWN_SCRIPT,
    message: `another program than /bin/sh reads what Patchbay writes: the login shell starts it (exec, cat, ssh, tmux …). ${ONLY_WITH_TERMINAL}`,
  },
  // Its last line, without the token that stands in its first.
  {
    pattern: /^@:hello/m,
    message: `the login shell reads what is meant for /bin/sh: it asks a question (read). ${ONLY_WITH_TERMINAL}`,
  },
]

/** Why there is no shell on the host, and what would be right. `shell_failed`, or `sudo_refused` where sudo is the reason. */
export function openingFailed(failed: FailedOpening): AppError {
  const { target, death, sudo } = failed
  const heard = failed.heard.replace(/^PATCHBAY_SSH=.*\n?/gm, '').trim()
  const told = (rules: readonly Rule[]) => rules.find(({ pattern }) => pattern.test(heard))?.message
  if (sudo && /sudo/i.test(heard)) return sudoRefused(target, tellingLine(heard), told(SUDO_RULES))
  // Our own script, given back, says nothing of the host.
  const own = heard.search(OWN_SCRIPT)
  const said = (own < 0 ? heard : heard.slice(0, own)).trim()
  const words = said === '' ? 'It said nothing.' : `It said ${quoteHostText(said)}.`
  const known = told(RULES)
  if (known !== undefined) return shellFailed(target, `${known} ${words}`)
  return death === 'hang'
    ? shellFailed(
        target,
        `/bin/sh was not ready within ${failed.waitedSeconds} s. ${words} The login shell may wait for an answer (read) or have started another program (exec). ${ONLY_WITH_TERMINAL}`,
      )
    : shellFailed(
        target,
        `/bin/sh did not start: may this user run commands? ${words} A start-up file of the login shell may end it (exit, exec), the login shell may be /bin/false, or sshd_config may force another command (ForceCommand). ${ONLY_WITH_TERMINAL}`,
      )
}

/** sudo may begin with a lecture, and ends with its reason. */
function tellingLine(heard: string): string {
  const lines = heard.split('\n').filter((line) => line.trim() !== '')
  return lines.findLast((line) => /sudo/i.test(line)) ?? heard
}
