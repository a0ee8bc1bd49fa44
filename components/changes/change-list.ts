import { isGivenUp, isUnderWay, needsPerson, statusWords } from '@/components/change/change-words'
import type { ChangeSummary } from '@/lib/contract/changes'
import { actorWords } from '@/lib/core/text/actor-words'

export const CHANGE_TABS = ['all', 'waiting', 'planned', 'kept', 'undone', 'failed'] as const
export type ChangeTab = (typeof CHANGE_TABS)[number]

/** `waiting`: somebody must decide or look; what is under way is there too, as it soon will be. */
const IS_IN: Record<ChangeTab, (change: ChangeSummary) => boolean> = {
  all: () => true,
  waiting: (change) => needsPerson(change) || isUnderWay(change),
  planned: ({ status }) => status === 'planned',
  kept: ({ status }) => status === 'confirmed',
  undone: ({ status }) => status === 'rolled_back',
  failed: (change) => !isGivenUp(change) && ['failed', 'stale', 'rollback_failed'].includes(change.status),
}

export const toChangeTab = (text: string | null): ChangeTab => CHANGE_TABS.find((tab) => tab === text) ?? 'all'

export const countChangeTabs = (changes: readonly ChangeSummary[]): Record<ChangeTab, number> => {
  const count = (tab: ChangeTab): number => changes.filter(IS_IN[tab]).length
  return {
    all: changes.length,
    waiting: count('waiting'),
    planned: count('planned'),
    kept: count('kept'),
    undone: count('undone'),
    failed: count('failed'),
  }
}

const textOf = (change: ChangeSummary): string =>
  [
    change.title,
    change.hostName,
    actorWords(change.createdBy),
    statusWords(change).word,
    change.risk,
    change.isGuestDisrupting ? 'guests' : '',
    change.reason ?? '',
  ]
    .join('\n')
    .toLowerCase()

/** Changes of a tab in which every word of the query occurs somewhere. */
export function filterChanges(changes: readonly ChangeSummary[], tab: ChangeTab, query: string): ChangeSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return changes.filter((change) => {
    if (!IS_IN[tab](change)) return false
    const text = textOf(change)
    return words.every((word) => text.includes(word))
  })
}

/** Newest first, each once: a page that was fetched later may overlap what came by event. */
export function joinPages(pages: readonly (readonly ChangeSummary[])[]): ChangeSummary[] {
  const byId = new Map<string, ChangeSummary>()
  for (const change of pages.flat()) if (!byId.has(change.id)) byId.set(change.id, change)
  return [...byId.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
}
