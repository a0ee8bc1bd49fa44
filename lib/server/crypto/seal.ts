import 'server-only'
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { AppError } from '../errors'

const VERSION = 'v1'
/** NIST SP 800-38D, 8.2.2: random 96-bit nonces are safe for up to 2^32 messages under one key; we seal a few per host. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed text belongs. It opens nowhere else: a row copied onto another host, or another column, is refused. */
export type SealContext = { hostId: string; field: string }

/**
 * Seals credentials at rest with AES-256-GCM. The text form is "v1.<key id>.<nonce>.<ciphertext and tag>", base64url, and
 * the additional data is version, key id, host id and field.
 * To change the key: start with the new one and enter the credentials of each host again. The key id in the text says which
 * key a value needs, so a value sealed with another key is told apart from a damaged one.
 */
export class Sealer {
  readonly #key: Buffer
  /** 8 hex digits that name the key without giving it away. */
  readonly keyId: string

  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error(`AES-256 takes a key of 32 bytes, not ${key.length}`)
    this.#key = key
    this.keyId = createHash('sha256').update('patchbay key id').update(key).digest('hex').slice(0, 8)
  }

  seal(text: string, context: SealContext): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(additionalData(this.keyId, context))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return [VERSION, this.keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
  }

  /** Throws AppError credentials_unreadable: sealed with another key, for another place, or damaged. */
  unseal(sealedText: string, context: SealContext): string {
    const [version, keyId, nonceText = '', sealedPart = ''] = sealedText.split('.')
    if (version !== VERSION) throw unreadable(`the stored ${context.field} has an unknown form`)
    if (keyId !== this.keyId) {
      throw unreadable(
        `the stored ${context.field} was sealed with key ${keyId}, and this console has key ${this.keyId}: restore that key, or enter the credentials again`,
      )
    }
    const sealed = Buffer.from(sealedPart, 'base64url')
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(nonceText, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(additionalData(this.keyId, context))
        .setAuthTag(sealed.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw unreadable(
        `the stored ${context.field} is damaged or belongs to another host: enter the credentials again`,
        { cause },
      )
    }
  }
}

/** Ids and field names hold no NUL, so the joined text is unambiguous. */
function additionalData(keyId: string, { hostId, field }: SealContext): Buffer {
  return Buffer.from([VERSION, keyId, hostId, field].join('\0'), 'utf8')
}

/** A person has to act. */
const unreadable = (message: string, cause?: unknown) => new AppError('credentials_unreadable', { message, cause })
