import { expect, it } from 'vitest'
import { commands, DEFAULT_NETWORK, guest, management, network, nic, ovsNic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { definitionsOf, observeCommandHost } from './testing/host'

/* What goes along with what is taken away: libvirt's own bridge with its network, all frames but copies with a mirror's output. */

const ADDRESS = '192.0.2.31'
const GATEWAY = '192.168.122.1'

function planned(edit: IntentInput, setUp: string, address = ADDRESS): Planned {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  nic(host.machine, 'eth2', {})
  network(host.machine, 'default', DEFAULT_NETWORK)
  commands(host.machine, 'ovs-vsctl add-br ovsbr1\novs-vsctl add-port ovsbr1 eth2')
  guest(host.machine, { name: 'web1', nics: [ovsNic('ovsbr1')] })
  commands(host.machine, setUp)
  const state = observeCommandHost(host, address)
  const parsed = parseIntents([edit])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml: definitionsOf(host, state) })
}
const refusal = (plan: Planned): string => (plan.ok ? '' : plan.issues.map(({ message }) => message).join())

const remove: IntentInput = { kind: 'network.remove', name: 'default' }

it.each<[string, string, string, RegExp]>([
  ['our own address', '', GATEWAY, /^virbr0, which goes with network default, carries the address that we are/],
  ['a port', 'ip link set eth0 master virbr0', ADDRESS, /^eth0 is a port of virbr0, which goes with network default/],
  ['a VLAN link', 'ip link add link virbr0 name v7 type vlan id 7', ADDRESS, /^v7 stands on virbr0, which goes with/],
])("is refused of libvirt's own bridge with %s", (_what, setUp, address, words) => {
  for (const edit of [remove, { kind: 'network.set', name: 'default', active: false } satisfies IntentInput])
    expect(refusal(planned(edit, setUp, address))).toMatch(words)
})

it('goes where nothing is on it', () => {
  expect(refusal(planned(remove, ''))).toBe('')
})

it('is said of the output of a mirror, and refused on our own way', () => {
  const mirror = (outputPort: string): IntentInput => ({
    ...{ kind: 'mirror.set', bridge: 'ovsbr1', name: 'm1', selectAll: true, outputPort },
  })
  const uplink = planned(mirror('eth2'), '')
  expect(uplink.ok && uplink.plan.warnings.join()).toMatch(/^eth2 as an output of copies cuts off net0 of web1/)
  expect(refusal(planned(mirror('eth0'), 'ovs-vsctl add-port ovsbr1 eth0'))).toMatch(/^eth0 is on the way of our own/)
})
