import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../model/network-state'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import { NO_XML, planChange } from '../plan/plan-change'
import * as make from '../topology/testing/fixtures'
import type { FindingsChange } from './run-lint'
import { blockingFindings, planFindings } from './plan-findings'

/** Management on mgmt0; br-ovs with uplink eth1; br0 with uplink eth2; eth3 is free. */
const host = (): NetworkState =>
  make.hostState({
    management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['mgmt0'] },
    links: [
      make.nic('mgmt0', { addresses: [make.address('192.0.2.31/24')] }),
      make.nic('eth1', { master: 'ovs-system' }),
      make.nic('eth2', { master: 'br0' }),
      make.nic('eth3'),
      make.linuxBridge('br0'),
      make.link('br-ovs', 'ovs-internal'),
    ],
    bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1'), make.internalPort('br-ovs')])],
  })

function findingsOf(state: NetworkState, ...input: IntentInput[]): FindingsChange {
  const intents = parseIntents(input)
  const planned = intents.ok ? planChange(state, intents.intents, { xml: NO_XML }) : intents
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planFindings(state, planned.plan)
}

const SECOND: IntentInput = { kind: 'port.set', bridge: 'br-ovs', name: 'eth3', type: 'system' }

describe('planFindings', () => {
  it.each<[string, IntentInput[], string[]]>([
    ['a second uplink of an OVS bridge', [SECOND], ['L17 ovs-bridge:br-ovs eth1 eth3']],
    [
      'a second uplink of a Linux bridge',
      [{ kind: 'linuxBridge.set', name: 'br0', ports: ['eth2', 'eth3'] }],
      ['L17 linux-bridge:br0 eth2 eth3'],
    ],
    ['a second uplink with spanning tree', [{ kind: 'ovsBridge.set', name: 'br-ovs', rstp: true }, SECOND], []],
  ])('tells what the plan brings: %s', (_, intents, created) => {
    expect(findingsOf(host(), ...intents).created.map(({ key }) => key)).toEqual(created)
  })

  it.each<[string, Parameters<typeof make.hostState>[0], IntentInput, string[]]>([
    [
      'L01: the bridge with our address loses its only NIC',
      {
        management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['br0', 'eth2'] },
        links: [
          make.nic('eth2', { master: 'br0' }),
          make.linuxBridge('br0', { addresses: [make.address('192.0.2.31/24')] }),
        ],
      },
      { kind: 'linuxBridge.set', name: 'br0', ports: [] },
      ['error L01'],
    ],
    [
      "L06: a guest's port is opened to all VLANs",
      {
        bridges: [
          make.ovsBridge('br-ovs', [make.ovsPort('vnet0', make.access(5)), make.internalPort('i0', make.access(6))]),
        ],
      },
      { kind: 'portVlan.set', bridge: 'br-ovs', port: 'vnet0', mode: 'trunk', trunks: 'all' },
      ['error L06'],
    ],
    [
      'L13: a small uplink for large guests',
      { links: [make.nic('eth3'), make.tap('vnet0', 'br0', { mtuBytes: 9000 }), make.linuxBridge('br0')] },
      { kind: 'linuxBridge.set', name: 'br0', ports: ['eth3'] },
      ['error L13'],
    ],
    [
      'L15: whether the switch answers LACP cannot be known before',
      { bridges: [make.ovsBridge('br-ovs', [])], links: [make.nic('eth3'), make.nic('eth4')] },
      {
        ...{ kind: 'bond.set', bondKind: 'ovs', bridge: 'br-ovs', name: 'bond0' },
        ...{ members: ['eth3', 'eth4'], mode: 'balance-tcp', lacp: 'active' },
      },
      [],
    ],
    [
      'L26: a controller that nobody has tried',
      {},
      { kind: 'ovsBridge.set', name: 'br-ovs', controllers: ['tcp:192.0.2.5:6633'], failMode: 'secure' },
      ['warning L26'],
    ],
  ])('%s', (_, parts, intent, created) => {
    const state = make.hostState({
      guests: [make.guest('web1', [make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br-ovs'), 'vnet0')])],
      bridges: host().ovs?.bridges ?? [],
      ...parts,
    })
    expect(findingsOf(state, intent).created.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(created)
  })

  it('tells what the plan cures, and not what stays as it was', () => {
    const state = { ...host(), links: [...host().links, make.vlanLink('eth3.5', 'eth3', 5, { mtuBytes: 9000 })] }
    const loop = findingsOf(state, SECOND)
    expect(loop.solved).toEqual([])
    expect(findingsOf(state, { kind: 'vlanLink.remove', name: 'eth3.5' }).solved.map(({ rule }) => rule)).toEqual([
      'L13',
    ])
  })
})

describe('blockingFindings', () => {
  const { created } = findingsOf(host(), SECOND)
  it.each<[string, Record<string, string>, number]>([
    ['nobody knows of it', {}, 1],
    ['the finding is accepted', { 'L17 ovs-bridge:br-ovs eth1 eth3': 'the switch blocks eth3' }, 0],
    ['the rule is accepted', { L17: 'lab' }, 0],
    ['another finding is accepted', { 'L17 ovs-bridge:br1 eth1 eth3': 'lab', L15: 'lab' }, 1],
    ['no reason is given', { L17: '  ' }, 1],
  ])('blocks as long as %s', (_, accepts, count) => {
    expect(blockingFindings(created, accepts)).toHaveLength(count)
  })

  it('lets warnings pass', () => {
    expect(
      blockingFindings(
        created.map((finding) => ({ ...finding, severity: 'warning' })),
        {},
      ),
    ).toEqual([])
  })
})
