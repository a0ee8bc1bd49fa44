import { describe, expect, it } from 'vitest'
import { keyCheckCommand } from './key-check'

describe('keyCheckCommand', () => {
  it.each([
    ['ssh-ed25519', 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'],
    ['ecdsa-sha2-nistp256', 'ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub'],
    ['rsa-sha2-512', 'ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub'],
    ['something-new', 'ssh-keygen -lf /etc/ssh/*.pub'],
  ])('of %s', (type, command) => {
    expect(keyCheckCommand(type)).toBe(command)
  })
})
