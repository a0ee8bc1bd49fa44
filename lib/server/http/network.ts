import type { IpValue } from '@/lib/core/address/ip'
import { canonicalIp, parseIp } from '@/lib/core/address/ip'

/** An address range: the addresses that agree with `ip` in their first `prefix` bits. */
export type Network = { ip: IpValue; prefix: number }

/** "192.0.2.7", "10.0.0.0/8" or "fd00::/64"; null: neither an address nor a network. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/')
  const ip = parseIp(address)
  if (ip === null || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null
  const prefix = length === undefined ? ip.bits : Number(length)
  return prefix <= ip.bits ? { ip, prefix } : null
}

/** Is this address in one of the networks? An IPv4 address mapped into IPv6 is taken for the IPv4 one. */
export function isInNetworks(address: string, networks: readonly Network[]): boolean {
  const ip = parseIp(canonicalIp(address) ?? '')
  if (ip === null) return false
  return networks.some(({ ip: base, prefix }) => {
    const rest = BigInt(base.bits - prefix)
    return base.family === ip.family && base.value >> rest === ip.value >> rest
  })
}

/** The machine itself: 127.0.0.0/8 and ::1. */
export const LOOPBACK: readonly Network[] = [
  { ip: { family: 'inet', bits: 32, value: 0x7f000000n }, prefix: 8 },
  { ip: { family: 'inet6', bits: 128, value: 1n }, prefix: 128 },
]
