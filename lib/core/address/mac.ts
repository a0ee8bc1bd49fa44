import { z } from 'zod'

/** Any usual way of writing a MAC address to "52:54:00:ab:cd:ef", or null: colons, hyphens, Cisco's dots, or nothing between. */
export function normaliseMac(text: string): string | null {
  const trimmed = text.trim().toLowerCase()
  const isMac =
    /^[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2}){4}$/.test(trimmed) ||
    /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/.test(trimmed) ||
    /^[0-9a-f]{12}$/.test(trimmed)
  if (!isMac) return null
  const octets = /[:-]/.test(trimmed)
    ? trimmed.split(/[:-]/).map((octet) => octet.padStart(2, '0'))
    : (trimmed.replaceAll('.', '').match(/../g) ?? [])
  return octets.join(':')
}

/** Why `text` cannot be a guest NIC's or a link's address, or undefined when it can. */
export function validateMac(text: string): string | undefined {
  const mac = normaliseMac(text)
  if (mac === null)
    return `"${text.trim().slice(0, 30)}" is not a MAC address: write six octets, e.g. 52:54:00:12:34:56`
  if (isMulticastMac(mac))
    return `${mac} is a multicast address (its first octet is odd): use an even first octet, e.g. 52:54:00:12:34:56`
  if (mac === '00:00:00:00:00:00') return `${mac} is nobody's address: use e.g. 52:54:00:12:34:56`
  return undefined
}

/** The group bit of a normalised address (IEEE 802-2014, 8.2.2). */
function isMulticastMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
}

/** The link-local address that the kernel makes of a normalised MAC (EUI-64, RFC 4291 appendix A): "fe80::5054:ff:feab:cdef". */
export function linkLocalOf(mac: string): string {
  const [a = '0', b = '0', c = '0', d = '0', e = '0', f = '0'] = mac.split(':')
  const flipped = (Number.parseInt(a, 16) ^ 2).toString(16).padStart(2, '0')
  const groups = [`${flipped}${b}`, `${c}ff`, `fe${d}`, `${e}${f}`]
  return `fe80::${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}`
}

export const Mac = z.string().transform((text, context) => {
  const message = validateMac(text)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
  return normaliseMac(text) ?? z.NEVER
})
export type Mac = z.infer<typeof Mac>
