import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import type { RawFacts } from '@/lib/core/observe/read-command'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { observeHost } from '@/lib/core/observe/observe-host'
import { definitionsOf } from '@/lib/core/plan/testing/host'
import type { CommandHost } from '@/lib/core/plan/testing/host'
import type { IntentInput } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { planChange } from '@/lib/core/plan/plan-change'
import { planHooks, requestOf } from '@/lib/server/change/planned-change'
import { runChange } from '@/lib/server/change/run-change'
import type { ChangeDeps } from '@/lib/server/change/change-types'
import { collect } from '@/lib/server/host/collect'
import { systemClock } from '@/lib/server/host/clock'
import { connectSsh } from '@/lib/server/ssh/connection'
import { HostShell } from '@/lib/server/ssh/shell'
import { DEFAULT_NETWORK, management, nic, runXml } from '@/lib/simhost/hosts/build'
import { SimHost } from '@/lib/simhost/sim-host'
import { GUEST } from './conformance-script'
import { labDeps } from './guard-host'
import { newTxnId } from './guard-plans'
import { NamespaceLab, whyNoNamespaceLab } from './lab'
import { normaliseState } from './normalise'

/** The same guarded changes on a simulated and on a real host: the same steps, the same end, the same state, undone and kept. */

const reason = whyNoNamespaceLab()
test.skip(reason !== null, reason ?? '')
test.describe.configure({ mode: 'serial' })

type Side = CommandHost & { deps: () => Promise<ChangeDeps> }

let lab: NamespaceLab
let sim: SimHost
let sides: { real: Side; simulated: Side }

test.beforeAll(async () => {
  lab = await NamespaceLab.up(1, { prefix: 'labv', net: '198.29' })
  sim = new SimHost({ name: 'kvm1' })
  management(sim.machine, '192.0.2.31')
  for (const name of ['eth1', 'eth2', 'eth3', 'eth4']) nic(sim.machine, name)
  // libvirt's packages define it: its bridge name is taken.
  runXml(sim.machine, ['virsh', 'net-define', '/dev/stdin'], DEFAULT_NETWORK)
  await sim.start()
  const host = lab.host(0)
  sides = {
    real: {
      run: (argv, stdin = '') => {
        const { status, stdout, stderr } = host.attempt(argv, stdin)
        return { status: status ?? -1, stdout, stderr }
      },
      deps: async () => (await labDeps(host)).deps,
    },
    simulated: { run: (argv, stdin) => sim.run(argv, stdin), deps: simDeps },
  }
})
test.afterAll(async () => {
  await sim?.stop()
  await lab?.down()
})

async function simDeps(): Promise<ChangeDeps> {
  const { deps } = await labDeps(lab.host(0))
  return {
    ...deps,
    clock: systemClock,
    connect: async ({ address = '127.0.0.1', signal }) => {
      const connection = await connectSsh({
        address,
        port: sim.server.port,
        username: 'root',
        auth: { kind: 'password', password: sim.access.password },
        hostKey: { fingerprint: sim.server.fingerprint, type: 'ssh-ed25519', whenDifferent: 'host_key_changed' },
        signal,
      })
      return { shell: new HostShell(connection, { sudo: false }), close: () => connection.close() }
    },
  }
}

async function observe(side: Side) {
  const link = await (await side.deps()).connect({ signal: AbortSignal.timeout(20_000) })
  const facts: RawFacts = await collect(link.shell, READ_COMMANDS)
  link.close()
  return observeHost(facts, { readAtMs: 0, sshConnection: null })
}

async function planOn(side: Side, input: IntentInput[]) {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const state = await observe(side)
  const planned = planChange(state, intents.intents, { xml: definitionsOf(side, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

/** Plans and carries out; `isUndone`: the console finds it wrong, and the host puts it back. Gives what both must agree on. */
async function change(side: Side, input: IntentInput[], isUndone: boolean) {
  const plan = await planOn(side, input)
  const hooks = planHooks(plan, systemClock)
  const request = requestOf(plan, {
    id: newTxnId(),
    operator: 'ada',
    nonce: randomBytes(16).toString('hex'),
    mode: 'auto',
    windowSeconds: isUndone ? 4 : 60,
  })
  const outcome = await runChange(request, {
    ...(await side.deps()),
    ...hooks,
    ...(isUndone && { findDiscrepancies: () => Promise.resolve(['as the test wants it']) }),
  })
  return {
    log: `${outcome.reason}\n${outcome.hostLog}`,
    summaries: plan.steps.map(({ summary, scope }) => `${scope}: ${summary}`),
    state: outcome.state,
    steps: outcome.steps,
    rollback: outcome.rollback,
    isPersisted: outcome.isPersisted,
  }
}

const CHANGES: readonly { title: string; intents: IntentInput[]; staysOnly?: boolean }[] = [
  {
    title: 'an OVS bridge with a bond, native VLAN and trunk',
    intents: [
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
    ],
  },
  {
    title: 'ports of every kind, a fake bridge and a mirror',
    intents: [
      { kind: 'port.set', bridge: 'ovsbr1', name: 'int1', type: 'internal' },
      { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'int1', mode: 'access', tag: 125 },
      { kind: 'port.set', bridge: 'ovsbr1', name: 'vx1', type: 'vxlan', options: { remote_ip: '192.0.2.7', key: '7' } },
      { kind: 'port.set', bridge: 'ovsbr1', name: 'span0', type: 'internal' },
      { kind: 'mirror.set', bridge: 'ovsbr1', name: 'm1', sourcePorts: ['int1'], outputPort: 'span0' },
      { kind: 'ovsBridge.set', name: 'ovs-v126', fakeParent: { parent: 'ovsbr1', vlan: 126 } },
    ],
  },
  {
    title: 'a Linux bridge with an address and a route, a macvtap and a macvlan',
    intents: [
      { kind: 'linuxBridge.set', name: 'br-lan', ports: ['eth1'] },
      { kind: 'address.set', link: 'br-lan', addresses: ['192.168.50.9/24'] },
      { kind: 'macvtap.set', name: 'mvt0', lower: 'eth4', mode: 'vepa' },
      { kind: 'macvlan.set', name: 'mvl0', lower: 'eth4' },
    ],
  },
  {
    title: 'a libvirt network with portgroups',
    intents: [
      { kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr1' },
      { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } },
      { kind: 'portgroup.set', network: 'ovs-net', name: 'trunk', vlan: { mode: 'trunk', tags: '125,126' } },
      { kind: 'network.set', name: 'iso', forward: 'none', address: '192.168.60.1/24' },
    ],
  },
  {
    // A guest without an operating system never lets go of a NIC: what is plugged cannot be unplugged.
    title: 'another NIC for a running guest',
    staysOnly: true,
    intents: [
      {
        kind: 'guestNic.attach',
        guest: 'web1',
        mac: '52:54:00:c0:00:07',
        target: { network: 'ovs-net', portgroup: 'Vlan125' },
      },
      { kind: 'portgroup.set', network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 126 } },
    ],
  },
]

async function expectAlike() {
  await expect(async () => {
    const [simulated, real] = await Promise.all([observe(sides.simulated), observe(sides.real)])
    expect(normaliseState(simulated)).toEqual(normaliseState(real))
  }).toPass({ timeout: 30_000 })
}

for (const { title, intents, staysOnly = false } of CHANGES) {
  test(`changed alike on a simulated and a real host: ${title}`, async () => {
    if (staysOnly)
      for (const side of [sides.real, sides.simulated]) {
        side.run(['tee', '/tmp/guest.xml'], GUEST)
        for (const words of ['virsh define /tmp/guest.xml', 'virsh start web1'])
          expect(side.run(words.split(' '))).toMatchObject({ status: 0 })
      }
    for (const isUndone of staysOnly ? [false] : [true, false]) {
      const [real, simulated] = await Promise.all([
        change(sides.real, intents, isUndone),
        change(sides.simulated, intents, isUndone),
      ])
      expect(real, real.log).toMatchObject({ state: isUndone ? 'rolled_back' : 'confirmed' })
      expect({ ...simulated, log: '' }, simulated.log).toEqual({ ...real, log: '' })
      await expectAlike()
    }
  })
}
