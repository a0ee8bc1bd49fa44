import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import type { Host } from '@/lib/contract/hosts'

export type ConditionId = 'live' | 'connecting' | 'stale' | 'offline' | 'blocked'

export type HostCondition = {
  id: ConditionId
  glyph: GlyphStatus
  word: string
  /** Age of the last complete reading in ms; null before the first. */
  ageMs: number | null
}

/** A connected host that nobody looks at is read every 60 s: less would call a sleeping host stale, more would hide a missed reading. */
export const STALE_AFTER_MS = 90_000

const KEY_CODES: readonly string[] = ['host_key_changed', 'host_key_mismatch']

/** Does the host offer another key than the pinned one? Then nothing goes on until a person has decided. */
export const isKeyChanged = (host: Host): boolean =>
  host.status === 'refused' && host.statusReason !== null && KEY_CODES.includes(host.statusReason.code)

/** What a person calls the state a host is in: its status and the age of what we know of it. */
export function hostCondition(host: Host, nowMs: number): HostCondition {
  const ageMs = host.lastReadAt === null ? null : Math.max(0, nowMs - Date.parse(host.lastReadAt))
  switch (host.status) {
    case 'online':
      return ageMs !== null && ageMs > STALE_AFTER_MS
        ? { id: 'stale', glyph: 'unknown', word: 'stale', ageMs }
        : { id: 'live', glyph: 'ok', word: 'live', ageMs }
    case 'connecting':
      return { id: 'connecting', glyph: 'busy', word: 'connecting', ageMs }
    case 'offline':
      return { id: 'offline', glyph: 'error', word: 'no answer', ageMs }
    case 'refused':
      return { id: 'blocked', glyph: 'locked', word: isKeyChanged(host) ? 'key changed' : 'refused', ageMs }
  }
}
