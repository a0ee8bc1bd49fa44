import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import type { Change, ChangeStatus, ChangeSummary } from '@/lib/contract/changes'

type Tone = 'plain' | 'ok' | 'warn' | 'error' | 'accent'
type StatusWords = { word: string; tone: Tone; glyph: GlyphStatus }

const STATUSES: Record<ChangeStatus, StatusWords> = {
  planned: { word: 'planned', tone: 'plain', glyph: 'off' },
  applying: { word: 'applying', tone: 'accent', glyph: 'busy' },
  awaiting_confirmation: { word: 'on trial', tone: 'warn', glyph: 'busy' },
  confirmed: { word: 'kept', tone: 'ok', glyph: 'ok' },
  rolled_back: { word: 'put back', tone: 'plain', glyph: 'off' },
  rollback_failed: { word: 'rollback failed', tone: 'error', glyph: 'error' },
  failed: { word: 'failed', tone: 'error', glyph: 'error' },
  stale: { word: 'out of date', tone: 'warn', glyph: 'warn' },
}

/** A change's status as people read it. Kept, but gone after a reboot, is no success; given up is no failure. */
export function statusWords(change: Pick<ChangeSummary, 'status' | 'isPersisted' | 'appliedAt'>): StatusWords {
  if (change.status === 'confirmed' && !change.isPersisted)
    return { word: 'kept, not stored', tone: 'error', glyph: 'error' }
  return isGivenUp(change) ? { word: 'given up', tone: 'plain', glyph: 'off' } : STATUSES[change.status]
}

/** A plan that nobody applied: there is nothing that could have failed. */
export const isGivenUp = ({ status, appliedAt }: Pick<ChangeSummary, 'status' | 'appliedAt'>): boolean =>
  status === 'failed' && appliedAt === null

/** Over, and the host as if it had never been: nothing done, put back, or taken back by a later change. */
export const isNothingLeft = ({ status, undoneBy }: Pick<Change, 'status' | 'undoneBy'>): boolean =>
  status === 'failed' || status === 'rolled_back' || undoneBy !== null

/** On the host just now, and not decided: only a person, or the host's own timer, ends it. */
export const isOnTrial = ({ status }: Pick<ChangeSummary, 'status'>): boolean => status === 'awaiting_confirmation'

/** Something is under way on the host. */
export const isUnderWay = ({ status }: Pick<ChangeSummary, 'status'>): boolean =>
  status === 'applying' || status === 'awaiting_confirmation'

/** What a person must look at: to decide, or because the host could not put itself right. */
export const needsPerson = ({ status, releasedAt }: Pick<ChangeSummary, 'status' | 'releasedAt'>): boolean =>
  status === 'awaiting_confirmation' || (status === 'rollback_failed' && releasedAt === null)
