import { describe, expect, it } from 'vitest'
import { ChangePasswordRequest, CreateTokenRequest, CreateUserRequest } from '@/lib/contract/auth'
import { schemaErrors } from '@/components/fields/contract-errors'
import {
  passwordDefaults,
  toChangePasswordRequest,
  toCreateTokenRequest,
  toCreateUserRequest,
  tokenDefaults,
  userDefaults,
} from './settings-forms'

describe('toCreateTokenRequest', () => {
  it('turns the choice of a list into days, and never into no end', () => {
    expect(toCreateTokenRequest({ ...tokenDefaults, name: ' ci ' })).toEqual({
      name: 'ci',
      role: 'viewer',
      expiresInDays: 90,
    })
    expect(toCreateTokenRequest({ ...tokenDefaults, expiresInDays: 'never' }).expiresInDays).toBeNull()
  })

  it('is refused without a name', () => {
    expect(Object.keys(schemaErrors(CreateTokenRequest, toCreateTokenRequest(tokenDefaults)))).toEqual(['name'])
  })
})

describe('toCreateUserRequest', () => {
  it('is refused with a short password and an empty name', () => {
    const request = toCreateUserRequest({ ...userDefaults, password: 'short' })
    expect(Object.keys(schemaErrors(CreateUserRequest, request)).sort()).toEqual(['login', 'password'])
  })
})

describe('toChangePasswordRequest', () => {
  it('leaves the second typing out and names what is wrong', () => {
    const request = toChangePasswordRequest({ ...passwordDefaults, repeated: 'x' })
    expect(request).not.toHaveProperty('repeated')
    expect(Object.keys(schemaErrors(ChangePasswordRequest, request)).sort()).toEqual(['currentPassword', 'newPassword'])
  })
})
