import { validateVlanRanges } from '@/lib/core/vlan/ranges'

/** "100-110, 125" to its parts as typed, without blanks; nothing is dropped but empty parts. */
export const toTokens = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

export const joinTokens = (tokens: readonly string[]): string => tokens.join(',')

/** What is wrong with one part by itself; undefined where nothing is. */
export const validateToken = (token: string): string | undefined => validateVlanRanges(token)
