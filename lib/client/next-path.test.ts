import fc from 'fast-check'
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
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e/\\evil.example',
    '/hosts/../%2E%2e//evil.example',
    '/\t/evil.example',
    '/x/../api/v1/hosts',
    '/api/v1/hosts',
    '/sign-in',
  ])('goes to the hosts instead of %s', (next) => {
    expect(toNextPath(next)).toBe('/hosts')
  })
})

describe('toNextPath, whatever it is given', () => {
  const pieces = [
    '/',
    '//',
    '\\',
    '.',
    '..',
    '%2e',
    '%2F',
    '%5c',
    '\t',
    '\n',
    ' ',
    ':',
    '@',
    '?',
    '#',
    'evil.example',
    'x',
  ]
  const hostile = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 9 })

  it.each(['http://127.0.0.1:3000', 'https://console.example'])(
    'stays on %s, and says the same when asked again',
    (site) => {
      fc.assert(
        fc.property(hostile, (parts) => {
          const path = toNextPath(`/${parts.join('')}`)
          expect(new URL(path, `${site}/sign-in`).href).toBe(`${site}${path}`)
          expect(toNextPath(path)).toBe(path)
        }),
        { numRuns: 2_000 },
      )
    },
  )
})

describe('signInPath', () => {
  it('comes back', () => {
    expect(signInPath('/settings?x=1')).toBe('/sign-in?next=%2Fsettings%3Fx%3D1')
    expect(signInPath('/hosts')).toBe('/sign-in')
  })
})
