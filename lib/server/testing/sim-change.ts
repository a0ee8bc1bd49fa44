/* Test support: the console's change engine against a simulated host behind its SSH server: what the demo shows. */
import { randomBytes } from 'node:crypto'
import { afterEach, expect } from 'vitest'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { observeHost } from '@/lib/core/observe/observe-host'
import type { NetworkState } from '@/lib/core/model/network-state'
import { definitionsOf } from '@/lib/core/plan/testing/host'
import type { IntentInput } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { diffObjects } from '@/lib/core/objects/state-objects'
import { planChange } from '@/lib/core/plan/plan-change'
import type { Plan } from '@/lib/core/plan/step'
import type { GuardPace } from '@/lib/simhost/guard/sim-guard'
import { management, nic, guest, ovsNic } from '@/lib/simhost/hosts/build'
import { SimHost } from '@/lib/simhost/sim-host'
import { collect } from '../host/collect'
import type { Clock } from '../host/clock'
import { systemClock } from '../host/clock'
import { connectSsh } from '../ssh/connection'
import { HostShell } from '../ssh/shell'
import type { ChangeDeps, ChangeEvent, ChangeLink, Failpoint } from '../change/change-types'
import { planHooks, requestOf } from '../change/planned-change'
import { runChange } from '../change/run-change'

const started: SimHost[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((host) => host.stop()))
})

/** Hosts run scripts of many processes: on a busy machine each takes its time. */
export const PATIENCE = 30_000

/** Longer than any test: only `hurryApply` goes on. */
export const NEVER = 3_600_000

export async function startHost(pace: Partial<GuardPace> = {}): Promise<SimHost> {
  const host = new SimHost({ name: 'kvm1', pace: { stepMs: 5, secondMs: 20, ...pace } })
  management(host.machine, '192.0.2.31')
  for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name)
  host.run(['ovs-vsctl', 'add-br', 'br0', '--', 'add-port', 'br0', 'eth2'])
  guest(host.machine, { name: 'web1', nics: [ovsNic('br0')] })
  started.push(host)
  await host.start()
  return host
}

/** The console's means of reaching the host, all links it has made, and what it has told. */
export function consoleOf(host: SimHost, over: Partial<ChangeDeps> = {}) {
  const links: (ChangeLink & { isClosed: boolean })[] = []
  const events: ChangeEvent[] = []
  const connect: ChangeDeps['connect'] = async ({ address = '127.0.0.1', signal }) => {
    const connection = await connectSsh({
      address,
      port: host.server.port,
      username: 'root',
      auth: { kind: 'password', password: host.access.password },
      hostKey: { fingerprint: host.server.fingerprint, type: 'ssh-ed25519', whenDifferent: 'host_key_changed' },
      signal,
    })
    const shell = new HostShell(connection, { sudo: false })
    const link = {
      shell,
      isClosed: false,
      close: () => {
        link.isClosed = true
        connection.close()
      },
    }
    links.push(link)
    return link
  }
  const deps: ChangeDeps = {
    connect,
    readFingerprint: () => Promise.resolve(''),
    onEvent: (event) => void events.push(event),
    clock: systemClock,
    timings: { connectMs: 5_000, replyMs: 10_000, confirmSpacingMs: 10, pollMs: 5, recoveryMs: 30_000, verifyTries: 2 },
    ...over,
  }
  return { deps, links, events }
}

export async function observe(host: SimHost): Promise<NetworkState> {
  const link = await consoleOf(host).deps.connect({ signal: AbortSignal.timeout(10_000) })
  const facts = await collect(link.shell, READ_COMMANDS)
  link.close()
  return observeHost(facts, { readAtMs: 0, sshConnection: null })
}

/** What the console would make of the intents now. */
export async function plan(host: SimHost, input: IntentInput[]): Promise<Plan> {
  const state = await observe(host)
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const planned = planChange(state, intents.intents, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

let made = 0
const newId = (): string => `01ARZ3NDEKTSV4RRFFQ69G${String((made += 1)).padStart(4, '0')}`
export const requestFor = (
  planned: Plan,
  over: { windowSeconds?: number; mode?: 'auto' | 'manual'; operator?: string } = {},
) =>
  requestOf(planned, {
    id: newId(),
    operator: 'ada',
    nonce: randomBytes(16).toString('hex'),
    mode: 'auto',
    hostAddress: '127.0.0.1',
    ...over,
  })

export const hooksOf = (planned: Plan, clock: Clock = systemClock) => planHooks(planned, clock)
export const isLocked = (host: SimHost): boolean => host.run(['cat', '/var/lib/patchbay/lock/owner']).status === 0

export const BRIDGE: IntentInput[] = [
  { kind: 'ovsBridge.set', name: 'ovsbr1' },
  {
    kind: 'bond.set',
    bondKind: 'ovs',
    bridge: 'ovsbr1',
    name: 'bond0',
    members: ['eth3', 'eth4'],
    mode: 'active-backup',
  },
]

export async function expectUntouched(host: SimHost, before: NetworkState): Promise<void> {
  expect(diffObjects(before, await observe(host))).toEqual([])
  expect(isLocked(host)).toBe(false)
}

/** As a console that is killed: nothing more is done, and its connections break. */
export async function dieAt(
  point: Failpoint,
  { deps, links }: Pick<ReturnType<typeof consoleOf>, 'deps' | 'links'>,
  request: ReturnType<typeof requestOf>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failpoint = (name: Failpoint) =>
      name === point
        ? new Promise<void>(() => {
            for (const link of links) link.close()
            resolve()
          })
        : undefined
    runChange(request, { ...deps, failpoint }).then(() => reject(new Error(`${point} was not met`)), reject)
  })
}
