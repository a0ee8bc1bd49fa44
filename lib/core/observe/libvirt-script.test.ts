import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { GUEST_COMMANDS } from './guests-commands'
import { NETWORK_COMMANDS } from './libvirt-commands'
import { OVS_COMMANDS } from './ovs-commands'
import { PROCESS_COMMANDS } from './processes-commands'

describe.each([...OVS_COMMANDS, ...NETWORK_COMMANDS, ...GUEST_COMMANDS, ...PROCESS_COMMANDS])('$id', (command) => {
  it.runIf(command.argv[0] === 'sh')('is a script that a POSIX shell accepts', () => {
    expect(execFileSync('sh', ['-n', '-c', command.argv[2] ?? ''], { encoding: 'utf8' })).toBe('')
  })

  it('is bounded', () => {
    expect(command.deadlineMs).toBeLessThanOrEqual(30_000)
    expect(command.maxBytes).toBeLessThanOrEqual(32 * 1024 * 1024)
  })
})
