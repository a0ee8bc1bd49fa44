/* Identifiers that we must choose. Core has no randomness: they follow from what they are for, and step aside where taken. */

/** FNV-1a over UTF-16 units, 32 bits (draft-eastlake-fnv); good enough to spread names, no secret. */
function fnv1a(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  // Short texts differ in few bits: mix (MurmurHash3's finaliser).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  return (hash ^ (hash >>> 13)) >>> 0
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(8, '0').slice(-digits)

/** A MAC of QEMU's range 52:54:00 that is not among `taken`. */
export function deriveMac(text: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const tail = hex(fnv1a(text, attempt), 6)
    const mac = `52:54:00:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4)}`
    if (!taken.has(mac)) return mac
  }
}

/** A UUID of version 8 ("custom", RFC 9562) that is not among `taken`. */
export function deriveUuid(text: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const [a = '', b = '', c = '', d = ''] = [1, 2, 3, 4].map((part) => hex(fnv1a(text, part + attempt * 5), 8))
    const uuid = `${a}-${b.slice(0, 4)}-8${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`
    if (!taken.has(uuid)) return uuid
  }
}
