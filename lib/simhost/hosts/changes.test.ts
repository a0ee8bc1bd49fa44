import { describe, expect, it } from 'vitest'
import { definitionsOf, observeCommandHost } from '../../core/plan/testing/host'
import type { IntentInput } from '../../core/intents/intent'
import { parseIntents } from '../../core/intents/intent'
import { diffObjects } from '../../core/objects/state-objects'
import { planChange } from '../../core/plan/plan-change'
import { applyGuarded, namesOf, undoGuarded } from '../guard/guard-testing'
import type { SimHost } from '../sim-host'
import type { HostBuilder } from './build'
import { kvmLinux } from './kvm-linux'
import { kvmMacvtap } from './kvm-macvtap'
import { kvmOvs } from './kvm-ovs'

/** What a person tries first on each demo host: planned, carried out by the guard, and taken back. */

type Demo = { build: HostBuilder; address: string; edits: Record<string, IntentInput[]> }

const DEMOS: Readonly<Record<string, Demo>> = {
  'kvm-ovs': {
    build: kvmOvs,
    address: '192.0.2.11',
    edits: {
      'one VLAN more on the trunk': [
        { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '125-127' },
      ],
      'a new portgroup': [
        { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan127', vlan: { mode: 'access', tag: 127 } },
      ],
      'another VLAN for a portgroup with running guests': [
        { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 127 } },
      ],
      'a guest to another portgroup': [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'ovs-net', portgroup: 'Vlan126' } },
      ],
      'a guest to another network': [
        { kind: 'guestNic.move', guest: 'web1', nic: 'net1', target: { network: 'ovs-net', portgroup: 'Vlan126' } },
      ],
      'a NIC more and one less': [
        { kind: 'guestNic.attach', guest: 'db1', target: { network: 'default' } },
        { kind: 'guestNic.detach', guest: 'fw1', nic: 'net1' },
      ],
      'the management NIC into the switch': [
        { kind: 'ovsBridge.set', name: 'brmgmt' },
        { kind: 'uplink.move', nic: 'eth0', bridge: 'brmgmt' },
      ],
      'a mirror': [
        { kind: 'port.set', bridge: 'ovsbr1', name: 'span0', type: 'internal' },
        { kind: 'mirror.set', bridge: 'ovsbr1', name: 'm0', selectAll: true, outputPort: 'span0' },
      ],
    },
  },
  'kvm-linux': {
    build: kvmLinux,
    address: '192.0.2.12',
    edits: {
      'one VLAN and its bridge more': [
        { kind: 'vlanLink.set', parent: 'bond0', vlanId: 127 },
        { kind: 'linuxBridge.set', name: 'br127', ports: ['bond0.127'] },
      ],
      'one VLAN more on a filtering bridge': [
        { kind: 'portVlan.set', bridge: 'brv', port: 'eth3', mode: 'native-untagged', tag: 1, trunks: '125-127,200' },
      ],
      'a guest to another bridge': [{ kind: 'guestNic.move', guest: 'nfs1', nic: 'net0', target: { bridge: 'br126' } }],
      'the management NIC into a bridge': [
        { kind: 'linuxBridge.set', name: 'br0' },
        { kind: 'uplink.move', nic: 'eth0', bridge: 'br0' },
      ],
      'a network': [{ kind: 'network.set', name: 'vlan126', forward: 'bridge', bridge: 'br126' }],
    },
  },
  'kvm-macvtap': {
    build: kvmMacvtap,
    address: '192.0.2.13',
    edits: {
      'another mode': [{ kind: 'macvtap.set', name: 'macvtap0', lower: 'eth3', mode: 'bridge' }],
      'a guest to another NIC': [
        { kind: 'guestNic.move', guest: 'cache2', nic: 'net0', target: { dev: 'eth3', mode: 'vepa' } },
      ],
      'a macvlan for the host': [
        { kind: 'macvlan.set', name: 'host-eth3', lower: 'eth3' },
        { kind: 'address.set', link: 'host-eth3', addresses: ['203.0.113.77/24'] },
      ],
    },
  },
}

const planOn = (host: SimHost, address: string, input: IntentInput[]) => {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const before = observeCommandHost(host, address)
  const planned = planChange(before, intents.intents, { xml: definitionsOf(host, before) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return { before, plan: planned.plan }
}

for (const [name, { build, address, edits }] of Object.entries(DEMOS))
  describe(`${name} takes a change and gives it back`, () => {
    for (const [title, input] of Object.entries(edits))
      it(title, async () => {
        const host = build()
        const { before, plan } = planOn(host, address, input)
        expect(plan.steps.length).toBeGreaterThan(0)
        const { differing, verdict, log } = await applyGuarded(host, plan)
        expect(differing).toEqual([])
        expect(verdict, log).toBe('verified')
        const undone = await undoGuarded(host)
        expect(undone.answer, undone.report).toBe('rolled_back\n')
        expect(namesOf(diffObjects(before, observeCommandHost(host, address)))).toEqual([])
      })
  })
