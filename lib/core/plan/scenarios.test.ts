import { describe, expect, it } from 'vitest'
import { SimHost } from '../../simhost/sim-host'
import { guest, management, network, networkNic, nic } from '../../simhost/hosts/build'
import type { NetworkState } from '../model/network-state'
import { observeHost } from '../observe/observe-host'
import { READ_COMMANDS } from '../observe/read-commands'
import { verifyPlan, verifyUndo } from '../verify/verify-plan'
import type { LibvirtXml, XmlPair } from './working-state'
import { parseIntents } from '../intents/intent'
import type { IntentInput } from '../intents/intent'
import { diffObjects } from '../objects/state-objects'
import type { PlanContext } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import { simulatePlan, simulateUndo } from './simulate'
import type { Plan } from './step'
import { undoCommands } from './step'

const ADDRESS = '192.0.2.31'

/** A host with a management NIC and four free ones, Open vSwitch, libvirt and one stopped guest. */
const bareHost = (): SimHost => {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4', 'eth5']) nic(host.machine, name, {})
  return host
}

const observe = (host: SimHost): NetworkState => {
  const facts = Object.fromEntries(
    READ_COMMANDS.map(({ id, argv }) => [
      id,
      { ...host.run(argv), isTruncated: false, isTimedOut: false, durationMs: 1 },
    ]),
  )
  return observeHost(facts, { readAtMs: 0, sshConnection: `192.0.2.1 50000 ${ADDRESS} 22` })
}

const xmlOf = (host: SimHost, state: NetworkState): LibvirtXml => {
  const read = (argv: string[], is: boolean): string | null => (is ? host.run(argv).stdout : null)
  const pairs = <T>(items: readonly T[], keyOf: (item: T) => string, pairOf: (item: T) => XmlPair) =>
    Object.fromEntries(items.map((item) => [keyOf(item), pairOf(item)]))
  return {
    networks: pairs(
      state.libvirt?.networks ?? [],
      ({ name }) => name,
      ({ name, isActive, isPersistent }) => ({
        running: read(['virsh', 'net-dumpxml', name], isActive),
        stored: read(['virsh', 'net-dumpxml', name, '--inactive'], isPersistent),
      }),
    ),
    guests: pairs(
      state.guests,
      ({ uuid }) => uuid,
      ({ name, state: running, isPersistent }) => ({
        running: read(['virsh', 'dumpxml', name], running !== 'shut off'),
        stored: read(['virsh', 'dumpxml', name, '--inactive'], isPersistent),
      }),
    ),
  }
}

const contextOf = (host: SimHost, state: NetworkState): PlanContext => ({ xml: xmlOf(host, state) })

const planFor = (
  host: SimHost,
  input: IntentInput[],
  context: Partial<PlanContext> = {},
): { before: NetworkState; plan: Plan } => {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const before = observe(host)
  const planned = planChange(before, intents.intents, { ...contextOf(host, before), ...context })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return { before, plan: planned.plan }
}

/** libvirt makes taps and its own bridges by itself: their names are its choice. */
const namesOf = (changes: Plan['changes']): string[] =>
  changes.filter(({ name }) => !/^(vnet|macvtap|virbr)\d/.test(name)).map(({ kind, name }) => `${kind} ${name}`)

const commandsOf = (plan: Plan): string[] => plan.steps.map(({ run }) => run.argv.join(' '))

/** Does the plan on the host, proves it, plans it again (nothing), takes it back, proves that. */
const roundTrip = (host: SimHost, input: IntentInput[], context: Partial<PlanContext> = {}): Plan => {
  const { before, plan } = planFor(host, input, context)
  for (const step of plan.steps) {
    const result = host.run(step.run.argv, step.run.stdin)
    expect({ command: step.run.argv.join(' '), ...result }).toMatchObject({ status: 0, stderr: '' })
  }
  const after = observe(host)
  expect(verifyPlan(plan, after)).toEqual([])
  expect(namesOf(diffObjects(after, simulatePlan(before, plan)))).toEqual([])
  const isRemoval = input.some(({ kind }) => /remove|detach|attach/.test(kind))
  if (!isRemoval) expect(commandsOf(planFor(host, input, context).plan)).toEqual([])
  for (const command of undoCommands(plan.steps)) {
    const result = host.run(command.argv, command.stdin)
    expect({ command: command.argv.join(' '), ...result }).toMatchObject({ status: 0, stderr: '' })
  }
  const undone = observe(host)
  expect(verifyUndo(plan, undone)).toEqual([])
  expect(namesOf(diffObjects(before, undone))).toEqual([])
  const unsimulated = simulateUndo(simulatePlan(before, plan), plan)
  // The kernel's own routes come back with their addresses.
  expect(namesOf(diffObjects(before, unsimulated))).toEqual([])
  expect({ ...unsimulated, routes: before.routes }).toEqual(before)
  undoneLater(host, before, plan)
  return plan
}

const perform = (host: SimHost, plan: Plan): void => {
  for (const { run } of plan.steps)
    expect({ command: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0, stderr: '' })
}

/** The same plan once more, taken back by a plan of its own: made from what the host says then. */
const undoneLater = (host: SimHost, before: NetworkState, plan: Plan): void => {
  perform(host, plan)
  const after = observe(host)
  const undo = planUndo(after, plan, contextOf(host, after))
  if (!undo.ok) throw new Error(JSON.stringify(undo.issues))
  perform(host, undo.plan)
  const undone = observe(host)
  expect(verifyPlan(undo.plan, undone)).toEqual([])
  expect(namesOf(diffObjects(before, undone))).toEqual([])
  const again = planUndo(undone, plan, contextOf(host, undone))
  expect(again.ok ? commandsOf(again.plan) : again.issues).toEqual([])
}

describe('A: Open vSwitch with an LACP bond and libvirt portgroups', () => {
  const SWITCH: IntentInput[] = [
    { kind: 'ovsBridge.set', name: 'ovsbr1' },
    {
      kind: 'bond.set',
      bondKind: 'ovs',
      bridge: 'ovsbr1',
      name: 'bond0',
      members: ['eth2', 'eth3'],
      mode: 'balance-tcp',
      lacp: 'active',
      lacpTime: 'fast',
      detectMode: 'miimon',
    },
    { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '125,126' },
  ]
  const NETWORK: IntentInput[] = [
    { kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr1' },
    { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan1', isDefault: true, vlan: { mode: 'none' } },
    { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } },
    { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan126', vlan: { mode: 'access', tag: 126 } },
    { kind: 'portgroup.set', network: 'ovs-net', name: 'Trunk_all_Vlans', vlan: { mode: 'trunk', tags: '125,126' } },
  ]

  it('makes bridge, bond and trunk in one transaction', () => {
    const plan = roundTrip(bareHost(), SWITCH)
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- add-br ovsbr1 -- add-bond ovsbr1 bond0 eth2 eth3 vlan_mode=native-untagged tag=1 trunks=125,126 bond_mode=balance-tcp lacp=active other_config:bond-detect-mode=miimon other_config:lacp-time=fast',
    ])
    expect(plan.risk).toEqual({ level: 'R0', isGuestDisrupting: false, reasons: [] })
    expect(plan.timeoutSeconds).toBe(45)
  })

  it('makes the network with its portgroups: running first, stored last', () => {
    const host = bareHost()
    const plan = roundTrip(host, [...SWITCH, ...NETWORK])
    expect(plan.steps.map(({ scope, run }) => `${scope}: ${run.argv.slice(0, 3).join(' ')}`)).toEqual([
      'both: ovs-vsctl --timeout=20 --',
      'running: virsh net-create /dev/stdin',
      'stored: virsh net-define /dev/stdin',
      'stored: virsh net-autostart ovs-net',
    ])
    expect(plan.steps[1]?.run.stdin).toContain(`<portgroup name="Vlan125">\n    <vlan>\n      <tag id="125"/>`)
  })

  it('takes a NIC out of the bridge first where it is a plain port of it', () => {
    const host = bareHost()
    host.run(['ovs-vsctl', 'add-br', 'ovsbr1', '--', 'add-port', 'ovsbr1', 'eth2'])
    const [, bond] = SWITCH
    const plan = roundTrip(host, bond === undefined ? [] : [{ ...bond, takesMembers: true } as IntentInput])
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- del-port ovsbr1 eth2 -- add-bond ovsbr1 bond0 eth2 eth3 bond_mode=balance-tcp lacp=active other_config:bond-detect-mode=miimon other_config:lacp-time=fast',
    ])
  })
})

const PORTGROUPS = `<portgroup name='Vlan1' default='yes'/>
  <portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup>
  <portgroup name='Trunk_all_Vlans'><vlan trunk='yes'><tag id='125'/><tag id='126'/></vlan></portgroup>`

/** Scenario A as it stands, with a running guest on portgroup Vlan125 and a stopped one on a NAT network. */
const hostA = (libvirtVersion = '9.0.0'): SimHost => {
  const host = bareHost()
  host.apply((world) => void (world.state.system.libvirtVersion = libvirtVersion))
  host.run([
    'ovs-vsctl',
    'add-br',
    'ovsbr1',
    '--',
    'add-bond',
    'ovsbr1',
    'bond0',
    'eth2',
    'eth3',
    'lacp=active',
    'bond_mode=balance-tcp',
  ])
  network(
    host.machine,
    'ovs-net',
    `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>${PORTGROUPS}</network>`,
  )
  network(
    host.machine,
    'default',
    `<network><name>default</name><forward mode='nat'/><bridge name='virbr0'/><ip address='192.168.122.1' prefix='24'/></network>`,
  )
  guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'Vlan125', '52:54:00:aa:00:01')] })
  guest(host.machine, {
    name: 'VM_OVS_test',
    nics: [networkNic('default', undefined, '52:54:00:aa:00:02')],
    state: 'shut off',
  })
  return host
}

describe("A: guests' NICs", () => {
  it('moves a stopped guest from network default to a portgroup: its stored definition alone', () => {
    const plan = roundTrip(hostA(), [
      {
        kind: 'guestNic.move',
        guest: 'VM_OVS_test',
        nic: 'net0',
        target: { network: 'ovs-net', portgroup: 'Vlan125' },
      },
    ])
    expect(commandsOf(plan)).toEqual(['virsh update-device VM_OVS_test /dev/stdin --config'])
    expect(plan.steps[0]?.run.stdin).toContain('<source network="ovs-net" portgroup="Vlan125"/>')
    expect(plan.guestsDisrupted).toEqual([])
  })

  it('moves a running guest to the trunk: its port live, its definition stored', () => {
    const plan = roundTrip(hostA(), [
      {
        kind: 'guestNic.move',
        guest: 'web1',
        nic: 'net0',
        target: { network: 'ovs-net', portgroup: 'Trunk_all_Vlans' },
      },
    ])
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- set Port vnet0 trunks=125,126 -- clear Port vnet0 tag',
      'virsh update-device web1 /dev/stdin --config',
    ])
    expect(plan.guestsDisrupted).toMatchObject([{ guestName: 'web1', nic: 'net0', how: 'blink' }])
    expect(plan.risk).toMatchObject({ level: 'R0', isGuestDisrupting: true })
  })

  const toDefault: IntentInput = {
    kind: 'guestNic.move',
    guest: 'web1',
    nic: '52:54:00:aa:00:01',
    target: { network: 'default' },
  }
  it('replugs a running guest on another network with libvirt 9', () => {
    const plan = roundTrip(hostA('9.0.0'), [toDefault])
    expect(commandsOf(plan)).toEqual([
      'virsh detach-device web1 /dev/stdin --live',
      'virsh attach-device web1 /dev/stdin --live',
      'virsh update-device web1 /dev/stdin --config',
    ])
    expect(plan.guestsDisrupted).toMatchObject([{ how: 'replug' }])
  })

  it('moves it live with libvirt 11', () => {
    const { plan } = planFor(hostA('11.3.0'), [toDefault])
    expect(commandsOf(plan)).toEqual([
      'virsh update-device web1 /dev/stdin --live',
      'virsh update-device web1 /dev/stdin --config',
    ])
    expect(plan.guestsDisrupted).toMatchObject([{ how: 'blink' }])
  })

  it('attaches a NIC and detaches it', () => {
    const host = hostA()
    const plan = roundTrip(host, [
      { kind: 'guestNic.attach', guest: 'web1', target: { network: 'ovs-net', portgroup: 'Vlan125' } },
    ])
    expect(commandsOf(plan)).toEqual([
      'virsh attach-device web1 /dev/stdin --live',
      'virsh attach-device web1 /dev/stdin --config',
    ])
    expect(plan.steps[0]?.run.stdin).toMatch(/<mac address="52:54:00:[0-9a-f:]{8}"\/>/)
    expect(commandsOf(roundTrip(host, [{ kind: 'guestNic.detach', guest: 'web1', nic: 'net0' }]))).toEqual([
      'virsh detach-device web1 /dev/stdin --live',
      'virsh detach-device web1 /dev/stdin --config',
    ])
  })

  it('sets a link down where libvirt can', () => {
    const plan = roundTrip(hostA('11.3.0'), [
      { kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', state: 'down', scope: 'stored' },
    ])
    expect(commandsOf(plan)).toEqual(['virsh update-device web1 /dev/stdin --config'])
    expect(plan.steps[0]?.run.stdin).toContain('<link state="down"/>')
    // domif-setlink would leave <link state='up'/> in a definition that had none.
    expect(plan.steps[0]?.undo?.[0]?.stdin).not.toContain('<link')
  })

  it('changes portgroups, the default one too, and the ports of running guests', () => {
    const plan = roundTrip(hostA(), [
      {
        kind: 'portgroup.set',
        network: 'ovs-net',
        name: 'Vlan125',
        isDefault: true,
        vlan: { mode: 'access', tag: 127 },
      },
      { kind: 'portgroup.remove', network: 'ovs-net', name: 'Trunk_all_Vlans' },
    ])
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- set Port vnet0 tag=127',
      'virsh net-update ovs-net modify portgroup --xml <portgroup name="Vlan1"/> --live',
      'virsh net-update ovs-net modify portgroup --xml <portgroup name="Vlan125" default="yes"><vlan><tag id="127"/></vlan></portgroup> --live',
      'virsh net-update ovs-net delete portgroup --xml <portgroup name="Trunk_all_Vlans"><vlan trunk="yes"><tag id="125"/><tag id="126"/></vlan></portgroup> --live',
      'virsh net-update ovs-net modify portgroup --xml <portgroup name="Vlan1"/> --config',
      'virsh net-update ovs-net modify portgroup --xml <portgroup name="Vlan125" default="yes"><vlan><tag id="127"/></vlan></portgroup> --config',
      'virsh net-update ovs-net delete portgroup --xml <portgroup name="Trunk_all_Vlans"><vlan trunk="yes"><tag id="125"/><tag id="126"/></vlan></portgroup> --config',
    ])
  })

  it('stops, starts and removes a network that nobody runs on', () => {
    expect(commandsOf(roundTrip(hostA(), [{ kind: 'network.remove', name: 'default' }]))).toEqual([
      'virsh net-destroy default',
      'virsh net-undefine default',
    ])
    const off: IntentInput = {
      kind: 'network.set',
      name: 'default',
      forward: 'nat',
      address: '192.168.122.1/24',
      active: false,
      autostart: false,
    }
    expect(commandsOf(roundTrip(hostA(), [off]))).toEqual([
      'virsh net-destroy default',
      'virsh net-autostart default --disable',
    ])
  })
})

describe('B: the four VLAN modes', () => {
  const withPort = (): SimHost => {
    const host = bareHost()
    host.run([
      'ovs-vsctl',
      'add-br',
      'br0',
      '--',
      'add-port',
      'br0',
      'p1',
      'tag=5',
      '--',
      'set',
      'Interface',
      'p1',
      'type=internal',
    ])
    return host
  }
  const set = (rest: Partial<Extract<IntentInput, { kind: 'portVlan.set' }>>): IntentInput[] => [
    { kind: 'portVlan.set', bridge: 'br0', port: 'p1', mode: 'access', ...rest },
  ]
  it.each([
    [set({ mode: 'access', tag: 125 }), 'set Port p1 vlan_mode=access tag=125'],
    [set({ mode: 'trunk', trunks: '125,126' }), 'set Port p1 vlan_mode=trunk trunks=125,126 -- clear Port p1 tag'],
    [set({ mode: 'trunk', trunks: 'all' }), 'set Port p1 vlan_mode=trunk -- clear Port p1 tag'],
    [
      set({ mode: 'native-tagged', tag: 125, trunks: [125, 126] }),
      'set Port p1 vlan_mode=native-tagged tag=125 trunks=125,126',
    ],
    [
      set({ mode: 'native-untagged', tag: 1, trunks: '100-102' }),
      'set Port p1 vlan_mode=native-untagged tag=1 trunks=100,101,102',
    ],
    [
      set({ mode: 'dot1q-tunnel', tag: 200, customerVlans: '10,20' }),
      'set Port p1 vlan_mode=dot1q-tunnel tag=200 cvlans=10,20',
    ],
  ])('%j', (intents, command) => {
    expect(commandsOf(roundTrip(withPort(), intents))).toEqual([`ovs-vsctl --timeout=20 -- ${command}`])
  })
})

describe('C and D: fake bridges, controllers', () => {
  const ovs = (): SimHost => {
    const host = bareHost()
    host.run(['ovs-vsctl', 'add-br', 'ovsbr1'])
    return host
  }
  it('makes a fake bridge with a port', () => {
    const plan = roundTrip(ovs(), [
      { kind: 'ovsBridge.set', name: 'ovsbr1-v125', fakeParent: { parent: 'ovsbr1', vlan: 125 } },
      { kind: 'port.set', bridge: 'ovsbr1-v125', name: 'in125', type: 'internal' },
    ])
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- add-br ovsbr1-v125 ovsbr1 125 -- add-port ovsbr1 in125 tag=125 -- set Interface in125 type=internal',
    ])
  })
  it('sets a controller with fail mode secure', () => {
    const plan = roundTrip(ovs(), [
      { kind: 'ovsBridge.set', name: 'ovsbr1', failMode: 'secure', controllers: ['tcp:198.51.100.6:6633'] },
    ])
    expect(commandsOf(plan)).toEqual([
      'ovs-vsctl --timeout=20 -- set-fail-mode ovsbr1 secure -- set-controller ovsbr1 tcp:198.51.100.6:6633',
    ])
  })
  it('makes tunnels, patches and mirrors', () => {
    const plan = roundTrip(ovs(), [
      { kind: 'ovsBridge.set', name: 'br-tun', stp: true },
      { kind: 'port.set', bridge: 'ovsbr1', name: 'patch-tun', type: 'patch', options: { peer: 'patch-int' } },
      { kind: 'port.set', bridge: 'br-tun', name: 'patch-int', type: 'patch', options: { peer: 'patch-tun' } },
      {
        kind: 'port.set',
        bridge: 'br-tun',
        name: 'vx0',
        type: 'vxlan',
        options: { remote_ip: '2001:db8::7', key: '5001' },
      },
      { kind: 'port.set', bridge: 'br-tun', name: 'span0', type: 'internal' },
      {
        kind: 'mirror.set',
        bridge: 'br-tun',
        name: 'm0',
        sourcePorts: ['vx0'],
        destinationPorts: ['vx0'],
        outputPort: 'span0',
      },
    ])
    expect(plan.steps).toHaveLength(1)
  })
})

describe('E: macvtap', () => {
  it('makes a macvtap in VEPA mode on a NIC, and on a bond', () => {
    const plan = roundTrip(bareHost(), [
      { kind: 'macvtap.set', name: 'macvtap0', lower: 'eth3', mode: 'vepa' },
      {
        kind: 'bond.set',
        bondKind: 'linux',
        name: 'bond1',
        members: ['eth4', 'eth5'],
        mode: '802.3ad',
        lacpTime: 'fast',
        xmitHashPolicy: 'layer3+4',
      },
      { kind: 'macvtap.set', name: 'macvtap1', lower: 'bond1', mode: 'bridge' },
      { kind: 'macvlan.set', name: 'host1', lower: 'bond1' },
      { kind: 'address.set', link: 'host1', addresses: ['172.16.5.1/24'] },
    ])
    expect(commandsOf(plan)).toEqual([
      'ip link add name bond1 type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4',
      'ip link set dev bond1 up',
      'ip link set dev eth4 down',
      'ip link set dev eth4 master bond1',
      'ip link set dev eth5 down',
      'ip link set dev eth5 master bond1',
      'ip link add link bond1 name host1 type macvlan mode bridge',
      'ip link set dev host1 up',
      'ip link add link eth3 name macvtap0 type macvtap mode vepa',
      'ip link set dev macvtap0 up',
      'ip link add link bond1 name macvtap1 type macvtap mode bridge',
      'ip link set dev macvtap1 up',
      'ip addr replace 172.16.5.1/24 dev host1',
    ])
    expect(plan.notStored).toContain('macvtap0 (macvtap) is not stored: gone after a reboot')
  })

  it("moves a guest's macvtap: unplugged and plugged", () => {
    const host = bareHost()
    guest(host.machine, {
      name: 'vepa1',
      nics: [
        `<interface type='direct'><mac address='52:54:00:aa:00:05'/><source dev='eth5' mode='vepa'/><model type='virtio'/></interface>`,
      ],
    })
    const plan = roundTrip(host, [
      { kind: 'guestNic.move', guest: 'vepa1', nic: 'net0', target: { dev: 'eth4', mode: 'bridge' } },
    ])
    expect(plan.steps.map(({ run }) => run.argv[1])).toEqual(['detach-device', 'attach-device', 'update-device'])
    expect(plan.steps[0]?.settles).toMatchObject({ is: 'absent' })
  })
})

describe('F: the management NIC goes into the switch', () => {
  const away = ['ip route del default via 192.0.2.1 dev eth0', 'ip addr del 192.0.2.31/24 dev eth0']
  const onto = (link: string): string[] => [
    `ip link set dev ${link} up`,
    `ip addr replace 192.0.2.31/24 dev ${link}`,
    `ip route replace default via 192.0.2.1 dev ${link}`,
  ]
  it('moves address and route to the bridge, which takes the MAC', () => {
    const host = bareHost()
    const plan = roundTrip(host, [
      { kind: 'ovsBridge.set', name: 'solbr' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'solbr' },
    ])
    const mac = observe(host).links.find(({ name }) => name === 'eth0')?.mac ?? ''
    expect(commandsOf(plan)).toEqual([
      ...away,
      `ovs-vsctl --timeout=20 -- add-br solbr -- set Bridge solbr other_config:hwaddr="${mac}" -- add-port solbr eth0`,
      ...onto('solbr'),
    ])
    expect(plan.risk.level).toBe('R2')
    expect(plan.risk.reasons).toContain('192.0.2.31, where we are connected, moves from eth0 to solbr')
    expect(plan.managementPathAfter.links).toEqual(['solbr', 'eth0'])
    expect(plan.confirm).toEqual({ isNeeded: false, address: ADDRESS })
  })

  it('moves them to an internal port', () => {
    const plan = roundTrip(bareHost(), [
      { kind: 'ovsBridge.set', name: 'examplebr0' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'examplebr0', internalPort: 'examplebr0p1' },
    ])
    expect(commandsOf(plan)).toEqual([
      ...away,
      'ovs-vsctl --timeout=20 -- add-br examplebr0 -- add-port examplebr0 eth0 -- add-port examplebr0 examplebr0p1 -- set Interface examplebr0p1 type=internal',
      ...onto('examplebr0p1'),
    ])
  })

  it('moves them to a Linux bridge', () => {
    const host = bareHost()
    const plan = roundTrip(host, [
      { kind: 'linuxBridge.set', name: 'br0' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'br0' },
    ])
    const mac = observe(host).links.find(({ name }) => name === 'eth0')?.mac ?? ''
    expect(commandsOf(plan)).toEqual([
      ...away,
      `ip link add name br0 address ${mac} type bridge`,
      'ip link set dev br0 up',
      'ip link set dev eth0 master br0',
      ...onto('br0').slice(1),
    ])
  })

  it('asks for the new address where ours changes, and refuses to lose it', () => {
    const move = (addresses: string[]): IntentInput[] => [{ kind: 'address.set', link: 'eth0', addresses }]
    const { plan } = planFor(bareHost(), move(['192.0.2.40/24']))
    expect(commandsOf(plan)).toEqual([
      'ip addr del 192.0.2.31/24 dev eth0',
      'ip addr replace 192.0.2.40/24 dev eth0',
      'ip route replace default via 192.0.2.1 dev eth0',
    ])
    expect(plan.confirm).toEqual({ isNeeded: true, address: '192.0.2.40' })
    expect(plan.risk.level).toBe('R2')
    expect(() => planFor(bareHost(), move([]))).toThrow('management_lost')
  })

  it('takes the new address away again, when another one comes back', () => {
    roundTrip(bareHost(), [{ kind: 'address.set', link: 'eth0', addresses: ['203.0.113.9/24', '203.0.113.10/24'] }])
  })
})

describe('I and J: kernel bonds under bridges', () => {
  it('makes a kernel bond and adds it to an OVS bridge as one port', () => {
    const plan = roundTrip(bareHost(), [
      { kind: 'ovsBridge.set', name: 'ovsbr1' },
      {
        kind: 'bond.set',
        bondKind: 'linux',
        name: 'bond0',
        members: ['eth2', 'eth3'],
        mode: 'active-backup',
        primary: 'eth2',
        bridge: 'ovsbr1',
      },
    ])
    expect(commandsOf(plan)).toEqual([
      'ip link add name bond0 type bond mode active-backup miimon 100',
      'ip link set dev bond0 up',
      'ip link set dev eth2 down',
      'ip link set dev eth2 master bond0',
      'ip link set dev eth3 down',
      'ip link set dev eth3 master bond0',
      'ovs-vsctl --timeout=20 -- add-br ovsbr1 -- add-port ovsbr1 bond0',
      'ip link set dev bond0 type bond primary eth2',
    ])
  })

  it('makes one bridge per VLAN', () => {
    const plan = roundTrip(bareHost(), [
      { kind: 'bond.set', bondKind: 'linux', name: 'bond0', members: ['eth2', 'eth3'], mode: '802.3ad' },
      { kind: 'vlanLink.set', parent: 'bond0', vlanId: 125 },
      { kind: 'linuxBridge.set', name: 'br125', ports: ['bond0.125'] },
    ])
    expect(commandsOf(plan)).toEqual([
      'ip link add name bond0 type bond mode 802.3ad miimon 100 lacp_rate slow xmit_hash_policy layer2',
      'ip link set dev bond0 up',
      'ip link add name br125 type bridge',
      'ip link set dev eth2 down',
      'ip link set dev eth2 master bond0',
      'ip link set dev eth3 down',
      'ip link set dev eth3 master bond0',
      'ip link add link bond0 name bond0.125 type vlan id 125',
      'ip link set dev bond0.125 master br125',
      'ip link set dev bond0.125 up',
      'ip link set dev br125 up',
    ])
  })

  it('makes one filtering bridge', () => {
    const plan = roundTrip(bareHost(), [
      { kind: 'linuxBridge.set', name: 'br0', vlanFiltering: true, ports: ['eth4'] },
      { kind: 'portVlan.set', bridge: 'br0', port: 'eth4', mode: 'native-untagged', tag: 1, trunks: '125,126' },
      { kind: 'portVlan.set', bridge: 'br0', port: 'br0', mode: 'access', tag: 125 },
    ])
    expect(commandsOf(plan)).toEqual([
      'ip link add name br0 type bridge vlan_filtering 1',
      'bridge vlan del dev br0 vid 1 self',
      'bridge vlan add dev br0 vid 125 pvid untagged self',
      'ip link set dev eth4 master br0',
      'bridge vlan add dev eth4 vid 125-126',
      'ip link set dev br0 up',
    ])
  })
})
