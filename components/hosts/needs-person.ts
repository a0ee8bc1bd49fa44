import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import { formatAge, formatDateTime } from '@/lib/client/format'
import type { Host, HostNote } from '@/lib/contract/hosts'
import { hostCondition, isKeyChanged } from './host-condition'

export type NeedAction = 'compare-keys' | 'credentials' | 'retry' | 'picture' | 'findings' | 'rules'

/** One thing that does not mend itself: which host, what, why, and what a person can do. */
export type Need = {
  host: Host
  glyph: GlyphStatus
  title: string
  text: string
  actions: readonly NeedAction[]
}

/** `SHA256:q1Zr…9fE`: enough to see that two differ; the whole of both is one click away. */
const shortFingerprint = (fingerprint: string): string => `${fingerprint.slice(0, 11)}…${fingerprint.slice(-3)}`

function needOf(host: Host, nowMs: number): (Need & { rank: number }) | null {
  const condition = hostCondition(host, nowMs)
  const since = host.lastReadAt === null ? 'Never read. ' : `Last read ${formatDateTime(host.lastReadAt)}. `
  const reason = host.statusReason?.message ?? ''
  if (isKeyChanged(host)) {
    const offered = host.offeredHostKey === null ? 'another' : shortFingerprint(host.offeredHostKey.fingerprint)
    const text = `Pinned ${shortFingerprint(host.hostKey.fingerprint)}, offered ${offered}. Nothing is read or changed until an admin decides.`
    return { host, rank: 0, glyph: 'locked', title: 'host key changed', text, actions: ['compare-keys'] }
  }
  if (condition.id === 'blocked')
    return { host, rank: 1, glyph: 'locked', title: 'sign-in refused', text: since + reason, actions: ['credentials'] }
  if (condition.id === 'offline') {
    const title = condition.ageMs === null ? 'no answer' : `no answer for ${formatAge(condition.ageMs)}`
    const actions = host.lastReadAt === null ? (['retry'] as const) : (['retry', 'picture'] as const)
    return { host, rank: 2, glyph: 'error', title, text: since + reason, actions }
  }
  const drawn = host.summary?.errors ?? 0
  const found = host.summary?.findings.errors ?? 0
  const errors = drawn + found
  const [note] = host.notes
  if (errors === 0 && note !== undefined)
    return { host, rank: 4, glyph: 'warn', title: NOTE_TITLES[note.kind], text: note.message, actions: [] }
  if (errors === 0) return null
  const title = errors === 1 ? '1 thing is broken' : `${errors} things are broken`
  return {
    host,
    rank: 3,
    glyph: 'error',
    title,
    text: [...(drawn > 0 ? [inWiring(drawn)] : []), ...(found > 0 ? [byRules(found)] : [])].join(' '),
    actions: [...(drawn > 0 ? (['findings'] as const) : []), ...(found > 0 ? (['rules'] as const) : [])],
  }
}

/** Short, where there is no room for the message. */
export const NOTE_TITLES: Record<HostNote['kind'], string> = {
  same_machine: 'added twice',
  same_machine_id: 'machine id is there twice',
  few_channels: 'not followed live',
}

const inWiring = (count: number): string =>
  `The wiring shows ${count === 1 ? 'it in red, with its reason' : `${count} in red, each with its reason`}.`
const byRules = (count: number): string =>
  `The findings name ${count === 1 ? 'one, with its cure' : `${count}, each with its cure`}.`

/** What needs a person over all hosts, the loudest first: changed keys, refused sign-ins, silence, broken wiring. */
export function needsPerson(hosts: readonly Host[], nowMs: number): Need[] {
  return hosts
    .flatMap((host) => needOf(host, nowMs) ?? [])
    .sort((a, b) => a.rank - b.rank || a.host.name.localeCompare(b.host.name))
    .map(({ rank: _rank, ...need }) => need)
}
