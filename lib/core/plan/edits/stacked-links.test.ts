import { expect, it } from 'vitest'
import { management, nic } from '../../../simhost/hosts/build'
import { SimHost } from '../../../simhost/sim-host'
import type { NetworkState } from '../../model/network-state'
import { observeCommandHost } from '../testing/host'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { newAddress } from '../../model/new-ip'
import { NO_XML, planChange } from '../plan-change'
import type { Plan } from '../step'
import { undoCommands } from '../step'

const ADDRESS = '192.0.2.31'

/** VLAN 126 of eth2 is the port of br126; made by hand. */
function hostOf(...more: string[]): NetworkState {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name, {})
  const lines = [
    'ip link add link eth2 name eth2.126 type vlan id 126',
    'ip link set dev eth2.126 up',
    'ip link add name br126 type bridge',
    'ip link set dev eth2.126 master br126',
    'ip link set dev br126 up',
    ...more,
  ]
  for (const line of lines) expect(host.run(line.split(' ')), line).toMatchObject({ status: 0 })
  return observeCommandHost(host, ADDRESS)
}

function planOn(state: NetworkState, input: IntentInput[]): Plan {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const planned = planChange(state, intents.intents, { xml: NO_XML })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

const wordsOf = (commands: readonly { argv: string[] }[]): string[] => commands.map(({ argv }) => argv.join(' '))
const runs = ({ steps }: Plan): string[] => wordsOf(steps.map(({ run }) => run))
const undoes = ({ steps }: Plan): string[] => wordsOf(undoCommands(steps))

const REMOVE_LINK: IntentInput = { kind: 'vlanLink.remove', name: 'eth2.126' }
const REMOVE_BOTH: IntentInput[] = [{ kind: 'linuxBridge.remove', name: 'br126' }, REMOVE_LINK]

it('puts a VLAN link back as it was born: with the MAC of its parent, which it follows', () => {
  const plan = planOn(hostOf(), [REMOVE_LINK])
  expect(undoes(plan)).toEqual([
    'ip link add link eth2 name eth2.126 type vlan id 126',
    'ip link set dev eth2.126 master br126',
    'ip link set dev eth2.126 up',
  ])
  expect(plan.warnings).toEqual([])
})

it('puts a VLAN link back with the MAC that it was given', () => {
  const plan = planOn(hostOf('ip link set dev eth2.126 address 02:00:00:00:01:26'), [REMOVE_LINK])
  expect(undoes(plan)[0]).toBe('ip link add link eth2 name eth2.126 address 02:00:00:00:01:26 type vlan id 126')
})

it('sets a new bridge up after its ports, and before what stands on it', () => {
  const plan = planOn(hostOf(), [
    { kind: 'linuxBridge.set', name: 'br0', ports: ['eth3', 'eth4'] },
    { kind: 'vlanLink.set', parent: 'br0', vlanId: 20 },
    { kind: 'linuxBridge.set', name: 'br20', ports: ['br0.20'] },
    { kind: 'linuxBridge.set', name: 'br-empty' },
  ])
  const steps = runs(plan)
  const inOrder = [
    'ip link set dev eth4 master br0',
    'ip link set dev br0 up',
    'ip link add link br0 name br0.20 type vlan id 20',
    'ip link set dev br0.20 master br20',
    'ip link set dev br20 up',
  ]
  expect(steps.filter((step) => inOrder.includes(step))).toEqual(inOrder)
  expect(steps).toContain('ip link set dev br-empty up')
  expect(steps.filter((step) => step.endsWith(' up'))).toHaveLength(4)
})

it('says that a link-local address left from an earlier MAC does not come back', () => {
  const state = hostOf()
  expect(planOn(state, REMOVE_BOTH).warnings).toEqual([])
  // `ip addr` on Linux 6.1 for a bridge that was set up before its first port joined.
  const address = { ...newAddress('fe80::a445:8ff:fe02:fdd3/64'), scope: 'link' }
  const links = state.links.map((link) =>
    link.name === 'br126' ? { ...link, mac: '02:7d:05:d2:a0:e1', addresses: [address] } : link,
  )
  expect(planOn({ ...state, links }, REMOVE_BOTH).warnings).toEqual([
    'br126 has the link-local address fe80::a445:8ff:fe02:fdd3, which does not follow from its MAC 02:7d:05:d2:a0:e1: put back, it gets fe80::7d:5ff:fed2:a0e1 from the kernel',
  ])
})
