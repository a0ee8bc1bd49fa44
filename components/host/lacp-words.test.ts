import { describe, expect, it } from 'vitest'
import type { BondDetail, BondMember, LacpState } from '@/lib/core/model/link'
import { explainBond, explainMember } from './lacp-words'

const lacp = (flags: string[], systemId = '4e:35:a6:24:ba:3f'): LacpState => ({
  systemId,
  portId: '1',
  key: '9',
  flags,
})
const GOOD = ['activity', 'aggregation', 'synchronized', 'collecting', 'distributing']

const member = (patch: Partial<BondMember> = {}): BondMember => ({
  name: 'eth1',
  isUp: true,
  isEnabled: true,
  isActive: true,
  speedMbps: 10_000,
  linkFailureCount: 0,
  permanentMac: null,
  aggregatorId: 1,
  lacpStatus: null,
  actor: lacp(GOOD),
  partner: lacp(GOOD),
  ...patch,
})

const bond = (patch: Partial<BondDetail> = {}): BondDetail => ({
  mode: '802.3ad',
  members: [member()],
  activeMember: null,
  primary: null,
  hashPolicy: 'layer3+4',
  lacp: 'active',
  lacpRate: 'slow',
  lacpStatus: 'negotiated',
  partnerMac: null,
  hasFallbackActiveBackup: false,
  detectMode: 'miimon',
  monitorIntervalMs: 100,
  upDelayMs: 0,
  downDelayMs: 0,
  ...patch,
})

describe('explainMember', () => {
  it('is content with a member that collects and distributes', () => {
    expect(explainMember(bond(), member()).health).toBe('ok')
  })

  it('names the carrier before LACP', () => {
    expect(explainMember(bond(), member({ isUp: false, actor: lacp(['defaulted']) })).text).toContain('No carrier')
  })

  it.each([
    ['defaulted', member({ actor: lacp(['activity', 'defaulted']) }), 'No LACP frames'],
    ['expired', member({ actor: lacp(['activity', 'expired']) }), 'stopped sending'],
    ['partner out of sync', member({ partner: lacp(['activity', 'aggregation']) }), 'does not take this port'],
    ['not distributing', member({ actor: lacp(['activity', 'synchronized', 'collecting']) }), 'not yet'],
  ])('explains %s', (_, found, words) => {
    const verdict = explainMember(bond(), found)
    expect(verdict.text).toContain(words)
    expect(verdict.health).not.toBe('ok')
  })

  it('knows a standby member', () => {
    const plain = bond({ mode: 'active-backup', lacp: 'off', lacpStatus: 'off', activeMember: 'eth2' })
    expect(explainMember(plain, member({ isEnabled: false, isActive: false })).health).toBe('off')
  })
})

describe('explainBond', () => {
  it('sees members that end at different switches', () => {
    const members = [member(), member({ name: 'eth2', partner: lacp(GOOD, '00:00:00:00:00:02') })]
    expect(explainBond(bond({ members })).health).toBe('error')
  })

  it('says when LACP waits for its partner', () => {
    expect(explainBond(bond({ lacpStatus: 'configured' })).text).toContain('not negotiated')
  })
})
