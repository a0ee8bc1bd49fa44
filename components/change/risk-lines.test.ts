import { describe, expect, it } from 'vitest'
import type { GuestDisruption, Plan } from '@/lib/core/plan/step'
import { disruptionText, groupDisruptions, managementSentence, riskLines } from './risk-lines'

const path: Plan['managementPath'] = {
  localAddress: '192.0.2.11',
  peerAddress: '192.0.2.1',
  isGuess: false,
  links: ['br0', 'eth0'],
}
const blink: GuestDisruption = {
  guest: 'u1',
  guestName: 'web1',
  nic: 'net0',
  how: 'replug',
  seconds: 5,
  why: 'libvirt 9 refuses to change it in place',
}

describe('riskLines', () => {
  it('says that our own way is not touched', () => {
    const plan = { managementPath: path, risk: { level: 'R0' as const, isGuestDisrupting: false, reasons: [] } }
    expect(riskLines({ ...plan, guestsDisrupted: [] })).toEqual([
      { code: 'R0', text: 'Management path br0 › eth0, 192.0.2.11: not touched', details: [] },
    ])
    expect(managementSentence(plan)).toBe('SSH management path: not touched by this plan')
  })

  it('keeps reasons of our own way apart from those of guests', () => {
    const reasons = ['eth0 enters br-ovs', 'net0 of web1: replug, libvirt 9 refuses to change it in place']
    const [management, guests] = riskLines({
      managementPath: path,
      risk: { level: 'R2', isGuestDisrupting: true, reasons },
      guestsDisrupted: [blink, { ...blink, nic: 'net1', how: 'blink', seconds: 1, why: 'x' }],
    })
    expect(management?.details).toEqual(['eth0 enters br-ovs'])
    expect(guests).toMatchObject({ code: 'G', text: '1 guest loses the network for a moment, at most about 5 s' })
  })

  it('names no guest that only changes at its next start', () => {
    const later = { ...blink, how: 'power cycle' as const, seconds: 0 }
    const risk = { level: 'R0' as const, isGuestDisrupting: false, reasons: [] }
    expect(riskLines({ managementPath: path, risk, guestsDisrupted: [later] })).toHaveLength(1)
    expect(disruptionText(later)).toBe('net0: in force at its next start')
    expect(disruptionText(blink)).toBe('net0: unplugged and plugged again, about 5 s')
  })

  it('says of NICs that are disrupted alike only once', () => {
    const groups = groupDisruptions([blink, { ...blink, nic: 'net1' }, { ...blink, nic: 'net2', why: 'another' }])
    expect(groups.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'web1 net0, net1: unplugged and plugged again, about 5 s',
      'web1 net2: unplugged and plugged again, about 5 s',
    ])
  })
})
