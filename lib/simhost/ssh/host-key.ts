import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { seedOf } from '../machine/identity'

/** DER of a PKCS #8 Ed25519 key up to its 32 bytes of seed (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

const field = (data: Buffer | string): Buffer => {
  const bytes = Buffer.from(data)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export type KeyPair = { privateKey: string; fingerprint: string }

/** Ed25519 key that depends on `text` alone, as an OpenSSH private key file (PROTOCOL.key), and its SHA256 fingerprint. */
export const keyPairOf = (text: string): KeyPair => {
  const seed = seedOf(`ssh-key:${text}`)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = spki.subarray(spki.length - 32)
  const blob = Buffer.concat([field('ssh-ed25519'), field(publicKey)])
  const check = seed.subarray(0, 4)
  const secret = Buffer.concat([
    check,
    check,
    field('ssh-ed25519'),
    field(publicKey),
    field(Buffer.concat([seed, publicKey])),
    field(text),
  ])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, at) => at + 1))
  const count = Buffer.from([0, 0, 0, 1])
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    count,
    field(blob),
    field(Buffer.concat([secret, padding])),
  ])
  const lines = file.toString('base64').match(/.{1,70}/g) ?? []
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  }
}
