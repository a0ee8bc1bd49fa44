import { describe, expect, it } from 'vitest'
import { hostCondition, STALE_AFTER_MS } from './host-condition'
import { hostFixture, READ_AT_MS } from './testing/host'
import { countTabs, filterHosts, matchesSearch, nicGroups, orderByLabel } from './host-list'
import { needsPerson } from './needs-person'

const offline = hostFixture({
  name: 'kvm5',
  status: 'offline',
  statusReason: { code: 'host_unreachable', message: 'TCP connect to 192.0.2.19:22 timed out.' },
})
const changed = hostFixture({
  name: 'kvm7',
  status: 'refused',
  statusReason: { code: 'host_key_changed', message: 'another key' },
  offeredHostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'b'.repeat(43)}` },
})

describe('hostCondition', () => {
  it('calls a connected host stale when its readings stop', () => {
    expect(hostCondition(hostFixture(), READ_AT_MS + STALE_AFTER_MS).id).toBe('live')
    expect(hostCondition(hostFixture(), READ_AT_MS + STALE_AFTER_MS + 1).id).toBe('stale')
  })

  it('tells a changed key from a refused sign-in', () => {
    expect(hostCondition(changed, READ_AT_MS).word).toBe('key changed')
    const refused = hostFixture({ status: 'refused', statusReason: { code: 'auth_failed', message: '' } })
    expect(hostCondition(refused, READ_AT_MS).word).toBe('refused')
  })
})

describe('matchesSearch', () => {
  it.each(['', 'kvm', 'vlan:125', 'host:KVM1 down', 'debian 3.1.0', 'label:rack', 'vlan:'])(
    'finds kvm1 by "%s"',
    (q) => {
      expect(matchesSearch(hostFixture(), q)).toBe(true)
    },
  )

  it.each(['vlan:12', 'host:rack', 'kvm1 nowhere', 'vlan:x'])('does not find it by "%s"', (q) => {
    expect(matchesSearch(hostFixture(), q)).toBe(false)
  })

  it('asks nothing of a host that was never read', () => {
    expect(matchesSearch(hostFixture({ summary: null }), 'vlan:125')).toBe(false)
  })
})

describe('tabs and order', () => {
  const hosts = [offline, hostFixture({ name: 'kvm10' }), hostFixture({ name: 'kvm2' }), hostFixture({ label: '' })]

  it('count and filter alike', () => {
    expect(countTabs(hosts, READ_AT_MS)).toMatchObject({ all: 4, live: 3, offline: 1, stale: 0 })
    expect(filterHosts(hosts, 'offline', '', READ_AT_MS)).toEqual([offline])
  })

  it('group by label, unlabelled last', () => {
    expect(orderByLabel(hosts).map(({ name }) => name)).toEqual(['kvm2', 'kvm5', 'kvm10', 'kvm1'])
  })
})

describe('nicGroups', () => {
  it('keeps the members of a bond together', () => {
    const nics = hostFixture().summary?.nics ?? []
    expect(nicGroups(nics).map((group) => group.nics.length)).toEqual([1, 2])
  })
})

describe('needsPerson', () => {
  it('is silent about what is well', () => {
    expect(needsPerson([hostFixture()], READ_AT_MS)).toEqual([])
  })

  it('puts a changed key before silence before broken wiring', () => {
    const broken = hostFixture({ summary: { ...hostFixture().summary!, errors: 1 } }) // the fixture has a summary
    const needs = needsPerson([broken, offline, changed], READ_AT_MS + 19 * 60_000)
    expect(needs.map((need) => need.title)).toEqual(['host key changed', 'no answer for 19 min', '1 thing is broken'])
    expect(needs[0]?.text).toContain('Pinned SHA256:aaaa…aaa, offered SHA256:bbbb…bbb')
  })
})
