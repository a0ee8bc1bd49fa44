import { describe, expect, it } from 'vitest'
import { diagnose, silenceOf } from './diagnose'
import { IP_ADDR } from './links-commands'
import { LLDP_NEIGHBOURS } from './neighbours-commands'
import { OVS_BONDS } from './ovs-commands'
import type { CommandOutput, ReadCommand } from './read-command'

const output = (fields: Partial<CommandOutput>): CommandOutput => ({
  status: 1,
  stdout: '',
  stderr: '',
  isTruncated: false,
  isTimedOut: false,
  durationMs: 1,
  ...fields,
})
const codeOf = (fields: Partial<CommandOutput>) => diagnose(LLDP_NEIGHBOURS, output(fields))?.code

/** Words as the tools printed them on Debian 11 to 13. */
const SAID: [code: string, stderr: string][] = [
  [
    'daemon_not_running',
    '2026-11-20T12:25:25 [WARN/control] unable to connect to socket /run/lldpd.socket: No such file or directory',
  ],
  [
    'daemon_not_running',
    'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)',
  ],
  ['permission_denied', 'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (Permission denied)'],
  [
    'daemon_not_running',
    'ovs-appctl: cannot read pidfile "/var/run/openvswitch/ovs-vswitchd.pid" (No such file or directory)',
  ],
  [
    'daemon_not_running',
    "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
  ],
  [
    'permission_denied',
    "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied",
  ],
  ['permission_denied', 'error: authentication unavailable: no polkit agent available to authenticate action'],
  ['permission_denied', 'sudo: a password is required'],
  ['permission_denied', 'sh: 1: lldpcli: Permission denied'],
  ['tool_missing', '-bash: line 1: lldpcli: command not found'],
  ['tool_missing', 'sh: 1: lldpcli: not found'],
  ['command_failed', 'error: Network not found: no network with matching name'],
  [
    'command_failed',
    'sh: 8: virsh: not found\nvirsh is not installed, though libvirt is: install libvirt-clients (RHEL: libvirt-client)',
  ],
  ['command_failed', 'Cannot find device "nodev"'],
  ['tool_too_old', 'Option "-j" is unknown, try "ip -help".'],
  [
    'tool_too_old',
    'BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1) multi-call binary.\n\nUsage: ip [OPTIONS] address|route|link',
  ],
  ['tool_too_old', "ip: invalid option -- 'j'"],
  ['tool_too_old', 'ip: unrecognized option: j'],
  ['timed_out', '2026-11-20T12:25:25Z|00002|fatal_signal|WARN|terminating with signal 14 (Alarm clock)'],
  ['command_failed', ''],
]

describe('diagnose', () => {
  it.each(SAID)('%s: %s', (code, stderr) => {
    expect(codeOf({ stderr })).toBe(code)
  })

  it('says nothing when the command ended well, whatever it warned about', () => {
    expect(diagnose(LLDP_NEIGHBOURS, output({ status: 0, stderr: 'not found' }))).toBeNull()
  })

  it('tells time-out, truncation and absence before anything else', () => {
    expect(codeOf({ status: null, isTimedOut: true, stderr: 'Permission denied' })).toBe('timed_out')
    expect(codeOf({ status: 0, isTruncated: true })).toBe('truncated')
    expect(codeOf({ status: 127, stderr: 'whatever' })).toBe('tool_missing')
    const noDaemon = output({ status: 127, stderr: 'error: Failed to connect socket\nlibvirtd, virtqemud: not found' })
    expect(diagnose(LLDP_NEIGHBOURS, noDaemon)?.message).toContain("libvirt's daemon is not on the host")
  })

  it('quotes the line that tells why, the same at every reading, without control characters', () => {
    const message = (stderr: string) => diagnose(LLDP_NEIGHBOURS, output({ stderr }))?.message
    const first = message('2026-11-20T12:25:25 [WARN/control] unable to connect to socket /run/lldpd.socket: x')
    expect(first).toBe(message('2026-11-21T01:02:03 [WARN/control] unable to connect to socket /run/lldpd.socket: x'))
    expect(first).toContain('systemctl start lldpd')
    expect(message('error: failed\nerror: Failed to connect socket to y\n')).toContain(
      '"error: Failed to connect socket to y"',
    )
    expect(message('a\u001b[2Jb')).toContain('"a [2Jb"')
  })

  it('says what of an old tool is wanted, and for how long a daemon kept silent', () => {
    const message = (command: ReadCommand, stderr: string) => diagnose(command, output({ stderr }))?.message
    expect(message(IP_ADDR, 'Option "-j" is unknown, try "ip -help".')).toContain('Install iproute2')
    const alarm = '2026-11-20T12:25:25Z|00002|fatal_signal|WARN|terminating with signal 14 (Alarm clock)'
    expect(message(OVS_BONDS, alarm)).toMatch(/ovs-vswitchd does not answer within 5 s.*systemctl restart/)
    expect(silenceOf(['ovs-vsctl', '--timeout=20', '--', 'add-br', 'br0'], alarm)).toContain('within 20 s')
    expect(silenceOf(['ovs-vsctl', '--timeout=20', '--', 'add-br', 'br0'], 'ovs-vsctl: no bridge named br0')).toBeNull()
  })
})
