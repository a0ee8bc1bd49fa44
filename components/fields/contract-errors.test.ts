import { describe, expect, it } from 'vitest'
import { CreateHostRequest } from '@/lib/contract/hosts'
import { schemaErrors } from './contract-errors'

describe('schemaErrors', () => {
  it('says the first complaint of each path', () => {
    const errors = schemaErrors(CreateHostRequest, {
      name: '-x',
      address: 'kvm1.example.org',
      username: '',
      hostKeyFingerprint: `SHA256:${'a'.repeat(43)}`,
      auth: { kind: 'privateKey', privateKey: '' },
    })
    expect(Object.keys(errors).sort()).toEqual(['auth.privateKey', 'name', 'username'])
    expect(errors['username']).toBe('give the user to sign in as, e.g. root')
  })
})
