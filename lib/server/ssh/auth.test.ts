import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'
import { parsePrivateKey, planAuth } from './auth'
import { newTestKey } from './testing/keys'

describe('parsePrivateKey', () => {
  it('opens a key under a passphrase once', () => {
    const { private: sealed } = newTestKey({
      passphrase: 'open sesame',
      cipher: 'aes256-cbc',
      rounds: 2,
    })
    const key = parsePrivateKey(sealed, 'open sesame')
    expect(parsePrivateKey(sealed, 'open sesame')).toBe(key)
    expect(() => parsePrivateKey(sealed, 'open says me')).toThrow(/does not open/)
    expect(() => parsePrivateKey(sealed, undefined)).toThrow(/encrypted/)
  })

  it.each(['rsa', 'ecdsa', 'ed25519'] as const)('reads %s keys', (type) => {
    const bits = type === 'rsa' ? 2048 : 256
    const { private: pem } = ssh2.utils.generateKeyPairSync(type as 'rsa', { bits: bits as 2048 }) // bits go with the type
    expect(parsePrivateKey(pem, undefined).isPrivateKey()).toBe(true)
  })
})

describe('planAuth', () => {
  it('stops after one wrong password', () => {
    const { step } = planAuth({ kind: 'password', password: 'x' }, 'root')
    expect(step(null, null)).toMatchObject({ type: 'password' })
    expect(step(['password', 'keyboard-interactive'], false)).toBe(false)
  })

  it('does not offer the password as a second factor', () => {
    const { step } = planAuth({ kind: 'password', password: 'x' }, 'root')
    step(null, null)
    expect(step(['keyboard-interactive'], true)).toBe(false)
  })
})
