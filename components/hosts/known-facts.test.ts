import { describe, expect, it } from 'vitest'
import type { HostSummary } from '@/lib/core/model/host-summary'
import { hostFixture } from './testing/host'
import { areOvsBridgesKnown, areVlansKnown, isLookNeeded, knownLook, unreadVlanSources } from './known-facts'

const summary = (patch: Partial<HostSummary>): HostSummary => {
  const whole = hostFixture().summary
  if (whole === null) throw new Error('the fixture has a summary')
  return { ...whole, ...patch }
}

describe('what is known of a host', () => {
  it('has no VLANs only where all that has them was read', () => {
    expect(areVlansKnown(summary({ vlans: [] }))).toBe(true)
    expect(areVlansKnown(summary({ vlans: [], unread: ['lldp', 'guests'] }))).toBe(true)
    expect(areVlansKnown(summary({ vlans: [], unread: ['ovs'] }))).toBe(false)
  })

  it('names where more VLANs may be', () => {
    const partly = summary({ unread: ['networks', 'ovs', 'system'] })
    expect(areVlansKnown(partly)).toBe(true)
    expect(unreadVlanSources(partly)).toBe('Open vSwitch, libvirt networks')
    expect(unreadVlanSources(summary({}))).toBeNull()
  })

  it('has no OVS bridges only where Open vSwitch answered', () => {
    expect(areOvsBridgesKnown(summary({ ovsBridges: 0 }))).toBe(true)
    expect(areOvsBridgesKnown(summary({ ovsBridges: 0, unread: ['ovs'] }))).toBe(false)
    expect(areOvsBridgesKnown(summary({ ovsBridges: 1, unread: ['ovs'] }))).toBe(true)
  })

  it('needs no look only where all was read and nothing is wrong, in the wiring or by the rules', () => {
    const calm = { warnings: 0, errors: 0, findings: { warnings: 0, errors: 0 } }
    expect([knownLook(summary(calm)), isLookNeeded(summary(calm))]).toEqual([{ warnings: 0, errors: 0 }, false])
    expect([
      knownLook(summary({ ...calm, unread: ['ovs'] })),
      isLookNeeded(summary({ ...calm, unread: ['ovs'] })),
    ]).toEqual([null, true])
    expect(knownLook(summary({ ...calm, errors: 1, findings: { warnings: 2, errors: 3 } }))).toEqual({
      ...{ warnings: 2, errors: 4 },
    })
  })
})
