import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/testing/host'
import { nic } from '@/lib/simhost/hosts/build'
import { kvmLinux } from '@/lib/simhost/hosts/kvm-linux'
import { claimChoices, lowerChoices, uplinkChoices } from './choices'

const host = kvmLinux()
for (const name of ['eth10', 'eth12', 'eth9']) nic(host.machine, name, {})
const state = observeCommandHost(host, '192.0.2.12')

describe('links to choose from', () => {
  it.each([
    ['members', claimChoices(state, { into: 'bond9', role: 'member', takesMembers: false })],
    ['links below', lowerChoices(state, 'macvlan')],
    ['uplinks', uplinkChoices(state)],
  ])('come as people count: %s', (_, choices) => {
    const names = choices.map(({ value }) => value).filter((name) => /^eth(9|1\d)$/.test(name))
    expect(names).toEqual(['eth9', 'eth10', 'eth12'])
  })

  it('say why one that is taken cannot be had', () => {
    const member = claimChoices(state, { into: 'bond9', role: 'member', takesMembers: false })
    expect(member.find(({ value }) => value === 'eth9')?.reason).toBeNull()
    expect(member.filter(({ reason }) => reason !== null).map(({ reason }) => reason)).not.toEqual([])
  })
})
