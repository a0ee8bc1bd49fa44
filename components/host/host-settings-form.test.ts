import { describe, expect, it } from 'vitest'
import { schemaErrors } from '@/components/fields/contract-errors'
import { addHostDefaults } from '@/components/hosts/add/add-host-form'
import { hostFixture } from '@/components/hosts/testing/host'
import { UpdateHostRequest } from '@/lib/contract/hosts'
import { isElsewhere, toCredentialsRequest, toGeneralRequest, toHostValues, toPinRequest } from './host-settings-form'

const host = hostFixture()

describe('toGeneralRequest', () => {
  it('asks for nothing where nothing was changed', () => {
    expect(toGeneralRequest(toHostValues(host), host)).toEqual({})
  })

  it('asks for what was changed, trimmed', () => {
    expect(toGeneralRequest({ ...toHostValues(host), name: ' kvm9 ', label: ' rack 7' }, host)).toEqual({
      name: 'kvm9',
      label: 'rack 7',
    })
  })

  it('sends the secret entered anew with another address or port', () => {
    const secret = { authKind: 'password', password: 'x' } as const
    const values = { ...toHostValues(host), ...secret }
    const auth = { kind: 'password', password: 'x' }
    expect(toGeneralRequest({ ...values, port: '2222' }, host)).toEqual({ port: 2222, auth })
    expect(toGeneralRequest({ ...values, address: 'kvm1b' }, host)).toEqual({ address: 'kvm1b', auth })
    expect(toGeneralRequest({ ...values, name: 'kvm9' }, host)).toEqual({ name: 'kvm9' })
  })

  it('lets the contract ask for the secret', () => {
    const request = toGeneralRequest({ ...toHostValues(host), authKind: 'password', address: 'kvm1b' }, host)
    expect(schemaErrors(UpdateHostRequest, request)).toEqual({ 'auth.password': 'give the password' })
  })

  it('lets the contract refuse a port that is none', () => {
    const request = toGeneralRequest({ ...toHostValues(host), port: 'x' }, host)
    expect(UpdateHostRequest.safeParse(request).success).toBe(false)
  })
})

describe('isElsewhere', () => {
  it('is not misled by how an address is written', () => {
    const same = { address: ` ssh://${host.address}/ `, port: ` ${host.port} ` }
    expect(isElsewhere(same, host)).toBe(false)
    expect(isElsewhere({ ...same, port: '' }, host)).toBe(true)
  })
})

describe('toPinRequest', () => {
  it('sends the key with the secret to use there', () => {
    const fingerprint = `SHA256:${'B'.repeat(43)}`
    expect(toPinRequest({ ...addHostDefaults, authKind: 'agent' }, fingerprint)).toEqual({
      hostKeyFingerprint: fingerprint,
      auth: { kind: 'agent' },
    })
  })
})

describe('toCredentialsRequest', () => {
  it('sends the user with the new secret', () => {
    expect(toCredentialsRequest({ ...addHostDefaults, username: 'ops', sudo: true, authKind: 'agent' })).toEqual({
      username: 'ops',
      sudo: true,
      auth: { kind: 'agent' },
    })
  })
})
