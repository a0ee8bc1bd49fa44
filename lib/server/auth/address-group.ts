import { formatIp, parseIp } from '@/lib/core/address/ip'

const HOST_BITS = 64n

/**
 * What counts as one address when attempts are counted: an IPv4 address, and of an IPv6 one its /64, which is what one customer
 * or one machine has all to itself. "unknown" where there is none.
 */
export function addressGroup(address: string | null): string {
  const ip = address === null ? null : parseIp(address.replace(/%.*$/, ''))
  if (ip === null) return 'unknown'
  if (ip.family === 'inet') return formatIp(ip)
  if (ip.value >> 32n === 0xffffn) return formatIp({ family: 'inet', bits: 32, value: ip.value & 0xffffffffn })
  return `${formatIp({ ...ip, value: (ip.value >> HOST_BITS) << HOST_BITS })}/64`
}
