import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { Plan } from '@/lib/core/plan/step'
import { systemClock } from '@/lib/server/host/clock'
import { planHooks, requestOf } from '@/lib/server/change/planned-change'
import { runChange } from '@/lib/server/change/run-change'
import { labDeps, planOnHost } from './guard-host'
import { newTxnId } from './guard-plans'
import type { LabHost } from './lab'
import { NamespaceLab, whyNoNamespaceLab } from './lab'
import { rawDumps } from './raw-dumps'

const reason = whyNoNamespaceLab()
test.skip(reason !== null, reason ?? '')

let lab: NamespaceLab
let host: LabHost
test.beforeAll(async () => {
  lab = await NamespaceLab.up(1, { prefix: 'labg', net: '198.21' })
  host = lab.host(0)
})
test.afterAll(async () => {
  await lab?.down()
})

async function applyPlan(plan: Plan, fail = false, windowSeconds?: number) {
  const hooks = planHooks(plan, systemClock)
  const { deps } = await labDeps(host, {
    ...hooks,
    ...(fail && { findDiscrepancies: async () => ['as the test wants it'] }),
  })
  const nonce = randomBytes(16).toString('hex')
  return runChange(requestOf(plan, { id: newTxnId(), operator: 'ada', nonce, mode: 'auto', windowSeconds }), deps)
}

const SWITCH: IntentInput[] = [
  { kind: 'ovsBridge.set', name: 'ovsbr1' },
  {
    kind: 'bond.set',
    bondKind: 'ovs',
    bridge: 'ovsbr1',
    name: 'bond0',
    members: ['eth2', 'eth3'],
    mode: 'active-backup',
  },
  { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '125,126' },
]

test('a planned switch is undone to the exact old state, and confirmed when it may stay', async () => {
  await expect.poll(() => host.exec('ip', '-6', 'addr', 'show', 'tentative')).toBe('')
  const before = rawDumps(host)
  const undone = await applyPlan(await planOnHost(host, SWITCH), true, 4)
  expect(undone, `${undone.reason}\n${undone.hostLog}`).toMatchObject({ state: 'rolled_back' })
  await expect.poll(() => rawDumps(host)).toEqual(before)
  const kept = await applyPlan(await planOnHost(host, SWITCH))
  expect(kept, `${kept.reason}\n${kept.hostLog}`).toMatchObject({ state: 'confirmed', isPersisted: true })
  expect((await planOnHost(host, SWITCH)).steps).toEqual([])
})

test('a plan that has been overtaken is stale', async () => {
  const plan = await planOnHost(host, [
    { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '125' },
  ])
  await host.exec('ovs-vsctl', 'set', 'port', 'bond0', 'trunks=7')
  expect(await applyPlan(plan)).toMatchObject({ state: 'stale' })
  await host.exec('ovs-vsctl', 'set', 'port', 'bond0', 'trunks=125,126')
})

test('the management NIC moves into an OVS bridge, address and all', async () => {
  const uplink: IntentInput[] = [
    { kind: 'ovsBridge.set', name: 'brmgmt' },
    { kind: 'uplink.move', nic: 'mgmt0', bridge: 'brmgmt' },
  ]
  await expect.poll(() => host.exec('ip', '-6', 'addr', 'show', 'tentative')).toBe('')
  const before = rawDumps(host)
  const plan = await planOnHost(host, uplink)
  expect(plan.risk.level).not.toBe('R0')
  const undone = await applyPlan(plan, true, 12)
  expect(undone, `${undone.reason}\n${undone.hostLog}`).toMatchObject({ state: 'rolled_back' })
  await expect.poll(() => rawDumps(host)).toEqual(before)
  const kept = await applyPlan(await planOnHost(host, uplink))
  expect(kept, `${kept.reason}\n${kept.hostLog}`).toMatchObject({ state: 'confirmed' })
})
