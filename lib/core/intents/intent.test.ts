import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIntents } from './intent'
import { switchIntent } from '../plan/testing/intents'

const issueOf = (intent: unknown): string => {
  const result = parseIntents([intent])
  return result.ok ? 'accepted' : result.issues.map(({ path, message }) => `${path}: ${message}`).join('\n')
}
const vlan = (rest: object): object => ({
  kind: 'portVlan.set',
  bridge: 'br0',
  port: 'p1',
  mode: 'access',
  tag: 5,
  ...rest,
})
const bond = (rest: object): object => ({
  kind: 'bond.set',
  bondKind: 'ovs',
  bridge: 'br0',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  mode: 'balance-slb',
  ...rest,
})

describe('parseIntents', () => {
  it.each([
    [vlan({ tag: 0 }), '0.tag: 0 is reserved'],
    [vlan({ tag: 4095 }), '0.tag: 4095 is reserved'],
    [vlan({ tag: 5000 }), '0.tag: 5000 is too large'],
    [vlan({ tag: undefined }), '0.tag: Mode access needs one VLAN'],
    [vlan({ trunks: '7' }), '0.trunks: Mode access carries no list'],
    [vlan({ mode: 'trunk', tag: undefined, trunks: '1-' }), '0.trunks: "1-" is not a VLAN or a range'],
    [vlan({ mode: 'trunk', tag: undefined, trunks: '125,126,125' }), '0.trunks: VLAN 125 is listed twice'],
    [vlan({ mode: 'trunk', tag: undefined, trunks: '100-110,105' }), '0.trunks: VLAN 105 is listed twice'],
    [vlan({ mode: 'trunk', tag: undefined, trunks: '' }), '0.trunks: No VLAN is listed'],
    [vlan({ mode: 'trunk', tag: undefined }), '0.trunks: Mode trunk needs the VLANs'],
    [{ kind: 'ovsBridge.set', name: 'a-name-of-16-byte' }, '0.name: "a-name-of-16-byte" has 17 characters'],
    [{ kind: 'ovsBridge.set', name: '-rf' }, 'begins with "-"'],
    [{ kind: 'ovsBridge.set', name: 'br0;reboot' }, 'holds a character'],
    [{ kind: 'ovsBridge.set', name: 'br0', controllers: ['tcp:1.2.3.4 --'] }, '0.controllers.0'],
    [{ kind: 'ovsBridge.set', name: 'br0', colour: 'red' }, 'colour'],
    [bond({ members: ['eth1'] }), '0.members: A bond needs at least two members'],
    [bond({ members: [] }), '0.members: A bond needs at least two members'],
    [bond({ members: ['eth1', 'eth1'] }), '0.members: A member is listed twice'],
    [bond({ mode: '802.3ad' }), '0.mode'],
    [
      { kind: 'address.set', link: 'br0', addresses: ['10.0.0.0/24'] },
      '0.addresses.0: 10.0.0.0/24 is the network address',
    ],
    [
      { kind: 'guestNic.attach', guest: 'g', mac: '01:00:5e:00:00:01', target: { network: 'n' } },
      '0.mac: 01:00:5e:00:00:01 is a multicast address',
    ],
    [{ kind: 'guestNic.attach', guest: 'g', target: {} }, '0.target: Wanted where the NIC goes'],
    [
      { kind: 'network.set', name: 'n', forward: 'bridge', bridge: 'br0', dev: 'eth1' },
      '0.bridge: Forward mode bridge needs a bridge',
    ],
    [{ kind: 'network.set', name: 'n', forward: 'vepa', bridge: 'br0' }, '0.bridge: Forward mode vepa makes macvtaps'],
    [{ kind: 'network.set', name: '<x>', forward: 'none' }, '0.name: "<x>" cannot be a name here'],
    [
      { kind: 'portgroup.set', network: 'n', name: 'p', vlan: { mode: 'trunk', tags: '5,6', nativeTag: 7 } },
      '0.vlan.nativeTag: Native VLAN 7 is not among the tags',
    ],
    [
      { kind: 'port.set', bridge: 'b', name: 'v', type: 'vxlan', options: { remote_ip: 'somewhere' } },
      '0.options.remote_ip: "somewhere" is not an IP address',
    ],
    [{ kind: 'rm.everything' }, '0.kind'],
    ['nonsense', '0: '],
  ])('refuses %j', (intent, message) => {
    expect(issueOf(intent)).toContain(message)
  })

  it.each([
    vlan({}),
    vlan({ mode: 'native-untagged', tag: 1, trunks: '125,126' }),
    vlan({ mode: 'trunk', tag: undefined, trunks: 'all' }),
    bond({ lacp: 'active', lacpTime: 'fast' }),
    { kind: 'guestNic.attach', guest: 'g', mac: '52-54-00-AA-00-01', target: { dev: 'eth3', mode: 'vepa' } },
  ])('accepts %j', (intent) => {
    expect(issueOf(intent)).toBe('accepted')
  })

  it('takes its own output again', () => {
    const first = parseIntents([
      vlan({ mode: 'trunk', tag: undefined, trunks: '100-102' }),
      { kind: 'guestNic.attach', guest: 'g', mac: '52-54-00-AA-00-01', target: { network: 'n' } },
    ])
    expect(first.ok && parseIntents(JSON.parse(JSON.stringify(first.intents)))).toEqual(first)
  })

  it('refuses more edits than one change may have, and none', () => {
    expect(parseIntents([]).ok).toBe(false)
    expect(parseIntents(Array.from({ length: 201 }, () => vlan({}))).ok).toBe(false)
    expect(parseIntents(null).ok).toBe(false)
  })

  it('takes its own answer again, so that the edits of a change can be planned anew', () => {
    const mirror = { kind: 'mirror.set', bridge: 'br0', name: 'm1', selectAll: true, outputPort: 'p1' }
    const tunnel = vlan({ mode: 'dot1q-tunnel', customerVlans: '' })
    fc.assert(
      fc.property(fc.oneof(switchIntent, fc.constantFrom<unknown>(mirror, tunnel)), (intent) => {
        const once = parseIntents([intent])
        if (once.ok) expect(parseIntents(once.intents)).toEqual(once)
      }),
      { numRuns: 300 },
    )
  })
})
