import { describe, expect, it } from 'vitest'
import { observeHost } from '../../core/observe/observe-host'
import { READ_COMMANDS } from '../../core/observe/read-commands'
import type { NetworkState } from '../../core/model/network-state'
import { unansweredScripts } from '../machine/reads'
import type { SimHost } from '../sim-host'
import { buildHosts, CATALOG } from './catalog'
import { bigHost } from './generated'
import { kvmLinux } from './kvm-linux'
import { kvmMacvtap } from './kvm-macvtap'
import { kvmOvs } from './kvm-ovs'
import { scenarioA, scenarioB, scenarioC, scenarioD, scenarioFDone, scenarioI, scenarioK } from './scenarios'

const observe = (host: SimHost): NetworkState => {
  const facts = Object.fromEntries(
    READ_COMMANDS.map(({ id, argv }) => [
      id,
      { ...host.run(argv), isTruncated: false, isTimedOut: false, durationMs: 1 },
    ]),
  )
  return observeHost(facts, { readAtMs: host.machine.world.now(), sshConnection: null })
}

const ports = (state: NetworkState, bridge: string): Record<string, string> =>
  Object.fromEntries(
    (state.ovs?.bridges.find(({ name }) => name === bridge)?.ports ?? []).map(({ name, vlan }) => [
      name,
      `${vlan.mode} ${vlan.tag ?? '-'} [${vlan.carriesAll ? 'all' : vlan.trunks.join(',')}]`,
    ]),
  )

const targets = (state: NetworkState): Record<string, string[]> =>
  Object.fromEntries(state.guests.map(({ name, nics }) => [name, nics.map(({ running }) => running?.target ?? '-')]))

it('has an answer for every reading script', () => {
  expect(unansweredScripts()).toEqual([])
})

it('builds equal hosts from equal commands', () => {
  const [first, second] = [kvmOvs({ now: () => 1e12 }), kvmOvs({ now: () => 1e12 })]
  expect(observe(first)).toEqual(observe(second))
})

describe('the demo hosts', () => {
  it('kvm-ovs: scenario A with what grew around it', () => {
    const state = observe(kvmOvs())
    expect(state.sources.filter(({ status }) => status !== 'ok')).toEqual([])
    expect(state.unrecognised).toEqual([])
    expect(ports(state, 'ovsbr1')).toEqual({
      bond0: 'native-untagged 1 [125,126]',
      ovsbr1: 'trunk - [all]',
      'ovsbr1-v125': 'access 125 []',
      'patch-edge': 'trunk - [all]',
      stor126: 'access 126 []',
      vnet0: 'access 125 []',
      vnet1: 'access 125 []',
      vnet3: 'access 125 []',
      vnet4: 'access 126 []',
      vnet5: 'trunk - [125,126]',
    })
    expect(targets(state)).toEqual({
      VM_OVS_test: ['vnet0'],
      web1: ['vnet1', 'vnet2'],
      db1: ['vnet3', 'vnet4'],
      fw1: ['vnet5', 'vnet6'],
      jump1: ['-'],
    })
    const bond = state.ovs?.bridges.flatMap((bridge) => bridge.ports).find(({ name }) => name === 'bond0')?.bond
    expect(bond).toMatchObject({ mode: 'balance-tcp', lacp: 'active', lacpStatus: 'negotiated' })
    expect(state.links.find(({ name }) => name === 'vnet2')?.master).toBe('virbr0')
  })

  it('kvm-linux: one bridge per VLAN, a filtering bridge, a bond with one member down', () => {
    const state = observe(kvmLinux())
    const bond = state.links.find(({ name }) => name === 'bond0')?.bond
    expect(bond?.members.map(({ name, isUp }) => [name, isUp])).toEqual([
      ['eth1', true],
      ['eth2', false],
    ])
    const tagged = state.links.flatMap(({ name, master, bridgePort }) =>
      master === 'brv' ? [[name, bridgePort?.vlan?.mode, bridgePort?.vlan?.tag]] : [],
    )
    expect(tagged).toEqual([
      ['eth3', 'native-untagged', 1],
      ['vnet4', 'access', 200],
      ['vnet5', 'native-untagged', 1],
    ])
    expect(state.links.find(({ name }) => name === 'bond0.125')).toMatchObject({
      master: 'br125',
      lower: 'bond0',
      vlan: { id: 125 },
    })
  })

  it('kvm-macvtap: every mode, and a guest that libvirt does not know', () => {
    const state = observe(kvmMacvtap())
    const modes = state.links.flatMap(({ name, lower, macvlan }) =>
      macvlan === null ? [] : [`${name}@${lower ?? ''} ${macvlan.mode}`],
    )
    expect(modes).toEqual([
      'host-eth5@eth5 bridge',
      'macvtap0@eth3 vepa',
      'macvtap1@eth5 bridge',
      'macvtap2@eth5 bridge',
      'macvtap3@bond1 vepa',
      'macvtap4@bond1 private',
      'macvtap5@eth4 passthru',
      'macvtap6@interno1 passthru',
    ])
    expect(state.guests.find(({ name }) => name === 'luispa4')).toMatchObject({ manager: 'qemu-process' })
  })

  it('runs about a dozen guests in all and sees both switches', () => {
    const states = [kvmOvs(), kvmLinux(), kvmMacvtap()].map(observe)
    expect(states.flatMap(({ guests }) => guests).length).toBeGreaterThanOrEqual(12)
    expect(new Set(states.flatMap(({ neighbours }) => neighbours.map(({ chassisName }) => chassisName)))).toEqual(
      new Set(['tor-a', 'tor-b']),
    )
  })
})

describe('the scenarios', () => {
  it('A without LACP on the switch: configured, every member disabled', () => {
    const bond = observe(scenarioA({}, { speaksLacp: false })).ovs?.bridges[0]?.ports.find(
      ({ name }) => name === 'bond0',
    )?.bond
    expect(bond).toMatchObject({ lacpStatus: 'configured', members: [{ isEnabled: false }, { isEnabled: false }] })
  })

  it('B: the four VLAN modes', () => {
    expect(ports(observe(scenarioB()), 'br0')).toMatchObject({
      acc0: 'access 125 []',
      trk0: 'trunk - [125,126]',
      all0: 'trunk - [all]',
      ntag0: 'native-tagged 125 [125,126]',
      nunt0: 'native-untagged 125 [125,126]',
      eth2: 'native-untagged 1 [125,126]',
    })
  })

  it('C: ports of a fake bridge are in its VLAN', () => {
    const bridge = observe(scenarioC()).ovs?.bridges.find(({ name }) => name === 'ovsbr1')
    expect(bridge?.fakeBridges).toEqual([
      { name: 'ovsbr1-v125', parent: 'ovsbr1', vlanId: 125, ports: ['in125', 'vnet0'] },
    ])
  })

  it('D: controllers that answer and do not', () => {
    const bridges = observe(scenarioD()).ovs?.bridges.map(({ failMode, controllers }) => [
      failMode,
      controllers[0]?.isConnected,
    ])
    expect(bridges).toEqual([
      ['secure', false],
      [null, true],
    ])
  })

  it('F: the way to us leads over the bridge once the NIC is in it', () => {
    expect(observe(scenarioFDone()).management.links).toEqual(expect.arrayContaining(['solbr']))
  })

  it('I: a kernel bond is one port', () => {
    const state = observe(scenarioI())
    expect(ports(state, 'ovsbr1')).toHaveProperty('bond0')
    expect(state.links.find(({ name }) => name === 'bond0')?.bond?.members).toHaveLength(4)
  })

  it('K: trunk bridge, patch pairs and tunnels', () => {
    const state = observe(scenarioK())
    expect(ports(state, 'br-int')).toMatchObject({ 'tpi-aaaa': 'access 3 []', 'spi-bbbb': 'access 5 []' })
    expect(
      state.ovs?.bridges
        .find(({ name }) => name === 'br-tun')
        ?.ports.flatMap(({ interfaces }) => interfaces[0]?.tunnel?.remote ?? []),
    ).toEqual(['10.0.0.2', '10.0.0.3'])
  })

  it.each(Object.keys(CATALOG))('%s can be built and read without an exception', (name) => {
    const [host] = buildHosts(name)
    const state = host === undefined ? null : observe(host)
    expect(state?.system.hostname).toBe(name)
  })

  it('names what it knows when asked for another', () => {
    expect(() => buildHosts('kvm-foo')).toThrow(/no simulated host "kvm-foo".*kvm-ovs/)
  })
})

it('a big host has its guests, each with a tap and a port', () => {
  const state = observe(bigHost({ bridges: 10, guests: 150 }))
  expect(state.guests).toHaveLength(150)
  expect(state.links.filter(({ kind }) => kind === 'tap')).toHaveLength(150)
  // 150 taps, 10 local ports, 9 pairs of patches, and the uplink
  expect(state.ovs?.bridges.flatMap((bridge) => bridge.ports)).toHaveLength(179)
})
