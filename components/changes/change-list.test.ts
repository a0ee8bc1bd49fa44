import { describe, expect, it } from 'vitest'
import type { ChangeSummary } from '@/lib/contract/changes'
import { countChangeTabs, filterChanges, joinPages, toChangeTab } from './change-list'

const change = (id: string, rest: Partial<ChangeSummary> = {}): ChangeSummary => ({
  id,
  hostId: 'h1',
  hostName: 'kvm1',
  title: 'Set VLAN 125 on vnet4',
  status: 'planned',
  risk: 'R0',
  isGuestDisrupting: false,
  stepCount: 1,
  createdAt: '2026-03-01T10:00:00.000Z',
  createdBy: 'user:anna',
  appliedAt: null,
  endedAt: null,
  isPersisted: true,
  reason: null,
  errorCode: null,
  releasedAt: null,
  undoOf: null,
  undoneBy: null,
  ...rest,
})
const all = [
  change('a'),
  change('b', { status: 'awaiting_confirmation', hostName: 'kvm2' }),
  change('c', { status: 'rollback_failed', risk: 'R2', reason: 'eth0 has no carrier' }),
  change('d', { status: 'confirmed', createdBy: 'token:ci', isGuestDisrupting: true }),
  change('e', { status: 'rolled_back' }),
  change('f', { status: 'failed' }),
]
const ids = (changes: readonly ChangeSummary[]): string => changes.map(({ id }) => id).join('')

describe('changes in a list', () => {
  it('come in tabs', () => {
    expect(countChangeTabs(all)).toEqual({ all: 6, waiting: 2, planned: 1, kept: 1, undone: 1, failed: 1 })
    expect(ids(filterChanges(all, 'waiting', ''))).toBe('bc')
    expect(ids(filterChanges(all, 'all', 'given up')), 'a plan that nobody applied has not failed').toBe('f')
    expect([toChangeTab('kept'), toChangeTab('nonsense'), toChangeTab(null)]).toEqual(['kept', 'all', 'all'])
  })

  it('are found by what stands on the row', () => {
    expect(ids(filterChanges(all, 'all', 'kvm2'))).toBe('b')
    expect(ids(filterChanges(all, 'all', 'R2 carrier'))).toBe('c')
    expect(ids(filterChanges(all, 'all', 'ci guests'))).toBe('d')
    expect(ids(filterChanges(all, 'all', 'on trial'))).toBe('b')
    expect(ids(filterChanges(all, 'all', 'anna nowhere'))).toBe('')
  })

  it('are joined from pages, newest first, the page that came first winning', () => {
    const newer = change('z', { createdAt: '2026-03-02T10:00:00.000Z' })
    const old = change('a', { title: 'older text' })
    expect(ids(joinPages([[change('a')], [newer, old]]))).toBe('za')
    expect(joinPages([[change('a')], [old]])[0]?.title).toBe('Set VLAN 125 on vnet4')
  })
})
