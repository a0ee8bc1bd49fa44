import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '@/lib/contract/audit'
import { detailLine, filterEntries, hostOf, thingsOf } from './audit-entries'

const entry = (seq: number, action: string, rest: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  at: '2026-03-01T10:00:00.000Z',
  actor: 'user:anna',
  address: '192.0.2.7',
  action,
  target: null,
  detail: {},
  hash: '00',
  ...rest,
})
const entries = [
  entry(1, 'session.sign-in'),
  entry(2, 'change.apply', { target: 'host:kvm1', detail: { change: 'abc', mode: 'auto', note: null } }),
  entry(3, 'change.step', { target: 'host:kvm2', actor: 'system', detail: { argv: ['ip', 'link'], exitStatus: 0 } }),
]
const seqs = (thing: string, query: string): number[] => filterEntries(entries, { thing, query }).map(({ seq }) => seq)

describe('audit entries', () => {
  it('are filtered by thing and by words', () => {
    expect(thingsOf(entries)).toEqual(['change', 'session'])
    expect(seqs('change', '')).toEqual([2, 3])
    expect(seqs('', 'kvm1 anna')).toEqual([2])
    expect(seqs('', 'ip link')).toEqual([3])
    expect(seqs('', 'patchbay')).toEqual([3])
    expect(seqs('session', 'kvm1')).toEqual([])
  })

  it('say their detail in a line, without what is empty', () => {
    expect(entries.map(detailLine)).toEqual(['', 'change abc · mode auto', 'argv ip link · exitStatus 0'])
    expect(entries.map(hostOf)).toEqual([null, 'kvm1', 'kvm2'])
  })
})
