import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionsOf, observeCommandHost } from '../../core/plan/testing/host'
import type { Intent, IntentInput } from '../../core/intents/intent'
import { parseIntents } from '../../core/intents/intent'
import { NICS, switchIntent } from '../../core/plan/testing/intents'
import { diffObjects } from '../../core/objects/state-objects'
import { planChange } from '../../core/plan/plan-change'
import type { Plan } from '../../core/plan/step'
import { verifyPlan } from '../../core/verify/verify-plan'
import {
  bridgeNic,
  commands,
  DEFAULT_NETWORK,
  directNic,
  guest,
  management,
  network,
  networkNic,
  nic,
} from '../hosts/build'
import { SimHost } from '../sim-host'
import { applyGuarded, namesOf, undoGuarded } from './guard-testing'

/** Every plan of every kind of edit, carried out by the guard: verified by its own checks, and undone to the old state. */

const ADDRESS = '192.0.2.31'

const NETWORK = `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan1' default='yes'/><portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup></network>`

const freshHost = (): SimHost => {
  const host = new SimHost({ name: 'kvm1' })
  const { machine } = host
  management(machine, ADDRESS)
  for (const name of [...NICS, 'eth6']) nic(machine, name)
  commands(
    machine,
    `ovs-vsctl add-br ovsbr1
     ip link add br1 type bridge
     ip link set br1 up`,
  )
  network(machine, 'ovs-net', NETWORK)
  network(machine, 'default', DEFAULT_NETWORK)
  guest(machine, { name: 'web1', nics: [networkNic('ovs-net', 'Vlan125', '52:54:00:aa:00:01'), networkNic('default')] })
  guest(machine, { name: 'app1', nics: [bridgeNic('br1', '52:54:00:aa:00:02')] })
  guest(machine, { name: 'vepa1', nics: [directNic('eth6', 'vepa', '52:54:00:aa:00:03')] })
  guest(machine, { name: 'off1', nics: [networkNic('default', undefined, '52:54:00:aa:00:04')], state: 'shut off' })
  return host
}

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const target = one<Extract<IntentInput, { kind: 'guestNic.move' }>['target']>(
  { network: 'ovs-net' },
  { network: 'ovs-net', portgroup: 'Vlan125' },
  { network: 'default' },
  { network: 'n1' },
  { bridge: 'br1' },
  { bridge: 'ovsbr1', virtualport: 'openvswitch', vlan: { mode: 'access', tag: 9 } },
  { dev: 'eth6', mode: 'bridge' },
  { dev: 'eth6', mode: 'private' },
)
const vlan = one<Extract<IntentInput, { kind: 'portgroup.set' }>['vlan']>(
  { mode: 'none' },
  { mode: 'access', tag: 7 },
  { mode: 'trunk', tags: '7,8', nativeTag: 7 },
)
const nicOf = fc.record({ guest: one('web1', 'app1', 'vepa1', 'off1'), nic: one('net0', 'net1') })
const scope = one<'running' | 'stored' | 'both'>('running', 'stored', 'both')

const libvirtIntent: fc.Arbitrary<IntentInput> = fc.oneof(
  fc.record({
    kind: fc.constant('network.set' as const),
    name: one('n1', 'default'),
    forward: one('nat' as const, 'none' as const),
    address: one('192.168.77.1/24', '192.168.122.1/24'),
    active: fc.boolean(),
    autostart: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('network.set' as const),
    name: one('n1', 'n2'),
    forward: fc.constant('bridge' as const),
    bridge: one('br1', 'ovsbr1'),
  }),
  fc.record({ kind: fc.constant('network.remove' as const), name: one('n1', 'n2', 'default') }),
  fc.record({
    kind: fc.constant('portgroup.set' as const),
    network: one('ovs-net', 'n1'),
    name: one('Vlan125', 'pg2'),
    isDefault: fc.boolean(),
    vlan,
    updatesRunning: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('portgroup.remove' as const), network: one('ovs-net'), name: one('Vlan125', 'pg2') }),
  fc.record({ kind: fc.constant('guestNic.attach' as const), guest: one('web1', 'app1', 'off1'), scope, target }),
  nicOf.chain((fields) =>
    fc.record({ kind: fc.constant('guestNic.move' as const), scope, target }).map((rest) => ({ ...rest, ...fields })),
  ),
  nicOf.chain((fields) =>
    fc.record({ kind: fc.constant('guestNic.detach' as const), scope }).map((rest) => ({ ...rest, ...fields })),
  ),
  nicOf.chain((fields) =>
    fc
      .record({ kind: fc.constant('guestNic.setLink' as const), scope, state: one('up' as const, 'down' as const) })
      .map((rest) => ({ ...rest, ...fields })),
  ),
)

const edits = (maxLength: number): fc.Arbitrary<IntentInput[]> =>
  fc.array(fc.oneof(switchIntent, libvirtIntent), { minLength: 1, maxLength })

const observe = (host: SimHost) => observeCommandHost(host, ADDRESS)

const planFor = (host: SimHost, intents: readonly Intent[]) => {
  const state = observe(host)
  return planChange(state, intents, { xml: definitionsOf(host, state) })
}

const intentsOf = (input: readonly IntentInput[]): Intent[] =>
  input.flatMap((each) => {
    const result = parseIntents([each])
    return result.ok ? result.intents : []
  })

/** Those of the edits that are possible together, in order. */
const possible = (host: SimHost, intents: readonly Intent[]): Intent[] =>
  intents.reduce<Intent[]>((kept, next) => (planFor(host, [...kept, next]).ok ? [...kept, next] : kept), [])

const carryOut = (host: SimHost, plan: Plan): void => {
  for (const { run } of plan.steps)
    expect({ line: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0 })
}

describe('any plan, carried out by the guard of a simulated host', () => {
  it('is verified by what the host itself reads back, and undone to what was', async () => {
    let performed = 0
    await fc.assert(
      fc.asyncProperty(edits(8), edits(6), async (past, wanted) => {
        const host = freshHost()
        for (const intent of intentsOf(past)) {
          const planned = planFor(host, [intent])
          if (planned.ok) carryOut(host, planned.plan)
        }
        const before = observe(host)
        const planned = planFor(host, possible(host, intentsOf(wanted)))
        if (!planned.ok || planned.plan.steps.length === 0 || planned.plan.steps.some(({ undo }) => undo === null))
          return
        performed += 1
        const { differing, verdict, log } = await applyGuarded(host, planned.plan)
        expect(differing).toEqual([])
        expect(verdict, log).toBe('verified')
        const stored = planned.plan.steps.filter(({ scope: where }) => where === 'stored')
        if (stored.length === 0) expect(verifyPlan(planned.plan, observe(host))).toEqual([])
        expect(await undoGuarded(host)).toMatchObject({ answer: 'rolled_back\n' })
        expect(namesOf(diffObjects(before, observe(host)))).toEqual([])
      }),
      { numRuns: 25 },
    )
    expect(performed).toBeGreaterThan(6)
  }, 300_000)
})
