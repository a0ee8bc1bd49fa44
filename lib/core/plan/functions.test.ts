import { describe, expect, it } from 'vitest'
import { guest, hostdevNic, nic } from '../../simhost/hosts/build'
import { kvmSriov } from '../../simhost/hosts/kvm-sriov'
import type { SimHost } from '../../simhost/sim-host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { NetworkState } from '../model/network-state'
import { verifyPlan, verifyUndo } from '../verify/verify-plan'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import type { Plan } from './step'
import { definitionsOf, FAILED, observeCommandHost } from './testing/host'

const ADDRESS = '192.0.2.14'
const observe = (host: SimHost): NetworkState => observeCommandHost(host, ADDRESS)

function planned(host: SimHost, ...edits: IntentInput[]): Planned {
  const state = observe(host)
  const intents = parseIntents(edits)
  return intents.ok ? planChange(state, intents.intents, { xml: definitionsOf(host, state) }) : intents
}
function plan(host: SimHost, ...edits: IntentInput[]): Plan {
  const found = planned(host, ...edits)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.plan
}
const refusal = (host: SimHost, ...edits: IntentInput[]): string => {
  const found = planned(host, ...edits)
  return found.ok ? '' : found.issues.map(({ code, message }) => `${code}: ${message}`).join('\n')
}
const cutOff = ({ guestsDisrupted: guests }: Plan): string[] =>
  guests.filter(({ how }) => how === 'cut off').map(({ guestName, nic: name }) => `${guestName} ${name}`)

function perform(host: SimHost, { steps }: Plan): void {
  for (const { run } of steps)
    expect({ line: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0 })
}

/** What the host's own tools say of what these changes touch; sorted, since libvirt puts what is plugged again last. */
const said = (host: SimHost): string[] =>
  [
    ['ovs-vsctl', 'show'],
    ['ovs-vsctl', '--columns=name,bond_mode,lacp,tag,trunks,other_config', 'list', 'Port'],
    ['ovs-vsctl', '--columns=name,type,options,error', 'list', 'Interface'],
    ['virsh', 'dumpxml', 'db1'],
    ['virsh', 'dumpxml', 'db1', '--inactive'],
    ['virsh', 'net-dumpxml', 'sriov'],
    ['ip', '-d', 'link', 'show', 'enp3s0f1'],
  ]
    .flatMap((argv) => host.run(argv).stdout.split('\n'))
    .map((line) => line.replace(/ portid='[^']*'/, '').trim())
    .sort()

/** Carried out, found as planned, and taken back by a plan of its own. */
function roundTrip(host: SimHost, ...edits: IntentInput[]): { plan: Plan; between: NetworkState } {
  const before = said(host)
  const made = plan(host, ...edits)
  perform(host, made)
  const between = observe(host)
  expect(verifyPlan(made, between)).toEqual([])
  const undo = planUndo(between, made, { xml: definitionsOf(host, between) })
  if (!undo.ok) throw new Error(JSON.stringify(undo.issues))
  perform(host, undo.plan)
  expect(verifyUndo(made, observe(host))).toEqual([])
  expect(said(host)).toEqual(before)
  return { plan: made, between }
}

const functionOf = (state: NetworkState, number: number) => {
  const sriov = state.links.find(({ name }) => name === 'enp3s0f1')?.sriov
  return sriov?.role === 'physical' ? sriov.functions[number] : undefined
}

describe('networks of functions', () => {
  const vlan = { kind: 'portgroup.set', network: 'sriov', name: 'backup' } as const

  it('take one VLAN, and say whose NIC keeps the old one until it is plugged anew', () => {
    const { plan: made } = roundTrip(kvmSriov(), { ...vlan, vlan: { mode: 'access', tag: 50 } })
    expect(made.warnings.join()).toContain('net0 of db1 runs with access 43 until it is plugged anew')
    expect(refusal(kvmSriov(), { ...vlan, vlan: { mode: 'trunk', tags: [5, 6] } })).toContain('one VLAN, no trunk')
  })

  it('have their NICs moved by replugging, each VLAN coming from the new portgroup', () => {
    const host = kvmSriov()
    const { plan: made, between } = roundTrip(host, {
      kind: 'guestNic.move',
      guest: 'db1',
      nic: 'net0',
      target: { network: 'sriov', portgroup: 'storage' },
    })
    expect(made.guestsDisrupted).toMatchObject([{ guestName: 'db1', how: 'replug' }])
    expect(functionOf(between, 0)).toMatchObject({ vlanId: 42, driver: 'vfio-pci' })
    expect(functionOf(observe(host), 0)).toMatchObject({ vlanId: 43 })
    expect(made.warnings.join()).toContain('taken back, it gets one that is free then')
  })

  it('have a NIC moved to a bridge and back, which is then of the network again', () => {
    const host = kvmSriov()
    const move = { kind: 'guestNic.move', guest: 'db1', nic: 'net0', target: { bridge: 'br-vf' } } as const
    const { between } = roundTrip(host, move)
    expect(functionOf(between, 0)?.driver).toBe('iavf')
    expect(observe(host).guests[0]?.nics[0]).toMatchObject({
      running: { source: { network: 'sriov' } },
      differences: [],
    })
    expect(refusal(host, { ...move, how: 'live' })).toContain('not_live')
  })

  it('take a NIC of a running guest, and not in what runs alone', () => {
    const attach = { kind: 'guestNic.attach', guest: 'db1', target: { network: 'sriov' } } as const
    const { between } = roundTrip(kvmSriov(), attach)
    expect(functionOf(between, 2)).toMatchObject({ driver: 'vfio-pci', vlanId: 42 })
    expect(refusal(kvmSriov(), { ...attach, scope: 'running' })).toContain('would not name the network')
  })

  it('a function that was given by its address stays where it is', () => {
    const move = { kind: 'guestNic.move', guest: 'db2', nic: 'net0', target: { bridge: 'br-vf' } } as const
    expect(refusal(kvmSriov(), move)).toContain('a PCI device of the host that the guest has for itself')
  })
})

describe('functions that are links of the host', () => {
  const asPort = (name: string): IntentInput => ({
    kind: 'linuxBridge.set',
    name: 'br-vf',
    ports: ['enp3s0f1v3', name],
  })

  it('are not free where a guest takes them when it starts', () => {
    const host = kvmSriov()
    guest(host.machine, { name: 'later', nics: [hostdevNic('0000:03:0a.2')], state: 'shut off' })
    expect(refusal(host, asPort('enp3s0f1v2'))).toBe(
      'guest_port: enp3s0f1v2 is VF 2 of enp3s0f1, which net0 of guest later takes when the guest starts: choose another link, or take the NIC from the guest first',
    )
  })

  it('are free otherwise, and said to be in a pool', () => {
    const { warnings } = plan(kvmSriov(), asPort('enp3s0f1v2'))
    expect(warnings.join()).toContain('which network sriov may give to a guest')
    expect(refusal(kvmSriov(), { kind: 'address.set', link: 'enp3s0f1', addresses: ['10.9.0.1/24'] })).toBe('')
  })
})

describe('ways without a tap', () => {
  it.each([
    ["the card's own port of a switch with representors", { bridge: 'br-sw', name: 'enp4s0f0' }, ['edge1 net0']],
    ['a representor', { bridge: 'br-sw', name: 'enp4s0f0_0' }, ['edge1 net0']],
    ['the bond of a switch of user space', { bridge: 'br-dpdk', name: 'dpdkbond' }, ['fw1 net0']],
    ['a vhost-user port', { bridge: 'br-dpdk', name: 'vhost-fw1' }, ['fw1 net0']],
    ['a representor of nobody', { bridge: 'br-sw', name: 'enp4s0f0_1' }, []],
  ])('who is cut off without %s is named', (_, port, guests) => {
    expect(cutOff(plan(kvmSriov(), { kind: 'port.remove', ...port }))).toEqual(guests)
  })

  it('nothing is planned on who hangs on a card where its functions were not read', () => {
    const host = kvmSriov()
    const state = observeCommandHost(host, ADDRESS, { 'links.sysfs': FAILED })
    const intents = parseIntents([{ kind: 'port.remove', bridge: 'br-sw', name: 'enp4s0f0' }])
    const found = intents.ok ? planChange(state, intents.intents, { xml: definitionsOf(host, state) }) : intents
    expect(found).toMatchObject({ ok: false, issues: [{ code: 'source_unread' }] })
    expect(found.ok ? '' : found.issues[0]?.message).toContain('the functions of cards that guests have')
  })

  it('whoever has a function is disturbed by a change of its card', () => {
    const edit: IntentInput = { kind: 'linuxBridge.set', name: 'br-new', ports: ['enp3s0f1'] }
    const disturbed = plan(kvmSriov(), edit).guestsDisrupted.map(({ guestName, nic: name }) => `${guestName} ${name}`)
    expect(disturbed).toEqual(['db1 net0', 'db2 net0', 'db2 net1'])
  })

  it('a representor is a port like a tap, and no member of a bond', () => {
    const vlan = { kind: 'portVlan.set', bridge: 'br-sw', port: 'enp4s0f0_0', mode: 'access', tag: 126 } as const
    roundTrip(kvmSriov(), vlan)
    const members = ['enp4s0f0_0', 'enp3s0f1v2']
    const bond = { kind: 'bond.set', bondKind: 'linux', name: 'bond7', mode: 'active-backup', members } as const
    expect(refusal(kvmSriov(), bond)).toContain('wrong_kind: enp4s0f0_0 is an OVS port')
  })
})

describe("bonds of DPDK's cards", () => {
  const bond = {
    kind: 'bond.set' as const,
    bondKind: 'ovs' as const,
    name: 'dpdkbond',
    bridge: 'br-dpdk',
    members: ['dpdk0', 'dpdk1'],
    mode: 'active-backup' as const,
    lacp: 'off' as const,
  }

  it.each<[string, IntentInput]>([
    ['another mode', { ...bond, primary: 'dpdk1' }],
    ['LACP', { ...bond, mode: 'balance-tcp', lacp: 'active' }],
    ["one of the kernel's links in place of a card", { ...bond, members: ['dpdk0', 'eth7'] }],
    ['its removal', { kind: 'bond.remove', name: 'dpdkbond' }],
  ])('%s is made and taken back', (_, edit) => {
    const host = kvmSriov()
    nic(host.machine, 'eth7', {})
    roundTrip(host, edit)
  })

  it('a card that is elsewhere is no link to be taken', () => {
    const host = kvmSriov()
    host.run('ovs-vsctl add-port br-dpdk dpdk2 -- set Interface dpdk2 type=dpdk'.split(' '))
    expect(refusal(host, { ...bond, members: ['dpdk0', 'dpdk2'] })).toContain(
      'dpdk2 is a card that Open vSwitch drives by itself (type dpdk) and no link of the host',
    )
    expect(refusal(host, { ...bond, members: ['dpdk0', 'dpdk9'] })).toContain('dpdk9 does not exist on this host')
  })

  it('are edited although Open vSwitch cannot open them, which is not the doing of the edit', () => {
    const host = kvmSriov()
    host.run('ovs-vsctl set Open_vSwitch . other_config:dpdk-init=false'.split(' '))
    const port = observe(host).ovs?.bridges[0]?.ports.find(({ name }) => name === 'dpdkbond')
    expect(port?.interfaces[0]?.error).toContain('could not open')
    roundTrip(host, bond)
  })
})
