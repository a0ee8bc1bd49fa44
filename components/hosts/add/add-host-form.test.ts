import { describe, expect, it } from 'vitest'
import { CreateHostRequest, ProbeRequest } from '@/lib/contract/hosts'
import {
  addHostDefaults,
  addHostFieldOf,
  addHostFieldOfCode,
  suggestName,
  toCreateHostRequest,
  toHostAuth,
  toProbeRequest,
} from './add-host-form'

const fingerprint = `SHA256:${'a'.repeat(43)}`
const values = { ...addHostDefaults, address: 'kvm1.example.org', name: 'kvm1', privateKey: 'KEY' }

describe('toProbeRequest', () => {
  it.each([
    [' [2001:db8::1] ', '2001:db8::1'],
    ['ssh://kvm1/', 'kvm1'],
    ['192.0.2.10', '192.0.2.10'],
  ])('takes %s for %s', (address, wanted) => {
    expect(toProbeRequest({ address, port: '22' })).toEqual({ address: wanted, port: 22 })
  })

  it.each(['', 'ssh', '22.5', '-1', '70000'])('leaves port "%s" for the contract to refuse', (port) => {
    expect(ProbeRequest.safeParse(toProbeRequest({ address: 'kvm1', port })).success).toBe(false)
  })
})

describe('toHostAuth', () => {
  it('sends only the secrets of the chosen kind', () => {
    const all = { privateKey: 'KEY', passphrase: 'phrase', password: 'word' }
    expect(toHostAuth({ ...all, authKind: 'privateKey' })).toEqual({
      kind: 'privateKey',
      privateKey: 'KEY\n',
      passphrase: 'phrase',
    })
    expect(toHostAuth({ ...all, authKind: 'password' })).toEqual({ kind: 'password', password: 'word' })
    expect(toHostAuth({ ...all, authKind: 'agent' })).toEqual({ kind: 'agent' })
  })

  it('mends line ends of a pasted key and leaves an unset passphrase out', () => {
    expect(toHostAuth({ ...values, privateKey: '\r\nA\r\nB\r\n' })).toEqual({
      kind: 'privateKey',
      privateKey: 'A\nB\n',
    })
  })

  it('does not turn nothing into a key', () => {
    expect(CreateHostRequest.safeParse(toCreateHostRequest({ ...values, privateKey: ' ' }, fingerprint)).success).toBe(
      false,
    )
  })
})

describe('toCreateHostRequest', () => {
  it('fits the contract', () => {
    expect(CreateHostRequest.safeParse(toCreateHostRequest(values, fingerprint)).success).toBe(true)
  })

  it('asks for no sudo as root', () => {
    expect(toCreateHostRequest({ ...values, sudo: true }, fingerprint).sudo).toBe(false)
    expect(toCreateHostRequest({ ...values, sudo: true, username: 'ops' }, fingerprint).sudo).toBe(true)
  })
})

describe('suggestName', () => {
  it.each([
    ['kvm1.example.org', 'kvm1'],
    ['KVM-2', 'KVM-2'],
    ['192.0.2.10', ''],
    ['2001:db8::1', ''],
  ])('of %s is "%s"', (address, name) => {
    expect(suggestName(address)).toBe(name)
  })
})

describe('fields', () => {
  it('are found by path and by code', () => {
    expect([addHostFieldOf('auth.privateKey'), addHostFieldOf('__proto__'), addHostFieldOfCode('name_taken')]).toEqual([
      'privateKey',
      null,
      'name',
    ])
  })
})
