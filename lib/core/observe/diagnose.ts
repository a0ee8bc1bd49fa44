import { plainText } from '../parse/plain-text'
import { NO_LIBVIRT_DAEMON, NO_VIRSH } from './libvirt-script'
import type { CommandOutput, ReadCommand } from './read-command'

/** Why a command did not give what we wanted, from its exit status and its words on stderr. */
type ProblemCode =
  | 'tool_missing'
  | 'tool_too_old'
  | 'permission_denied'
  | 'daemon_not_running'
  | 'timed_out'
  | 'truncated'
  | 'invalid_output'
  | 'command_failed'

type Rule = { code: ProblemCode; pattern: RegExp; cure: (command: ReadCommand) => string }

/** How the tools of Open vSwitch say that their own --timeout has passed. */
const ALARM = /terminating with signal 14\b|\bAlarm clock\b/

function silence(argv: readonly string[]): string {
  const seconds = /--timeout=(\d+)/.exec(argv.join(' '))?.[1]
  return `ovs-vswitchd does not answer${seconds === undefined ? '' : ` within ${seconds} s`}. See systemctl status ovs-vswitchd; systemctl restart openvswitch-switch (RHEL: openvswitch) starts it again.`
}

/** What it means that a command of Open vSwitch ended for want of an answer, and the cure; null where it did not. */
export const silenceOf = (argv: readonly string[], said: string): string | null =>
  ALARM.test(said) ? silence(argv) : null

/**
 * Order matters: a daemon that may not be reached (permission) and one that is not there (no socket) both say "connection
 * failed", and only the text in brackets tells them apart.
 */
const RULES: readonly Rule[] = [
  {
    code: 'tool_too_old',
    pattern:
      /^option "-(?:j|json|d|details)" is unknown|^busybox v[\d.]+ .*multi-call|(?:invalid|unrecognized|unknown) option(?: -- |: )'?-{0,2}j(?:son)?\b/im,
    cure: ({ tool }) =>
      `This ${tool} prints no JSON: it is BusyBox's, or of an iproute2 before 4.16. Install iproute2 (RHEL: iproute).`,
  },
  {
    code: 'timed_out',
    pattern: ALARM,
    cure: ({ argv }) => silence(argv),
  },
  {
    code: 'permission_denied',
    pattern:
      /permission denied|operation not permitted|authentication (failed|unavailable)|access denied|must be root|a password is required/i,
    cure: () =>
      'Give the SSH user passwordless sudo, or access to the socket (libvirt: membership of the group libvirt). Where they are root, SELinux or AppArmor may forbid it: ausearch -m avc, dmesg.',
  },
  {
    code: 'daemon_not_running',
    pattern:
      /failed to connect socket|database connection failed|cannot connect to|unable to connect to (socket|.*server)|connection refused|cannot (read|access) pidfile|can't (connect|create control socket)|failed to connect to the hypervisor/i,
    cure: ({ source, tool }) => {
      const { name, start } = DAEMONS[source] ?? { name: `what ${tool} asks`, start: 'see systemctl --failed' }
      return `${name} does not run. Start it on the host: ${start}.`
    },
  },
  {
    code: 'tool_missing',
    pattern: /(?:^|: )(?:command )?not found$/m,
    cure: (command) => `Install ${command.tool} on the host, or do without what it shows.`,
  },
]

const DAEMONS: Partial<Record<ReadCommand['source'], { name: string; start: string }>> = {
  ovs: { name: 'Open vSwitch', start: 'systemctl start openvswitch-switch (RHEL: openvswitch)' },
  networks: { name: 'libvirt', start: 'systemctl start libvirtd (or virtqemud.socket virtnetworkd.socket)' },
  guests: { name: 'libvirt', start: 'systemctl start libvirtd (or virtqemud.socket virtnetworkd.socket)' },
  lldp: { name: 'lldpd', start: 'systemctl start lldpd' },
}

export type Diagnosis = { command: string; code: ProblemCode; message: string }

/** Null when the command ended well. The message names the tool; the whole command stands beside it in `command`. Never reads stdout: whether that is usable is for the parser to say. */
export function diagnose(command: ReadCommand, output: CommandOutput): Diagnosis | null {
  const problem = (code: ProblemCode, message: string): Diagnosis => ({ command: command.display, code, message })
  if (output.isPending)
    return problem('timed_out', `${command.tool} has not answered yet. It may be waiting for a daemon.`)
  if (output.isTimedOut)
    return problem(
      'timed_out',
      `${command.tool} did not end within ${command.deadlineMs / 1000} s and was stopped. Try it on the host: it may be waiting for a daemon.`,
    )
  if (output.isTruncated)
    return problem('truncated', `${command.tool} printed more than ${command.maxBytes} bytes; the rest was not read.`)
  if (output.status === 0) return null
  if (output.status === 127) {
    const what = output.stderr.includes(NO_LIBVIRT_DAEMON) ? "libvirt's daemon" : command.tool
    return problem('tool_missing', `${what} is not on the host. Install it, or do without what it shows.`)
  }
  if (output.stderr.includes(NO_VIRSH)) return problem('command_failed', `${NO_VIRSH}.`)
  const rule = RULES.find((candidate) => candidate.pattern.test(output.stderr))
  const said = tellingLine(output.stderr, rule?.pattern)
  if (rule !== undefined) return problem(rule.code, `${command.tool} said "${said}". ${rule.cure(command)}`)
  const ending = output.status === null ? 'was killed' : `ended with status ${output.status}`
  return problem(
    'command_failed',
    `${command.tool} ${ending}${said === '' ? ' and said nothing' : `: "${said}"`}. Try it on the host as the same user.`,
  )
}

/**
 * The line of stderr that tells why, fit to be shown: the last one that the rule knows, else the first. Leading timestamps
 * (lldpcli, OVS) are cut off: equal failures must read equal, or every reading would look like a change.
 */
function tellingLine(stderr: string, pattern: RegExp | undefined): string {
  const lines = stderr
    .slice(0, 8_000)
    .split('\n')
    .map((line) => plainText(line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z?\|?(\d+\|)?\s*/, ''), 300))
    .filter((line) => line !== '')
  return lines.findLast((line) => pattern?.test(line)) ?? lines[0] ?? ''
}

/** A connection that broke while a command used it, as libvirt tells of it (virnetclient.c, remote_driver.c). */
const BROKEN_OFF =
  /cannot recv data|end of file while reading data|connection reset by peer|disconnected from .* due to/i

/** Was the command cut off from its daemon, which may have done what it was asked? */
export const isBrokenOff = (stderr: string): boolean => BROKEN_OFF.test(stderr)

/** Did a command fail for want of its daemon: not there, or gone while it was asked? A daemon that restarts is back within seconds. */
export function isDaemonAway(stderr: string): boolean {
  const rule = RULES.find(({ pattern }) => pattern.test(stderr))
  return rule?.code === 'daemon_not_running' || BROKEN_OFF.test(stderr)
}
