import { formatIp, parseIp } from './ip'
import type { IpValue } from './ip'

export type CidrValue = { address: IpValue; prefixLength: number }

/** "192.0.2.1/24" or "2001:db8::1/64" to its parts, or null. */
export function parseCidr(text: string): CidrValue | null {
  const match = /^([0-9a-fA-F:.]{2,45})\/(\d{1,3})$/.exec(text.trim())
  if (match?.[1] === undefined || match[2] === undefined) return null
  const address = parseIp(match[1])
  const prefixLength = Number(match[2])
  return address === null || prefixLength > address.bits ? null : { address, prefixLength }
}

/** The network that holds the address: "192.0.2.1/24" → "192.0.2.0/24". */
export function networkOf({ address, prefixLength }: CidrValue): string {
  return `${formatIp({ ...address, value: address.value & maskOf(address, prefixLength) })}/${prefixLength}`
}

/** Whether two prefixes share an address. */
export function overlaps(a: CidrValue, b: CidrValue): boolean {
  if (a.address.family !== b.address.family) return false
  const mask = maskOf(a.address, Math.min(a.prefixLength, b.prefixLength))
  return (a.address.value & mask) === (b.address.value & mask)
}

/** Why `text` cannot be the address of a link, or undefined when it can. */
export function validateCidr(text: string): string | undefined {
  const trimmed = text.trim()
  const shown = trimmed.slice(0, 60)
  const cidr = parseCidr(trimmed)
  if (cidr === null) return explain(trimmed, shown)
  const { address, prefixLength } = cidr
  const hostBits = BigInt(address.bits - prefixLength)
  const host = address.value & ((1n << hostBits) - 1n)
  // A network of one or two addresses has neither a network nor a broadcast address of its own (RFC 3021, RFC 6164).
  if (hostBits < 2n) return undefined
  const next = `${formatIp({ ...address, value: address.value - host + 1n })}/${prefixLength}`
  if (host === 0n) return `${shown} is the network address; use e.g. ${next}`
  if (address.family === 'inet' && host === (1n << hostBits) - 1n)
    return `${shown} is the broadcast address; use e.g. ${next}`
  return undefined
}

function explain(trimmed: string, shown: string): string {
  const example = 'write e.g. 192.0.2.10/24 or 2001:db8::10/64'
  const address = parseIp(trimmed)
  if (address !== null)
    return `${shown} has no prefix length: write e.g. ${shown}/${address.family === 'inet' ? 24 : 64}`
  const [host, prefix] = trimmed.split('/')
  const known = parseIp(host ?? '')
  if (known !== null && /^\d+$/.test(prefix ?? ''))
    return `/${prefix} is too long: an ${known.family === 'inet' ? 'IPv4' : 'IPv6'} prefix has at most ${known.bits} bits`
  if (known !== null && parseIp(prefix ?? '') !== null)
    return `"${shown}" has a netmask where a prefix length belongs: ${example}`
  return `"${shown}" is not an address with a prefix length: ${example}`
}

function maskOf(address: IpValue, prefixLength: number): bigint {
  const hostBits = BigInt(address.bits - prefixLength)
  return ((1n << BigInt(address.bits)) - 1n) ^ ((1n << hostBits) - 1n)
}
