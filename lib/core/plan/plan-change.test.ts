import { describe, expect, it } from 'vitest'
import * as make from '../topology/testing/fixtures'
import type { NetworkState } from '../model/network-state'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import { NO_XML, planChange, stalenessOf } from './plan-change'
import type { PlanContext, Planned } from './plan-change'
import { simulatePlan } from './simulate'

const plan = (state: NetworkState, input: IntentInput[], context: Partial<PlanContext> = {}): Planned => {
  const parsed = parseIntents(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml: NO_XML, ...context })
}
const codes = (planned: Planned): string[] =>
  planned.ok ? [] : planned.issues.map(({ path, code }) => `${path} ${code}`)

const NET = (portgroups: string, active = true) =>
  `<network${active ? " connections='1'" : ''}><name>ovsnet</name><forward mode='bridge'/><bridge name='br-ovs'/><virtualport type='openvswitch'/>${portgroups}</network>`
const GUEST = (acpi: string) =>
  `<domain type='kvm' id='3'><name>web1</name><features>${acpi}</features><devices><interface type='bridge'><mac address='52:54:00:00:00:01'/><source network='ovsnet' portgroup='p125' bridge='br-ovs'/><target dev='vnet0'/><model type='virtio'/></interface></devices></domain>`

/** Management on mgmt0; br-ovs with uplink eth1 and guest web1; br0 with eth2; free NICs eth3 to eth6. */
const host = (): NetworkState =>
  make.hostState({
    management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['mgmt0'] },
    links: [
      make.nic('mgmt0', { addresses: [make.address('192.0.2.31/24')] }),
      make.nic('eth1', { master: 'ovs-system' }),
      make.nic('eth2', { master: 'br0', ...make.filteredPort(make.trunk()), bridgePort: null }),
      ...['eth3', 'eth4', 'eth5', 'eth6'].map((name) => make.nic(name)),
      make.linuxBridge('br0'),
      make.tap('vnet0', 'ovs-system'),
      make.link('br-ovs', 'ovs-internal'),
      make.macvtap('macvtap0', 'eth6', 'bridge'),
    ],
    bridges: [
      make.ovsBridge('br-ovs', [
        make.ovsPort('eth1'),
        make.ovsPort('vnet0', make.access(125)),
        make.internalPort('int0'),
      ]),
    ],
    networks: [
      make.network('ovsnet', {
        bridge: 'br-ovs',
        virtualPort: 'openvswitch',
        portgroups: [make.portgroup('p125', [125], true), make.portgroup('free', [7])],
      }),
    ],
    guests: [
      make.guest('web1', [
        make.guestNic('net0', '52:54:00:00:00:01', make.onNetwork('ovsnet', 'p125'), 'vnet0', make.libvirtVlan(125)),
      ]),
      make.guest('old1', [make.guestNic('net0', '52:54:00:00:00:09', make.onNetwork('ovsnet', 'p125'), 'vnet9')], {
        hasAcpi: false,
      }),
      make.guest('qemu', [], { uuid: 'pid:77', manager: 'qemu-process', state: 'running' }),
    ],
  })

const xml = {
  networks: {
    ovsnet: {
      running: NET("<portgroup name='p125' default='yes'><vlan><tag id='125'/></vlan></portgroup>"),
      stored: NET("<portgroup name='p125' default='yes'><vlan><tag id='125'/></vlan></portgroup>", false),
    },
  },
  guests: {
    'uuid-web1': { running: GUEST('<acpi/>'), stored: GUEST('<acpi/>') },
    'uuid-old1': { running: GUEST(''), stored: GUEST('') },
  },
}

describe('planChange refuses, before the host is touched', () => {
  const bond = (members: string[], rest: object = {}): IntentInput =>
    ({
      kind: 'bond.set',
      bondKind: 'ovs',
      bridge: 'br-ovs',
      name: 'bond0',
      members,
      mode: 'active-backup',
      ...rest,
    }) as IntentInput
  const attach = (guest: string, rest: object = {}): IntentInput =>
    ({ kind: 'guestNic.attach', guest, target: { network: 'ovsnet', portgroup: 'p125' }, ...rest }) as IntentInput
  const cases: [string, IntentInput, string][] = [
    ['a bridge named like a NIC', { kind: 'ovsBridge.set', name: 'eth3' }, '0.name name_taken'],
    ['a Linux bridge named like an OVS one', { kind: 'linuxBridge.set', name: 'br-ovs' }, '0.name name_taken'],
    ['an OVS bridge named like a Linux one', { kind: 'ovsBridge.set', name: 'br0' }, '0.name name_taken'],
    ['a bond named like a bridge', bond(['eth3', 'eth4'], { name: 'br0' }), '0.name name_taken'],
    ['a member that is in another bridge', bond(['eth2', 'eth3']), '0.members.0 member_taken'],
    ['a member that is a port already', bond(['eth3', 'eth1']), '0.members.1 member_taken'],
    ['a member that carries the management address', bond(['mgmt0', 'eth3']), '0.members.0 management_link'],
    ['an uplink that a macvtap stands on', { kind: 'uplink.move', nic: 'eth6', bridge: 'br0' }, '0.nic link_in_use'],
    ['a member that does not exist', bond(['eth3', 'eth99']), '0.members.1 unknown_link'],
    ["a member that is a guest's tap", bond(['vnet0', 'eth3']), '0.members.0 wrong_kind'],
    ['a primary that is no member', bond(['eth3', 'eth4'], { primary: 'eth5' }), '0.primary not_a_member'],
    ['balance-tcp without LACP', bond(['eth3', 'eth4'], { mode: 'balance-tcp' }), '0.lacp conflict'],
    [
      'the management NIC as a plain port',
      { kind: 'port.set', bridge: 'br0', name: 'mgmt0', type: 'system' },
      '0.name management_link',
    ],
    [
      'a tunnel on a Linux bridge',
      { kind: 'port.set', bridge: 'br0', name: 'vx0', type: 'vxlan', options: { remote_ip: '192.0.2.9' } },
      '0.type wrong_kind',
    ],
    [
      'a tunnel to nowhere',
      { kind: 'port.set', bridge: 'br-ovs', name: 'vx0', type: 'vxlan' },
      '0.options.remote_ip invalid_option',
    ],
    [
      'a bridge with a running guest being removed',
      { kind: 'ovsBridge.remove', name: 'br-ovs' },
      '0.name bridge_in_use',
    ],
    ["a guest's port being removed", { kind: 'port.remove', bridge: 'br-ovs', name: 'vnet0' }, '0.name guest_port'],
    [
      "the bridge's own port being removed",
      { kind: 'port.remove', bridge: 'br-ovs', name: 'br-ovs' },
      '0.name local_port',
    ],
    [
      'VLANs on a bridge that does not filter',
      { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 5 },
      '0.bridge not_filtering',
    ],
    [
      'a port that is not there',
      { kind: 'portVlan.set', bridge: 'br-ovs', port: 'eth5', mode: 'access', tag: 5 },
      '0.port unknown_port',
    ],
    ['an address on a port', { kind: 'address.set', link: 'eth1', addresses: ['10.0.0.1/24'] }, '0.link enslaved'],
    [
      'an address that is taken',
      { kind: 'address.set', link: 'eth3', addresses: ['192.0.2.31/24'] },
      '0.addresses.0 address_taken',
    ],
    [
      'a gateway that is out of reach',
      { kind: 'address.set', link: 'eth3', addresses: ['10.0.0.1/24'], gateway: '10.1.0.1' },
      '0.gateway unreachable',
    ],
    [
      'a macvtap on a bridge port',
      { kind: 'macvtap.set', name: 'mv1', lower: 'eth2', mode: 'bridge' },
      '0.lower member_taken',
    ],
    [
      'passthru beside others',
      { kind: 'macvtap.set', name: 'mv1', lower: 'eth6', mode: 'passthru' },
      '0.mode conflict',
    ],
    [
      'an uplink move without a bridge',
      { kind: 'uplink.move', nic: 'mgmt0', bridge: 'nobr' },
      '0.bridge unknown_bridge',
    ],
    ['an unknown guest', attach('nobody'), '0.guest unknown_guest'],
    ['a guest that libvirt does not know', attach('qemu'), '0.guest not_manageable'],
    ['a guest without ACPI, live', attach('old1'), '0.guest no_acpi'],
    ['a MAC that is taken', attach('web1', { mac: '52:54:00:00:00:09' }), '0.mac mac_taken'],
    ['a MAC that is taken on another host', attach('web1', { mac: '52:54:00:00:00:77' }), '0.mac mac_taken'],
    [
      'an unknown portgroup',
      attach('web1', { target: { network: 'ovsnet', portgroup: 'p9' } }),
      '0.target.portgroup unknown_portgroup',
    ],
    ['an unknown network', attach('web1', { target: { network: 'nonet' } }), '0.target.network unknown_network'],
    ['an unknown NIC', { kind: 'guestNic.detach', guest: 'web1', nic: 'net7' }, '0.nic unknown_nic'],
    [
      'a link that libvirt 9 cannot set',
      { kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', state: 'down' },
      '0.scope not_live',
    ],
    [
      'a move that must be live and cannot',
      { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { dev: 'eth6', mode: 'bridge' }, how: 'live' },
      '0.how not_live',
    ],
    [
      'a portgroup in use being removed',
      { kind: 'portgroup.remove', network: 'ovsnet', name: 'p125' },
      '0.name portgroup_in_use',
    ],
    [
      'a network with running guests being stopped',
      { kind: 'network.set', name: 'ovsnet', forward: 'bridge', bridge: 'br-ovs', active: false },
      '0.active network_in_use',
    ],
    [
      'a network with running guests being removed',
      { kind: 'network.remove', name: 'ovsnet' },
      '0.name network_in_use',
    ],
    [
      'a network over a bridge that is not there',
      { kind: 'network.set', name: 'n2', forward: 'bridge', bridge: 'nobr' },
      '0.bridge unknown_bridge',
    ],
  ]
  it.each(cases)('%s', (_, intent, wanted) => {
    const planned = plan(host(), [intent], { xml, macsElsewhere: { '52:54:00:00:00:77': 'guest db7 on kvm2' } })
    expect(codes(planned)).toContain(wanted)
  })

  it('says what was wanted, found and what would be right', () => {
    const planned = plan(host(), [bond(['eth2', 'eth3'])])
    expect(planned.ok ? [] : planned.issues.map(({ message }) => message)).toEqual([
      'eth2 is already a port of br0: take it out there first, or let this change take it',
    ])
  })

  it('anything about libvirt whose definition is not at hand', () => {
    expect(codes(plan(host(), [attach('web1')]))).toEqual(['0.guest xml_missing'])
    expect(
      codes(plan(host(), [{ kind: 'portgroup.set', network: 'ovsnet', name: 'x', vlan: { mode: 'none' } }])),
    ).toEqual(['0.network xml_missing'])
  })

  it('objects with names that commands cannot carry', () => {
    const odd = make.hostState({ links: [make.nic('eth0 ;x'), make.linuxBridge('br0')] })
    expect(codes(plan(odd, [{ kind: 'port.set', bridge: 'br0', name: 'eth9', type: 'system' }]))).toEqual([
      '0.name unknown_link',
    ])
    expect(codes(plan(odd, [{ kind: 'linuxBridge.set', name: 'br0', ports: ['eth0 ;x'] }]))).toEqual([
      '0.ports.0 not_manageable',
    ])
  })
})

describe('planChange', () => {
  it('lets later edits see earlier ones', () => {
    const planned = plan(host(), [
      { kind: 'linuxBridge.set', name: 'br0', ports: [] },
      { kind: 'bond.set', bondKind: 'linux', name: 'bond9', members: ['eth2', 'eth3'], mode: 'active-backup' },
    ])
    expect(planned.ok && planned.plan.steps.map(({ summary }) => summary)).toEqual([
      'Take eth2 out of br0',
      'Create bond bond9',
      'Set bond9 up',
      'Put eth2 into bond9 (1 of 2)',
      'Put eth2 into bond9 (2 of 2)',
      'Put eth3 into bond9 (1 of 2)',
      'Put eth3 into bond9 (2 of 2)',
    ])
  })

  it('gives a bond its MAC back when its members come back', () => {
    const mac = '52:54:00:00:0b:0d'
    const before = make.hostState({
      links: [
        ...make.kernelBond('bond9', 'active-backup', ['eth2', 'eth3'], { mac }),
        ...['eth4', 'eth5'].map((name) => make.nic(name)),
      ],
    })
    const members = ['eth4', 'eth5']
    const planned = plan(before, [
      { kind: 'bond.set', bondKind: 'linux', name: 'bond9', members, mode: 'active-backup' },
    ])
    const undone = planned.ok
      ? planned.plan.steps.map(({ undo }) => (undo ?? []).map(({ argv }) => argv.join(' ')))
      : []
    for (const name of ['eth2', 'eth3'])
      expect(undone).toContainEqual(
        expect.arrayContaining([`ip link set dev ${name} master bond9`, `ip link set dev bond9 address ${mac}`]),
      )
  })

  describe('settings of a bond', () => {
    const members = ['eth4', 'eth5']
    const ofSwitch = (settings: object): IntentInput =>
      ({
        kind: 'bond.set',
        bondKind: 'ovs',
        bridge: 'br-ovs',
        name: 'bond0',
        members,
        mode: 'active-backup',
        lacp: 'active',
        ...settings,
      }) as IntentInput
    const ofKernel = (settings: object): IntentInput =>
      ({
        kind: 'bond.set',
        bondKind: 'linux',
        name: 'bond9',
        members,
        mode: 'active-backup',
        ...settings,
      }) as IntentInput
    const all = { lacpTime: 'fast', detectMode: 'miimon', fallbackActiveBackup: true, primary: 'eth5' }
    const after = (state: NetworkState, intent: IntentInput): NetworkState => {
      const planned = plan(state, [intent])
      if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
      return simulatePlan(state, planned.plan)
    }
    const configOf = (state: NetworkState) =>
      state.ovs?.bridges.flatMap(({ ports }) => ports).find(({ name }) => name === 'bond0')?.otherConfig
    const primaryOf = (state: NetworkState) => state.links.find(({ name }) => name === 'bond9')?.bond?.primary

    it('stay as they are where nothing is said of them, and go where null is', () => {
      const set = after(host(), ofSwitch(all))
      expect(configOf(after(set, ofSwitch({ detectMode: 'carrier' })))).toEqual({
        ...configOf(set),
        'bond-detect-mode': 'carrier',
      })
      const cleared = { lacpTime: null, detectMode: null, fallbackActiveBackup: null, primary: null }
      expect(configOf(after(set, ofSwitch(cleared)))).toEqual({})
      const kernel = after(host(), ofKernel({ primary: 'eth5' }))
      expect(primaryOf(after(kernel, ofKernel({})))).toBe('eth5')
      expect(primaryOf(after(kernel, ofKernel({ primary: null })))).toBeNull()
    })

    it('lose a primary before the mode that has none: afterwards the kernel refuses', () => {
      const planned = plan(after(host(), ofKernel({ primary: 'eth5' })), [ofKernel({ mode: '802.3ad' })])
      const lines = planned.ok ? planned.plan.steps.map(({ run }) => run.argv.join(' ')) : []
      const cleared = lines.indexOf('tee /sys/class/net/bond9/bonding/primary')
      expect(cleared).toBeGreaterThanOrEqual(0)
      expect(cleared).toBeLessThan(lines.findIndex((line) => line.includes('mode 802.3ad')))
      expect(cleared).toBeLessThan(lines.findIndex((line) => line.includes('nomaster')))
    })

    it('have no primary that is no member any more', () => {
      const kernel = after(host(), ofKernel({ primary: 'eth5' }))
      expect(primaryOf(after(kernel, ofKernel({ members: ['eth3', 'eth4'] })))).toBeNull()
    })
  })

  it("clears a tunnel's options where null is said, and keeps those of which nothing is", () => {
    const tunnel = (options: object): IntentInput => ({
      ...{ kind: 'port.set', bridge: 'br-ovs', name: 'gre0', type: 'gre' },
      options: { remote_ip: '192.0.2.9', ...options },
    })
    const optionsAfter = (...edits: IntentInput[]) => {
      const { ovs } = edits.reduce((state, edit) => {
        const planned = plan(state, [edit])
        if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
        return simulatePlan(state, planned.plan)
      }, host())
      return ovs?.bridges.flatMap(({ ports }) => ports).find(({ name }) => name === 'gre0')?.interfaces[0]?.options
    }
    const all = tunnel({ key: '77', local_ip: '192.0.2.31' })
    expect(optionsAfter(all, tunnel({}))).toEqual({ remote_ip: '192.0.2.9', key: '77', local_ip: '192.0.2.31' })
    expect(optionsAfter(all, tunnel({ key: null, local_ip: null }))).toEqual({ remote_ip: '192.0.2.9' })
  })

  it('tells which guests blink, and for how long', () => {
    const planned = plan(host(), [{ kind: 'ovsBridge.set', name: 'br-ovs', stp: true }])
    expect(planned.ok && planned.plan.guestsDisrupted).toEqual([
      {
        guest: 'uuid-web1',
        guestName: 'web1',
        nic: 'net0',
        how: 'blink',
        seconds: 30,
        why: 'spanning tree starts on br-ovs',
      },
    ])
    expect(planned.ok && planned.plan.timeoutSeconds).toBe(63)
  })

  it('plugs no NIC of a running guest into a network that does not run', () => {
    const off = make.network('off', { bridge: 'br-ovs', virtualPort: 'openvswitch', isActive: false })
    const { libvirt, ...rest } = host()
    if (libvirt === null) throw new Error('no libvirt')
    const state = { ...rest, libvirt: { ...libvirt, networks: [...libvirt.networks, off] } }
    const target = { network: 'off' }
    const move = (how: 'auto' | 'power cycle'): IntentInput[] => [
      { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target, how },
    ]
    expect(codes(plan(state, move('auto'), { xml }))).toEqual(['0.target.network network_not_active'])
    expect(codes(plan(state, move('power cycle'), { xml }))).toEqual([])
    const attach: IntentInput[] = [{ kind: 'guestNic.attach', guest: 'web1', target }]
    expect(codes(plan(state, attach, { xml }))).toEqual(['0.target.network network_not_active'])
  })

  it('knows when the host is no longer as it was', () => {
    const before = host()
    const planned = plan(before, [{ kind: 'portVlan.set', bridge: 'br-ovs', port: 'eth1', mode: 'trunk', trunks: '5' }])
    if (!planned.ok) throw new Error('refused')
    expect(stalenessOf(planned.plan, before)).toEqual([])
    const other = plan(before, [{ kind: 'portVlan.set', bridge: 'br-ovs', port: 'eth1', mode: 'trunk', trunks: '6' }])
    const changed = other.ok ? simulatePlan(before, other.plan) : before
    expect(stalenessOf(planned.plan, changed)).toEqual(['ovs-port:br-ovs/eth1'])
    const elsewhere = plan(before, [{ kind: 'ovsBridge.set', name: 'br9' }])
    expect(stalenessOf(planned.plan, elsewhere.ok ? simulatePlan(before, elsewhere.plan) : before)).toEqual([])
  })

  it('is out of date where the way to the host is another, though none of its objects is', () => {
    const before = host()
    const move: IntentInput[] = [{ kind: 'uplink.move', nic: 'mgmt0', bridge: 'br0' }]
    const planned = plan(before, move)
    if (!planned.ok) throw new Error('refused')
    expect(planned.plan.risk.level).toBe('R2')
    expect(stalenessOf(planned.plan, before)).toEqual([])
    // As who had read the host before saw it: with the bridge of a change that has been undone.
    const links = [...before.links, make.linuxBridge('brup')]
    const stale = plan({ ...before, links, management: { ...before.management, links: ['brup', 'mgmt0'] } }, move)
    if (!stale.ok) throw new Error('refused')
    expect(stalenessOf(stale.plan, before)).toEqual(['management'])
  })

  it('warns of what a careful person would say', () => {
    const planned = plan(host(), [
      { kind: 'ovsBridge.set', name: 'br9', failMode: 'secure' },
      {
        kind: 'bond.set',
        bondKind: 'ovs',
        bridge: 'br9',
        name: 'bond0',
        members: ['eth3', 'eth4'],
        mode: 'balance-tcp',
        lacp: 'active',
      },
    ])
    expect(planned.ok && planned.plan.warnings).toEqual([
      'br9: fail mode secure without a controller forwards nothing, unless somebody installs flows',
      expect.stringContaining('bond0: LACP needs its partner on the switch'),
    ])
  })
})
