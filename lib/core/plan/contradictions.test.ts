import { describe, expect, it } from 'vitest'
import { Intent } from '../intents/intent'
import * as make from '../topology/testing/fixtures'
import { contradictions } from './contradictions'

const UUID = '8a5a8a4c-0f3a-4f0a-9d1c-000000000001'
const HOST = make.hostState({
  guests: [
    make.guest(
      'web1',
      [
        make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br1'), 'vnet0'),
        make.guestNic('net1', '52:54:00:00:00:02', make.onBridge('br1'), 'vnet1'),
      ],
      { uuid: UUID },
    ),
  ],
})
const of = (...edits: object[]) =>
  contradictions(
    HOST,
    edits.map((edit) => Intent.parse(edit)),
  ).map(({ path, message }) => `${path}: ${message}`)
const access = (port: string, tag: number) => ({ kind: 'portVlan.set', bridge: 'br0', port, mode: 'access', tag })
const bond = (rest: object) => ({
  kind: 'bond.set',
  bondKind: 'linux',
  name: 'bond0',
  members: ['eth1', 'eth2'],
  ...rest,
})

const uplink = (bridge: string) => ({ kind: 'uplink.move', nic: 'eth1', bridge })
const port = (bridge: string) => ({ kind: 'port.set', bridge, name: 'eth1', type: 'system' })

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
    [
      'one NIC by name and by address, of one guest by name and by UUID',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge: 'br1' } },
        { kind: 'guestNic.move', guest: UUID, nic: '52-54-00-00-00-01', target: { bridge: 'br2' } },
      ],
      '1.target',
    ],
    ['two bridges of one NIC', [uplink('br1'), uplink('br2')], '1.bridge'],
    ['two bridges of one port', [port('br1'), port('br2')], '1.bridge'],
    [
      'two bridges of one bond',
      [bond({ mode: 'broadcast', bridge: 'b1' }), bond({ mode: 'broadcast', bridge: 'b2' })],
      '1.bridge',
    ],
    [
      'two bridges of one network',
      [
        { kind: 'network.set', name: 'n', forward: 'bridge', bridge: 'br1' },
        { kind: 'network.set', name: 'n', forward: 'bridge', bridge: 'br2' },
      ],
      '1.bridge',
    ],
    ['a member of two', [bond({ mode: 'broadcast' }), { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2'] }], '1'],
    ['a member that moves', [bond({ mode: 'broadcast' }), { kind: 'uplink.move', nic: 'eth1', bridge: 'br1' }], '1'],
    ['a port elsewhere', [port('br1'), { kind: 'linuxBridge.set', name: 'br9', ports: ['eth1'] }], '1'],
    [
      'a VLAN link without a name, and its end',
      [
        { kind: 'vlanLink.set', parent: 'eth1', vlanId: 5 },
        { kind: 'vlanLink.remove', name: 'eth1.5' },
      ],
      '1',
    ],
    ['what stands on a bridge that goes', [port('br1'), { kind: 'ovsBridge.remove', name: 'br1' }], '1'],
    ['the VLANs of a port that goes', [access('eth1', 5), { kind: 'port.remove', bridge: 'br0', name: 'eth1' }], '1'],
    [
      'a NIC in a network that goes',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'lan' } },
        { kind: 'network.remove', name: 'lan' },
      ],
      '1',
    ],
    [
      'a NIC in a portgroup that goes',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'lan', portgroup: 'p' } },
        { kind: 'portgroup.remove', network: 'lan', name: 'p' },
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
      'two NICs of one guest',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net1', target: { bridge: 'br1' } },
        { kind: 'guestNic.move', guest: UUID, nic: '52:54:00:00:00:01', target: { bridge: 'br2' } },
      ],
    ],
    [
      'taken away and made anew',
      [
        { kind: 'linuxBridge.remove', name: 'br9' },
        { kind: 'linuxBridge.set', name: 'br9' },
      ],
    ],
    [
      'mirrors of one name on two bridges',
      ['br1', 'br2'].map((bridge) => ({
        kind: 'mirror.set',
        bridge,
        name: 'm',
        selectAll: true,
        outputVlan: bridge === 'br1' ? 5 : 6,
      })),
    ],
    [
      'what runs and what is stored',
      (['running', 'stored'] as const).map((scope) => ({
        ...{ kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', scope },
        state: scope === 'running' ? 'up' : 'down',
      })),
    ],
    ['how something is done', [bond({ mode: 'broadcast' }), bond({ mode: 'broadcast', takesMembers: true })]],
    [
      'a NIC that moves, and the end of the bridge it leaves',
      [uplink('br1'), { kind: 'linuxBridge.remove', name: 'br2' }],
    ],
    [
      'a portgroup of another network that goes',
      [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'lan', portgroup: 'p' } },
        { kind: 'portgroup.remove', network: 'wan', name: 'p' },
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
