import { describe, expect, it } from 'vitest'
import { Intent } from '../intents/intent'
import { contradictions } from './contradictions'

const of = (...edits: object[]) =>
  contradictions(edits.map((edit) => Intent.parse(edit))).map(({ path, message }) => `${path}: ${message}`)
const access = (port: string, tag: number) => ({ kind: 'portVlan.set', bridge: 'br0', port, mode: 'access', tag })
const bond = (rest: object) => ({
  kind: 'bond.set',
  bondKind: 'linux',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  ...rest,
})

describe('contradictions', () => {
  it('names both edits, and the field', () => {
    expect(of(access('eth1', 5), access('eth2', 6), access('eth1', 7))).toEqual([
      '2.tag: Edit 1 (VLANs of eth1: access 5) and edit 3 (VLANs of eth1: access 7) want different things of the same object (tag): leave one of the two out',
    ])
  })

  it.each([
    ['two modes of a bond', [bond({ mode: 'active-backup' }), bond({ mode: '802.3ad' })], '1.mode'],
    [
      'made and taken away',
      [
        { kind: 'linuxBridge.set', name: 'br9' },
        { kind: 'linuxBridge.remove', name: 'br9' },
      ],
      '1',
    ],
    [
      'two places of a NIC',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge: 'br1' } },
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge: 'br2' } },
      ],
      '1.target',
    ],
    [
      'moved and taken out',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge: 'br1' } },
        { kind: 'guestNic.detach', guest: 'web1', nic: 'net0' },
      ],
      '1',
    ],
  ])('finds %s', (_, edits, path) => expect(of(...edits)[0]?.split(':')[0]).toBe(path))

  it.each([
    ['the same twice', [access('eth1', 5), access('eth1', 5)]],
    [
      'other settings of the same',
      [
        { kind: 'ovsBridge.set', name: 'b', stp: true },
        { kind: 'ovsBridge.set', name: 'b', failMode: 'secure' },
      ],
    ],
    [
      'taken away and made anew',
      [
        { kind: 'linuxBridge.remove', name: 'br9' },
        { kind: 'linuxBridge.set', name: 'br9' },
      ],
    ],
    ['two ports', [access('eth1', 5), access('eth2', 6)]],
    [
      'two new NICs',
      [
        { kind: 'guestNic.attach', guest: 'web1', target: { bridge: 'br1' } },
        { kind: 'guestNic.attach', guest: 'web1', target: { bridge: 'br2' } },
      ],
    ],
    [
      'portgroups of one name in two networks',
      [
        { kind: 'portgroup.set', network: 'a', name: 'p', vlan: { mode: 'access', tag: 5 } },
        { kind: 'portgroup.set', network: 'b', name: 'p', vlan: { mode: 'access', tag: 6 } },
      ],
    ],
  ])('leaves alone: %s', (_, edits) => expect(of(...edits)).toEqual([]))
})
