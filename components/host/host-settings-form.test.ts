import { describe, expect, it } from 'vitest'
import { addHostDefaults } from '@/components/hosts/add/add-host-form'
import { hostFixture } from '@/components/hosts/host-fixture'
import { UpdateHostRequest } from '@/lib/contract/hosts'
import { toCredentialsRequest, toGeneralRequest, toGeneralValues } from './host-settings-form'

const host = hostFixture()

describe('toGeneralRequest', () => {
  it('asks for nothing where nothing was changed', () => {
    expect(toGeneralRequest(toGeneralValues(host), host)).toEqual({})
  })

  it('asks for what was changed, trimmed', () => {
    expect(toGeneralRequest({ ...toGeneralValues(host), name: ' kvm9 ', port: '2222' }, host)).toEqual({
      name: 'kvm9',
      port: 2222,
    })
  })

  it('lets the contract refuse a port that is none', () => {
    const request = toGeneralRequest({ ...toGeneralValues(host), port: 'x' }, host)
    expect(UpdateHostRequest.safeParse(request).success).toBe(false)
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
