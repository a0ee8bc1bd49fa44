import { z } from 'zod'

/** IFNAMSIZ is 16 bytes with the closing NUL (linux/if.h). */
const MAX_BYTES = 15

/**
 * Why `text` cannot be the name of a link that we make, or undefined when it can. Narrower than the kernel's rule
 * (dev_valid_name in net/core/dev.c), which takes any byte but "/", ":" and blanks: names must survive shells, sysfs, OVS,
 * libvirt XML and configuration files, and must never look like an option.
 */
export function validateIfName(text: string): string | undefined {
  if (text === '') return 'A link needs a name, e.g. br-guests'
  if (!/^[A-Za-z0-9_.-]+$/.test(text))
    return `"${printable(text)}" holds a character that a link name should not: use letters, digits, ".", "_" and "-", e.g. br-guests`
  if (text === '.' || text === '..') return `"${text}" is a folder, not a link name: use e.g. br-guests`
  if (/^[-.]/.test(text))
    return `"${text}" begins with "${text.charAt(0)}", which tools take for an option or hide: begin with a letter`
  if (text.length > MAX_BYTES)
    return `"${printable(text)}" has ${text.length} characters; the kernel takes at most ${MAX_BYTES}, e.g. ${text.slice(0, MAX_BYTES)}`
  if (/^(all|default|lo|bonding_masters)$/.test(text))
    return `"${text}" is a name the kernel uses itself: choose another, e.g. br-${text.slice(0, 12)}`
  return undefined
}

export const IfName = z.string().superRefine((text, context) => {
  const message = validateIfName(text)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})
export type IfName = z.infer<typeof IfName>

/**
 * Whether the kernel itself could have given this name: anything observed must pass, also names we would never make. Counts
 * characters, not bytes: a byte that is not UTF-8 arrives as one replacement character of three bytes.
 */
export function isKernelIfName(text: string): boolean {
  if (text === '' || text === '.' || text === '..') return false
  return !/[/: \t\n\v\f\r\u0000]/.test(text) && [...text].length <= MAX_BYTES
}

/** Quote what a person typed, without control characters and not endlessly. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·').slice(0, 40)
}
