import { describe, expect, it } from 'vitest'
import { SimHost } from '../../simhost/sim-host'
import { guest, management, network, networkNic, nic } from '../../simhost/hosts/build'
import type { NetworkState } from '../model/network-state'
import { definitionsOf, FAILED, observeCommandHost } from '../plan/testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { ObjectRef } from '../objects/object-ref'
import type { PlanContext } from '../plan/plan-change'
import { planChange } from '../plan/plan-change'
import type { Plan } from '../plan/step'
import { adopt, DesiredObject, desiredOf } from './desired'
import { findDrift } from './drift'
import { planDesired } from './plan-desired'

const ADDRESS = '192.0.2.31'
const MAC = '52:54:00:aa:00:01'

function newHost(): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name, {})
  guest(host.machine, { name: 'web1', nics: [], state: 'shut off' })
  return host
}
const observe = (host: SimHost): NetworkState => observeCommandHost(host, ADDRESS)
const contextOf = (host: SimHost, state: NetworkState): PlanContext => ({ xml: definitionsOf(host, state) })

function perform(host: SimHost, { steps }: Plan): void {
  for (const { run } of steps)
    expect({ line: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0 })
}

const EDITS: IntentInput[] = [
  { kind: 'ovsBridge.set', name: 'ovsbr1', failMode: 'secure', rstp: true },
  { kind: 'port.set', bridge: 'ovsbr1', name: 'eth2', type: 'system' },
  { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'eth2', mode: 'native-untagged', tag: 1, trunks: '125,126' },
  { kind: 'linuxBridge.set', name: 'br9', ports: ['eth3'] },
  { kind: 'vlanLink.set', parent: 'eth4', vlanId: 7 },
  { kind: 'address.set', link: 'br9', addresses: ['10.9.0.1/24'] },
  { kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr1' },
  { kind: 'portgroup.set', network: 'ovs-net', name: 'p125', isDefault: true, vlan: { mode: 'access', tag: 125 } },
  { kind: 'guestNic.attach', guest: 'web1', mac: MAC, target: { network: 'ovs-net', portgroup: 'p125' } },
]

/** All of EDITS carried out, and what that wants from now on: through JSON, as it is stored. */
function managedHost(): { host: SimHost; desired: DesiredObject[] } {
  const host = newHost()
  const before = observe(host)
  const intents = parseIntents(EDITS)
  const planned = intents.ok ? planChange(before, intents.intents, contextOf(host, before)) : intents
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  perform(host, planned.plan)
  const desired = desiredOf(planned.plan, definitionsOf(host, observe(host)))
  return { host, desired: desired.map((object) => DesiredObject.parse(JSON.parse(JSON.stringify(object)))) }
}

const drifted = (host: SimHost, desired: readonly DesiredObject[]): string[] =>
  findDrift(desired, observe(host)).flatMap(({ what, lines }) => lines.map((line) => `${what}: ${line}`))

describe('findDrift', () => {
  it('finds none right after the change, nor when the guest starts and stops', () => {
    const { host, desired } = managedHost()
    expect(drifted(host, desired)).toEqual([])
    host.run(['virsh', 'start', 'web1'])
    expect(drifted(host, desired)).toEqual([])
    host.run(['virsh', 'destroy', 'web1'])
    expect(drifted(host, desired)).toEqual([])
  })

  const OUTSIDE: [string, string[][], string[]][] = [
    [
      'a VLAN',
      [['ovs-vsctl', 'set', 'Port', 'eth2', 'tag=30', 'trunks=125']],
      ['OVS port eth2 of ovsbr1: tag 1 wanted, 30 found', 'OVS port eth2 of ovsbr1: trunks 125, 126 wanted, 125 found'],
    ],
    [
      'a fail mode',
      [['ovs-vsctl', 'del-fail-mode', 'ovsbr1']],
      ['OVS bridge ovsbr1: fail mode secure wanted, none found'],
    ],
    ['a port', [['ovs-vsctl', 'del-port', 'ovsbr1', 'eth2']], ['OVS port eth2 of ovsbr1: it is wanted, and not there']],
    [
      'a Linux bridge port',
      [['ip', 'link', 'set', 'dev', 'eth3', 'nomaster']],
      ['link eth3: bridge or bond br9 wanted, none found'],
    ],
    [
      'an address',
      [['ip', 'addr', 'add', '10.9.0.2/24', 'dev', 'br9']],
      ['link br9: addresses 10.9.0.1/24 wanted, 10.9.0.1/24, 10.9.0.2/24 found'],
    ],
    ['a VLAN link', [['ip', 'link', 'del', 'dev', 'eth4.7']], ['link eth4.7: it is wanted, and not there']],
    [
      'a portgroup',
      ['--live', '--config'].map((flag) => [
        ...['virsh', 'net-update', 'ovs-net', 'modify', 'portgroup', '--xml'],
        ...["<portgroup name='p125'><vlan><tag id='30'/></vlan></portgroup>", flag],
      ]),
      ['libvirt network ovs-net: portgroup p125 access 125, default wanted, access 30 found'],
    ],
    [
      'a network',
      [
        ['virsh', 'net-destroy', 'ovs-net'],
        ['virsh', 'net-undefine', 'ovs-net'],
      ],
      ['libvirt network ovs-net: it is wanted, and not there'],
    ],
    [
      'a mark of a network',
      [['virsh', 'net-autostart', 'ovs-net', '--disable']],
      ['libvirt network ovs-net: start at boot yes wanted, no found'],
    ],
    [
      'a guest NIC',
      [['virsh', 'detach-interface', 'web1', 'network', '--mac', MAC, '--config']],
      [`guest NIC ${MAC} of UUID: web1 has no such NIC`],
    ],
  ]
  it.each(OUTSIDE)('tells of %s that somebody changed, and pushes ours', (_, commands, lines) => {
    const { host, desired } = managedHost()
    const uuid = observe(host).guests[0]?.uuid ?? ''
    for (const argv of commands) expect({ argv, ...host.run(argv) }).toMatchObject({ status: 0 })
    expect(drifted(host, desired)).toEqual(lines.map((line) => line.replace('UUID', uuid)))
    const state = observe(host)
    const planned = planDesired(state, desired, contextOf(host, state))
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    perform(host, planned.plan)
    expect(drifted(host, desired)).toEqual([])
  })

  it('tells of what is there again, and takes it away', () => {
    const { host } = managedHost()
    const refs: ObjectRef[] = [
      { kind: 'link', owner: null, name: 'eth4.9' },
      { kind: 'ovs-bridge', owner: null, name: 'br7' },
    ]
    const desired = adopt(observe(host), refs, { networks: {}, guests: {} })
    expect(desired.map(({ value }) => value)).toEqual([null, null])
    host.run(['ip', 'link', 'add', 'link', 'eth4', 'name', 'eth4.9', 'type', 'vlan', 'id', '9'])
    expect(drifted(host, desired)).toEqual(['link eth4.9: it is there, and wanted absent'])
    const state = observe(host)
    const planned = planDesired(state, desired, contextOf(host, state))
    expect(planned.ok && planned.plan.steps.map(({ run }) => run.argv.join(' '))).toEqual(['ip link del dev eth4.9'])
  })

  it('does not judge what could not be read', () => {
    const { host, desired } = managedHost()
    const state = observe(host)
    const unread = observeCommandHost(host, ADDRESS, { 'ovs.database': FAILED })
    expect(unread.ovs).toBeNull()
    expect(findDrift(desired, unread)).toEqual([])
    const pushed = planDesired(unread, desired, contextOf(host, state))
    expect(pushed.ok ? [] : pushed.issues.map(({ code }) => code)).toContain('source_unread')
    expect(findDrift(desired, { ...state, ovs: null }).map(({ kind }) => kind)).toContain('missing')
  })
})

describe('planDesired', () => {
  it('judges a NIC whose port was switched over by what its port carries, not by the portgroup it still names', () => {
    const { host } = managedHost()
    host.run(['virsh', 'start', 'web1'])
    const planOf = (edits: IntentInput[]): Plan => {
      const state = observe(host)
      const intents = parseIntents(edits)
      const planned = intents.ok ? planChange(state, intents.intents, contextOf(host, state)) : intents
      if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
      return planned.plan
    }
    perform(
      host,
      planOf([{ kind: 'portgroup.set', network: 'ovs-net', name: 'p126', vlan: { mode: 'access', tag: 126 } }]),
    )
    const target = { network: 'ovs-net', portgroup: 'p126' }
    const moved = planOf([{ kind: 'guestNic.move', guest: 'web1', nic: MAC, target, how: 'replug' }])
    const desired = desiredOf(moved, contextOf(host, observe(host)).xml)
    expect(drifted(host, desired)).toContainEqual(expect.stringContaining('portgroup p126 wanted'))
    const pushed = planDesired(observe(host), desired, contextOf(host, observe(host)))
    if (!pushed.ok) throw new Error(JSON.stringify(pushed.issues))
    perform(host, pushed.plan)
    expect(drifted(host, desired)).toEqual([])
    const port = observe(host).guests[0]?.nics[0]?.running?.target ?? ''
    host.run(['ovs-vsctl', 'set', 'Port', port, 'tag=99'])
    expect(drifted(host, desired)).toContainEqual(expect.stringContaining('portgroup p126 wanted'))
  })

  it('brings the VLAN of a fake bridge back, and its ports with it, whatever of them is pushed', () => {
    const host = newHost()
    host.run(['ovs-vsctl', 'add-br', 'ovsbr1'])
    const before = observe(host)
    const edits = parseIntents([
      { kind: 'ovsBridge.set', name: 'v125', fakeParent: { parent: 'ovsbr1', vlan: 125 } },
      { kind: 'port.set', bridge: 'v125', name: 'eth2', type: 'system' },
    ])
    const made = edits.ok ? planChange(before, edits.intents, contextOf(host, before)) : edits
    if (!made.ok) throw new Error(JSON.stringify(made.issues))
    perform(host, made.plan)
    const desired = desiredOf(made.plan, contextOf(host, observe(host)).xml)
    const fake = desired.filter(({ ref }) => ref.kind === 'ovs-fake-bridge')
    expect(fake).toHaveLength(1)
    for (const wanted of [fake, desired]) {
      host.run(['ovs-vsctl', 'set', 'Port', 'v125', 'tag=30'])
      expect(drifted(host, wanted)).toContainEqual(expect.stringContaining('VLAN 125 wanted, 30 found'))
      const pushed = planDesired(observe(host), wanted, contextOf(host, observe(host)))
      if (!pushed.ok) throw new Error(JSON.stringify(pushed.issues))
      expect(pushed.plan.steps.map(({ run }) => run.argv.join(' '))).toEqual([
        'ovs-vsctl --timeout=20 -- set Port v125 tag=125',
      ])
      perform(host, pushed.plan)
      expect(drifted(host, desired)).toEqual([])
      expect(observe(host).ovs?.bridges[0]?.fakeBridges[0]).toMatchObject({ vlanId: 125, ports: ['eth2'] })
    }
  })

  it('leaves beside what drifted all as it is found', () => {
    const { host, desired } = managedHost()
    host.run([
      'ovs-vsctl',
      'set',
      'Port',
      'eth2',
      'tag=30',
      '--',
      'set',
      'Bridge',
      'ovsbr1',
      'mcast_snooping_enable=true',
    ])
    const state = observe(host)
    const planned = planDesired(state, desired, contextOf(host, state))
    expect(planned.ok && planned.plan.steps.map(({ summary }) => summary)).toEqual([
      'Set port eth2 of ovsbr1: native-untagged 30 of 125, 126 → native-untagged 1 of 125, 126',
    ])
  })

  it.each<[string, (state: NetworkState) => NetworkState, string]>([
    [
      'a NIC that is not there',
      (state) => ({ ...state, links: state.links.filter(({ name }) => name !== 'eth3') }),
      'link:eth3 unknown_link',
    ],
    [
      'a link that is of another kind',
      (state) => ({
        ...state,
        links: state.links.map((link) => (link.name === 'br9' ? { ...link, kind: 'dummy', bridge: null } : link)),
      }),
      'link:br9 wrong_kind',
    ],
    [
      'a NIC of a guest that is gone',
      (state) => ({ ...state, guests: [] }),
      'guest-nic:UUID/52:54:00:aa:00:01.guest unknown_guest',
    ],
  ])('refuses to push %s', (_, meanwhile, issue) => {
    const { host, desired } = managedHost()
    const state = observe(host)
    const planned = planDesired(meanwhile(state), desired, contextOf(host, state))
    const uuid = state.guests[0]?.uuid ?? ''
    expect(planned.ok ? [] : planned.issues.map(({ path, code }) => `${path} ${code}`)).toContain(
      issue.replace('UUID', uuid),
    )
  })
})

describe('adopt', () => {
  it('takes what runs now, once each, and no taps of guests', () => {
    const host = newHost()
    host.run(['ovs-vsctl', 'add-br', 'ovsbr1'])
    network(
      host.machine,
      'n1',
      `<network><name>n1</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/></network>`,
    )
    guest(host.machine, { name: 'db1', nics: [networkNic('n1', undefined, '52:54:00:aa:00:07')] })
    const state = observe(host)
    const tap = state.guests.find(({ name }) => name === 'db1')?.nics[0]?.running?.target ?? ''
    const refs: ObjectRef[] = [
      { kind: 'ovs-bridge', owner: null, name: 'ovsbr1' },
      { kind: 'ovs-bridge', owner: null, name: 'ovsbr1' },
      { kind: 'ovs-port', owner: 'ovsbr1', name: tap },
      { kind: 'link', owner: null, name: tap },
      { kind: 'network', owner: null, name: 'n1' },
    ]
    const desired = adopt(state, refs, definitionsOf(host, state))
    expect(desired.map(({ ref }) => `${ref.kind} ${ref.name}`)).toEqual(['ovs-bridge ovsbr1', 'network n1'])
    expect(desired[1]?.definition?.stored).toContain('<name>n1</name>')
    expect(findDrift(desired, state)).toEqual([])
  })
})

describe('DesiredObject', () => {
  it('refuses a value of another kind than its reference', () => {
    const result = DesiredObject.safeParse({ ref: { kind: 'route', owner: null, name: 'x' }, value: { name: 'eth0' } })
    expect(result.success).toBe(false)
  })
})
