/** IP addresses as numbers: one form for comparing, one canonical text for showing (RFC 5952). */
export type IpValue = { family: 'inet' | 'inet6'; bits: 32 | 128; value: bigint }

/** An IPv4 or IPv6 address without prefix length or zone, or null. Octets with leading zeros are refused: some tools read octal. */
export function parseIp(text: string): IpValue | null {
  if (text.includes(':')) {
    const value = parseIpv6(text)
    return value === null ? null : { family: 'inet6', bits: 128, value }
  }
  const value = parseIpv4(text)
  return value === null ? null : { family: 'inet', bits: 32, value }
}

/** The address in its one canonical text: what two spellings of the same address have in common. */
export function formatIp(ip: IpValue): string {
  if (ip.family === 'inet') return [24n, 16n, 8n, 0n].map((shift) => (ip.value >> shift) & 0xffn).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => Number((ip.value >> BigInt(16 * (7 - index))) & 0xffffn))
  const gap = longestZeroRun(groups)
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':')
  if (gap.length < 2) return hex(groups)
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`
}

/**
 * Any spelling to the canonical one, for joining what different tools print: without zone ("%eth0"), and an IPv4 address
 * mapped into IPv6 ("::ffff:192.0.2.1", as a dual-stack sshd sees it) as IPv4. Null when it is no address.
 */
export function canonicalIp(text: string): string | null {
  const ip = parseIp(text.replace(/%.*$/, ''))
  if (ip === null) return null
  const isMapped = ip.family === 'inet6' && ip.value >> 32n === 0xffffn
  return formatIp(isMapped ? { family: 'inet', bits: 32, value: ip.value & 0xffffffffn } : ip)
}

function parseIpv4(text: string): bigint | null {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256))
    return null
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n)
}

function parseIpv6(text: string): bigint | null {
  if (text.length > 45) return null
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (tail?.[1] !== undefined && tail[2] !== undefined) {
    const v4 = parseIpv4(tail[2])
    return v4 === null ? null : parseIpv6(`${tail[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`)
  }
  const halves = text.split('::')
  if (halves.length > 2) return null
  const groupsOf = (half: string | undefined): string[] => (half === undefined || half === '' ? [] : half.split(':'))
  const [head, rest] = [groupsOf(halves[0]), groupsOf(halves[1])]
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n)
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1
    else if (index - start + 1 > best.length) best = { start, length: index - start + 1 }
  }
  return best
}
