import { describe, expect, it } from 'vitest'
import { SimHost } from '../../simhost/sim-host'
import { guest, management, network, networkNic, nic } from '../../simhost/hosts/build'
import { blockingFindings, planFindings } from '../lint/plan-findings'
import { definitionsOf, observeCommandHost } from './testing/host'
import { parseIntents } from '../intents/intent'
import { planChange } from './plan-change'

const ADDRESS = '192.0.2.31'
const MAC = '52:54:00:aa:00:01'

/** Management on eth0; ovsbr1 with uplink eth2, br0 with eth3; guest web1 runs on portgroup p125, old1 has no ACPI. */
function newHost(): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4', 'eth5']) nic(host.machine, name, {})
  host.run(['ovs-vsctl', 'add-br', 'ovsbr1', '--', 'add-port', 'ovsbr1', 'eth2'])
  host.run(['ip', 'link', 'add', 'name', 'br0', 'type', 'bridge'])
  host.run(['ip', 'link', 'set', 'dev', 'eth3', 'master', 'br0'])
  network(
    host.machine,
    'ovs-net',
    `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
      <portgroup name='p125'><vlan><tag id='125'/></vlan></portgroup></network>`,
  )
  guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'p125', MAC)] })
  guest(host.machine, { name: 'old1', nics: [] })
  return host
}

/** Everything that keeps these edits from being made, in the order of asking: input, planning, findings. */
function refusals(...input: unknown[]): string[] {
  const host = newHost()
  const observed = observeCommandHost(host, ADDRESS)
  const guests = observed.guests.map((each) => (each.name === 'old1' ? { ...each, hasAcpi: false } : each))
  const state = { ...observed, guests }
  const parsed = parseIntents(input)
  if (!parsed.ok) return parsed.issues.map(({ path, message }) => `${path}: ${message}`)
  const planned = planChange(state, parsed.intents, {
    xml: definitionsOf(host, state),
    macsElsewhere: { '52:54:00:00:00:77': 'guest db7 on kvm2' },
  })
  if (!planned.ok) return planned.issues.map(({ path, message }) => `${path}: ${message}`)
  return blockingFindings(planFindings(state, planned.plan).created, {}).map(
    ({ rule, title, cure }) => `${rule}: ${title}. ${cure}`,
  )
}

const vlan = (rest: object): object => ({ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'eth2', ...rest })
const bond = (members: string[]): object => ({
  ...{ kind: 'bond.set', bondKind: 'linux', name: 'bond0', mode: 'active-backup' },
  members,
})
const attach = (guestName: string, mac?: string): object => ({
  ...{ kind: 'guestNic.attach', guest: guestName, target: { network: 'ovs-net', portgroup: 'p125' } },
  ...(mac !== undefined && { mac }),
})

describe('bad input is refused before the host is touched, with what was found and what would be right', () => {
  it.each<[string, object[], string]>([
    ['VLAN 0', [vlan({ mode: 'access', tag: 0 })], '0.tag: 0 is reserved: VLANs run from 1 to 4094'],
    ['VLAN 4095', [vlan({ mode: 'access', tag: 4095 })], '0.tag: 4095 is reserved: VLANs run from 1 to 4094'],
    [
      'half a range',
      [vlan({ mode: 'trunk', trunks: '1-' })],
      '0.trunks: "1-" is not a VLAN or a range: write e.g. 100-110,125',
    ],
    [
      'a VLAN twice',
      [vlan({ mode: 'trunk', trunks: '125,126,125' })],
      '0.trunks: VLAN 125 is listed twice: list it once',
    ],
    [
      'an empty trunk',
      [vlan({ mode: 'trunk', trunks: '' })],
      '0.trunks: No VLAN is listed: list at least one, e.g. 100-110,125, or say "all"',
    ],
    [
      'a name over 15 bytes',
      [{ kind: 'linuxBridge.set', name: 'a-name-of-16-byte' }],
      '0.name: "a-name-of-16-byte" has 17 characters; the kernel takes at most 15, e.g. a-name-of-16-by',
    ],
    [
      'a name that is something else',
      [{ kind: 'linuxBridge.set', name: 'ovsbr1' }],
      '0.name: ovsbr1 is an OVS bridge already: choose another name for the bridge',
    ],
    [
      'a member that is in a bridge',
      [bond(['eth3', 'eth4'])],
      '0.members.0: eth3 is already a port of br0: take it out there first, or let this change take it',
    ],
    [
      'a member that carries the management address',
      [bond(['eth0', 'eth4'])],
      '0.members.0: eth0 carries 192.0.2.31 that we are connected to: its address would be lost inside bond0. Use "move the uplink into a bridge", which moves address and routes along',
    ],
    ['a bond of one', [bond(['eth4'])], '0.members: A bond needs at least two members: one link alone is a plain port'],
    ['a bond of none', [bond([])], '0.members: A bond needs at least two members: one link alone is a plain port'],
    [
      'an unknown guest',
      [attach('nobody')],
      '0.guest: libvirt knows no guest nobody on this host: name one by its name or UUID',
    ],
    [
      'a guest without ACPI',
      [attach('old1')],
      '0.guest: old1 has no ACPI, so no NIC can be plugged while it runs: change the stored definition only (scope "stored") and restart it',
    ],
    [
      'a MAC that is taken here',
      [attach('web1', MAC)],
      `0.mac: ${MAC} belongs to guest web1 already: leave it out, and one is made that is free`,
    ],
    [
      'a MAC that is taken on another host',
      [attach('web1', '52:54:00:00:00:77')],
      '0.mac: 52:54:00:00:00:77 belongs to guest db7 on kvm2 already: leave it out, and one is made that is free',
    ],
    [
      'a MAC that an edit before it took',
      [attach('web1', '52:54:00:00:00:78'), attach('web1', '52:54:00:00:00:78')],
      '1.mac: 52:54:00:00:00:78 belongs to guest web1 already: leave it out, and one is made that is free',
    ],
    [
      'a portgroup in use being removed',
      [{ kind: 'portgroup.remove', network: 'ovs-net', name: 'p125' }],
      '0.name: Portgroup p125 is used by net0 of guest web1: move them to another portgroup first',
    ],
    [
      'a network with guests being stopped',
      [{ kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr1', active: false }],
      '0.active: Network ovs-net would stop under running guest web1: move or stop the guests first',
    ],
    [
      'a network with guests being removed',
      [{ kind: 'network.remove', name: 'ovs-net' }],
      '0.name: Network ovs-net would stop under running guest web1: move or stop the guests first',
    ],
    [
      'a bridge with guests being removed',
      [{ kind: 'ovsBridge.remove', name: 'ovsbr1' }],
      '0.name: ovsbr1 has the port vnet0 of running guest web1: move or stop the guests first',
    ],
    [
      'two edits that want different things of one object',
      [vlan({ mode: 'access', tag: 5 }), vlan({ mode: 'access', tag: 6 })],
      '1.tag: Edit 1 (VLANs of eth2: access 5) and edit 2 (VLANs of eth2: access 6) want different things of the same object (tag): leave one of the two out',
    ],
    [
      'a bridge being removed that an edit before it plugs a guest into',
      [
        { kind: 'guestNic.attach', guest: 'web1', target: { bridge: 'br0' }, scope: 'running' },
        { kind: 'linuxBridge.remove', name: 'br0' },
      ],
      '1: Edit 1 (New NIC for web1 on bridge br0) and edit 2 (Remove Linux bridge br0) want different things of the same object (whether br0 is there): leave one of the two out',
    ],
    [
      'a bridge loop',
      [{ kind: 'port.set', bridge: 'ovsbr1', name: 'eth4', type: 'system' }],
      'L17: ovsbr1 has 2 uplinks and no spanning tree. Make one bond of eth2 and eth4, take all but one out, or switch STP on.',
    ],
  ])('%s', (_, input, message) => {
    expect(refusals(...input)).toEqual([message])
  })
})
