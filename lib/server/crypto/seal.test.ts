import { describe, expect, it } from 'vitest'
import { Sealer } from './seal'

const sealer = new Sealer(Buffer.alloc(32, 1))
const here = { hostId: 'host0001', field: 'password' }

describe('Sealer', () => {
  it('gives back what it sealed', () => {
    expect(sealer.unseal(sealer.seal('pässword\n', here), here)).toBe('pässword\n')
  })

  it('seals the same text differently each time and never shows it', () => {
    const [one, two] = [sealer.seal('hunter2', here), sealer.seal('hunter2', here)]
    expect(one).not.toBe(two)
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2')
  })

  it('opens for no other host and no other field', () => {
    const sealed = sealer.seal('hunter2', here)
    expect(() => sealer.unseal(sealed, { ...here, hostId: 'host0002' })).toThrow(
      /is damaged|another host|unknown form|was sealed with key/,
    )
    expect(() => sealer.unseal(sealed, { ...here, field: 'passphrase' })).toThrow(
      /is damaged|another host|unknown form|was sealed with key/,
    )
  })

  it('notices any changed character', () => {
    const sealed = sealer.seal('hunter2', here)
    for (let at = 0; at < sealed.length; at++) {
      // Unused bits at the end of a base64url part are zero, so either replacement changes the value.
      const other = sealed[at] === 'A' ? 'w' : 'A'
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1)
      expect(() => sealer.unseal(changed, here), `position ${at}`).toThrow(
        /is damaged|another host|unknown form|was sealed with key/,
      )
    }
  })

  it('refuses a shortened tag', () => {
    const [version, id, nonce, body = ''] = sealer.seal('hunter2', here).split('.')
    const short = Buffer.from(body, 'base64url').subarray(0, 8).toString('base64url')
    expect(() => sealer.unseal([version, id, nonce, short].join('.'), here)).toThrow(
      /is damaged|another host|unknown form|was sealed with key/,
    )
  })

  it('says when another key is needed', () => {
    const sealed = new Sealer(Buffer.alloc(32, 2)).seal('hunter2', here)
    expect(() => sealer.unseal(sealed, here)).toThrow(/sealed with key [0-9a-f]{8}, and this console has key/)
  })
})
