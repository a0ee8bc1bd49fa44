import { createHash } from 'node:crypto'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A version 4 UUID that depends on `text` alone, so that a host built twice is the same host. */
export const uuidOf = (text: string): string => {
  const hex = digest(text)
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** A locally administered unicast MAC that depends on `text` alone. */
export const macOf = (text: string): string => {
  const hex = digest(`mac:${text}`)
  const first = ((parseInt(hex.slice(0, 2), 16) & 0xfc) | 0x02).toString(16).padStart(2, '0')
  return [first, ...[2, 4, 6, 8, 10].map((at) => hex.slice(at, at + 2))].join(':')
}

/** libvirt's own prefix for guest NICs. */
export const guestMacOf = (text: string): string => {
  const hex = digest(`guest:${text}`)
  return `52:54:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`
}

/** A seed of 32 bytes for deterministic keys. */
export const seedOf = (text: string): Buffer => createHash('sha256').update(text).digest()
