import { describe, expect, it } from 'vitest'
import { signInPath, toNextPath } from './next-path'

describe('toNextPath', () => {
  it('keeps a path of ours with its query', () => {
    expect(toNextPath('/hosts/abc/guests?q=web')).toBe('/hosts/abc/guests?q=web')
  })

  it.each([
    null,
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/api/v1/hosts',
    '/sign-in',
  ])('goes to the hosts instead of %s', (next) => {
    expect(toNextPath(next)).toBe('/hosts')
  })
})

describe('signInPath', () => {
  it('comes back', () => {
    expect(signInPath('/settings?x=1')).toBe('/sign-in?next=%2Fsettings%3Fx%3D1')
    expect(signInPath('/hosts')).toBe('/sign-in')
  })
})
