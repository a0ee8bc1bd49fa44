import { describe, expect, it } from 'vitest'
import type { IntentInput } from '../../core/intents/intent'
import { parseIntents } from '../../core/intents/intent'
import { diffObjects } from '../../core/objects/state-objects'
import { planChange } from '../../core/plan/plan-change'
import { definitionsOf, observeCommandHost } from '../../core/plan/testing/host'
import { commands, management, nic } from '../hosts/build'
import { SimHost } from '../sim-host'
import { rehearsePlan } from './guard-testing'

const ADDRESS = '192.0.2.31'

function newHost(): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name, {})
  commands(
    host.machine,
    `ovs-vsctl add-br ovsbr1 -- add-port ovsbr1 eth4
     ip link add name br1 type bridge
     ip link set dev br1 up
     ip link set dev eth3 master br1`,
  )
  return host
}

async function rehearsed(...input: IntentInput[]) {
  const host = newHost()
  const state = observeCommandHost(host, ADDRESS)
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const planned = planChange(state, intents.intents, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  const answer = await rehearsePlan(host, planned.plan)
  expect(diffObjects(state, observeCommandHost(host, ADDRESS))).toEqual([])
  return { risk: planned.plan.risk.level, ...answer }
}

const WORKS = { kind: 'works' }

describe('a rehearsal on a simulated host', () => {
  it.each<[string, IntentInput[], { risk: string; kernel: typeof WORKS | null; switch: typeof WORKS | null }]>([
    [
      'the management NIC into a new Linux bridge',
      [
        { kind: 'linuxBridge.set', name: 'br0' },
        { kind: 'uplink.move', nic: 'eth0', bridge: 'br0' },
      ],
      { risk: 'R2', kernel: WORKS, switch: null },
    ],
    [
      'the management NIC into a new Open vSwitch bridge',
      [
        { kind: 'ovsBridge.set', name: 'ovsbr0' },
        { kind: 'uplink.move', nic: 'eth0', bridge: 'ovsbr0', internalPort: 'host0' },
      ],
      { risk: 'R2', kernel: WORKS, switch: WORKS },
    ],
    [
      'another address of the host',
      [{ kind: 'address.set', link: 'eth0', addresses: ['192.0.2.41/24'] }],
      { risk: 'R2', kernel: WORKS, switch: null },
    ],
    ['a bridge that goes', [{ kind: 'linuxBridge.remove', name: 'br1' }], { risk: 'R0', kernel: WORKS, switch: null }],
    [
      'a port of Open vSwitch',
      [{ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'eth4', mode: 'access', tag: 20 }],
      { risk: 'R0', kernel: null, switch: WORKS },
    ],
    [
      'a bridge of Open vSwitch that goes',
      [{ kind: 'ovsBridge.remove', name: 'ovsbr1' }],
      { risk: 'R0', kernel: null, switch: WORKS },
    ],
  ])('%s: the undo works, and the host is not touched', async (_, intents, expected) => {
    expect(await rehearsed(...intents)).toEqual(expected)
  })
})
