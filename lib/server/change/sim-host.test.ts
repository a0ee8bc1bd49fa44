import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { observeHost } from '@/lib/core/observe/observe-host'
import type { NetworkState } from '@/lib/core/model/network-state'
import { definitionsOf } from '@/lib/core/plan/host-testing'
import type { IntentInput } from '@/lib/core/plan/intent'
import { parseIntents } from '@/lib/core/plan/intent'
import { diffObjects } from '@/lib/core/plan/objects'
import { planChange } from '@/lib/core/plan/plan-change'
import type { Plan } from '@/lib/core/plan/step'
import { management, nic, guest, ovsNic } from '@/lib/simhost/hosts/build'
import type { GuardPace } from '@/lib/simhost/guard/guard-context'
import { SimHost } from '@/lib/simhost/sim-host'
import { collect } from '../host/collect'
import { systemClock } from '../host/clock'
import { connectSsh } from '../ssh/connection'
import { HostShell } from '../ssh/shell'
import { ChangeControl } from './change-control'
import type { ChangeDeps, ChangeEvent, ChangeLink, ChangeOutcome, Failpoint } from './change-types'
import { planHooks, requestOf } from './planned-change'
import { resumeChange } from './resume-change'
import { runChange } from './run-change'

/** A guarded change as the console carries it out, on a simulated host behind its SSH server: what the demo shows. */

const started: SimHost[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((host) => host.stop()))
})

/** Longer than any test: only `hurryApply` goes on. */
const NEVER = 3_600_000

async function startHost(pace: Partial<GuardPace> = {}): Promise<SimHost> {
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
function consoleOf(host: SimHost, over: Partial<ChangeDeps> = {}) {
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
    timings: { connectMs: 2_000, replyMs: 2_000, confirmSpacingMs: 10, pollMs: 5, recoveryMs: 10_000, verifyTries: 2 },
    ...over,
  }
  return { deps, links, events }
}

async function observe(host: SimHost): Promise<NetworkState> {
  const link = await consoleOf(host).deps.connect({ signal: AbortSignal.timeout(10_000) })
  const facts = await collect(link.shell, READ_COMMANDS)
  link.close()
  return observeHost(facts, { readAtMs: 0, sshConnection: null })
}

/** What the console would make of the intents now. */
async function plan(host: SimHost, input: IntentInput[]): Promise<Plan> {
  const state = await observe(host)
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const planned = planChange(state, intents.intents, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

let made = 0
const newId = (): string => `01ARZ3NDEKTSV4RRFFQ69G${String((made += 1)).padStart(4, '0')}`
const requestFor = (
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

const hooksOf = (planned: Plan) => planHooks(planned, () => 0)
const isLocked = (host: SimHost): boolean => host.run(['cat', '/var/lib/patchbay/lock/owner']).status === 0

const BRIDGE: IntentInput[] = [
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

async function expectUntouched(host: SimHost, before: NetworkState): Promise<void> {
  expect(diffObjects(before, await observe(host))).toEqual([])
  expect(isLocked(host)).toBe(false)
}

describe('a planned change on a simulated host', () => {
  it('is confirmed over a connection made after it', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const { deps, events, links } = consoleOf(host, hooksOf(planned))
    const outcome = await runChange(requestFor(planned), deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed', isPersisted: true })
    expect(events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))).toEqual([
      ...['preflight', 'upload', 'lock', 'arm', 'apply', 'confirm', 'persist', 'release'],
    ])
    expect(links).toHaveLength(2)
    expect(outcome.bootGuard).toMatch(/systemd unit puts back/)
    expect(outcome.hostLog).toContain('guard: confirmed')
    expect((await plan(host, BRIDGE)).steps).toEqual([])
    expect(isLocked(host)).toBe(false)
  })

  it('is put back at the end of the window when the console has vanished', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    await dieAt('after_apply', { deps, links }, requestFor(planned, { windowSeconds: 1 }))
    await vi.waitFor(() => expectUntouched(host, before), { timeout: 8_000, interval: 50 })
  })

  it('is put back at once when the host is not as planned', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const findDiscrepancies = () => Promise.resolve(['as the test wants it'])
    const { deps } = consoleOf(host, { ...hooksOf(planned), findDiscrepancies })
    const outcome = await runChange(requestFor(planned, { windowSeconds: 2 }), deps)
    expect(outcome).toMatchObject({ state: 'rolled_back', rollback: [{ outcome: 'undone', step: 1, action: 1 }] })
    await expectUntouched(host, before)
  })

  it('is refused once somebody else has changed what it touches', async () => {
    const host = await startHost()
    const planned = await plan(host, [{ kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 7 }])
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=99'])
    const before = await observe(host)
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome).toMatchObject({ state: 'stale', error: 'stale_plan' })
    await expectUntouched(host, before)
  })

  it('names the step that fails, and the host is as before', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br-fail-apply' }])
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome.reason).toMatch(/Step \d \(.*br-fail-apply.*\) failed with status \d+: .*busy/)
    expect(outcome.state).toBe('rolled_back')
    await expectUntouched(host, before)
  })

  it('catches a step that only says it did something', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br-lies' }])
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome.reason).toMatch(/All steps ended well, and yet the host is not as planned: .*br-lies/)
    await expectUntouched(host, before)
  })

  it('shows its steps one by one', async () => {
    const host = await startHost({ stepMs: NEVER })
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br1' }])
    const request = requestFor(planned)
    const seen: string[] = []
    const onEvent = (event: ChangeEvent) => {
      if (event.kind !== 'steps') return
      seen.push(event.steps.map(({ status }) => status).join())
      host.hurryApply(request.transaction.id)
    }
    expect(await runChange(request, consoleOf(host, { ...hooksOf(planned), onEvent }).deps)).toMatchObject({
      state: 'confirmed',
    })
    const count = request.transaction.steps.length
    const wanted = Array.from({ length: count + 1 }, (_, done) =>
      Array.from({ length: count }, (_, i) => (i < done ? 'done' : i === done ? 'running' : 'waiting')).join(),
    )
    expect(seen).toEqual(wanted)
  })

  it('is confirmed over a connection that was begun after its last step, while the host verified', async () => {
    const host = await startHost({ secondMs: NEVER })
    const planned = await plan(host, [{ kind: 'linuxBridge.set', name: 'br-lies' }])
    const request = requestFor(planned)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const walAtConnect: string[] = []
    const connect: ChangeDeps['connect'] = async (options) => {
      walAtConnect.push(host.run(['cat', `/var/lib/patchbay/txn/${request.transaction.id}/wal`]).stdout)
      return deps.connect(options)
    }
    const running = runChange(request, { ...deps, connect })
    await vi.waitFor(() => expect(links).toHaveLength(2), 5_000)
    expect(walAtConnect[1]).toMatch(new RegExp(`E ${request.transaction.steps.length} 0\n$`))
    host.run(['ip', 'link', 'add', 'br-lies', 'type', 'bridge'])
    host.run(['ip', 'link', 'set', 'br-lies', 'up'])
    host.hurryApply(request.transaction.id)
    const outcome = await running
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
    expect(links).toHaveLength(2)
    expect(links.map(({ isClosed }) => isClosed)).toEqual([true, true])
  })

  it('leaves no connection open that was begun for a confirmation that never came', async () => {
    const host = await startHost({ secondMs: NEVER })
    const planned = await plan(host, [{ kind: 'linuxBridge.set', name: 'br-lies' }])
    const request = requestFor(planned)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const running = runChange(request, deps)
    await vi.waitFor(() => expect(links).toHaveLength(2), 5_000)
    host.hurryApply(request.transaction.id)
    expect(await running).toMatchObject({ state: 'rolled_back' })
    await vi.waitFor(() => expect(links.map(({ isClosed }) => isClosed)).toEqual([true, true]))
  })
})

describe('two people on a simulated host', () => {
  it('the second is told who holds it; the first keeps, after more time', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const control = new ChangeControl()
    const running = runChange(
      requestFor(planned, { mode: 'manual', windowSeconds: 8, operator: 'Ada Lovelace' }),
      deps,
      control,
    )
    await vi.waitFor(() => expect(isWaiting(events)).toBe(true), 5_000)
    const other = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(other).toMatchObject({ state: 'failed', error: 'host_locked' })
    expect(other.reason).toContain('Ada Lovelace')
    await control.extend(60)
    const left = () => events.flatMap((event) => (event.kind === 'window' ? [event.secondsLeft] : [])).at(-1)
    await vi.waitFor(() => expect(left()).toBeGreaterThan(30), 5_000)
    control.keep()
    expect(await running).toMatchObject({ state: 'confirmed' })
  })

  it('undo now', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const control = new ChangeControl()
    const running = runChange(requestFor(planned, { mode: 'manual' }), deps, control)
    await vi.waitFor(() => expect(isWaiting(events)).toBe(true), 5_000)
    control.undo()
    expect(await running).toMatchObject({ state: 'rolled_back' })
    await expectUntouched(host, before)
  })
})

const isWaiting = (events: readonly ChangeEvent[]): boolean =>
  events.some((event) => event.kind === 'state' && event.state === 'awaiting_confirmation')

/** As a console that is killed: nothing more is done, and its connections break. */
async function dieAt(
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

describe('the way to a simulated host', () => {
  it('is cut by a change and comes back at the end of the window', async () => {
    const host = await startHost()
    const before = await observe(host)
    // The address goes into a bridge that has no cable.
    const planned = await plan(host, [
      { kind: 'ovsBridge.set', name: 'brmgmt' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'brmgmt' },
      { kind: 'portVlan.set', bridge: 'brmgmt', port: 'eth0', mode: 'access', tag: 10 },
    ])
    expect(planned.risk.level).toBe('R2')
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const running = runChange(requestFor(planned, { windowSeconds: 3 }), deps)
    await vi.waitFor(() => expect(host.isReachedAt('127.0.0.1')).toBe(false), 5_000)
    await expect(deps.connect({ signal: AbortSignal.timeout(2_000) })).rejects.toMatchObject({
      code: 'host_unreachable',
    })
    const outcome: ChangeOutcome = await running
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'rolled_back' })
    expect(events.some(({ kind }) => kind === 'window')).toBe(true)
    await expectUntouched(host, before)
  })

  it('moves into a bridge with its address, and is confirmed where it was reached before', async () => {
    const host = await startHost()
    const planned = await plan(host, [
      { kind: 'ovsBridge.set', name: 'brmgmt' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'brmgmt' },
    ])
    expect(planned.risk.level).toBe('R2')
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  })

  it('moves to another address, where the change is confirmed', async () => {
    const host = await startHost()
    const planned = await plan(host, [{ kind: 'address.set', link: 'eth0', addresses: ['127.0.0.88/24'] }])
    const { deps } = consoleOf(host, hooksOf(planned))
    expect(planned.confirm).toEqual({ isNeeded: true, address: '127.0.0.88' })
    const outcome = await runChange(requestFor(planned), deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
    expect(host.isReachedAt('127.0.0.1')).toBe(false)
    expect(host.isReachedAt('127.0.0.88')).toBe(true)
  })
})

describe('a simulated host after the console has gone', () => {
  for (const point of [
    'after_preflight',
    'after_upload',
    'after_lock',
    'after_arm',
    'mid_apply',
    'after_apply',
    'before_confirm',
  ] as const) {
    it(`at ${point}: the next console finds it as it was, and free`, async () => {
      const host = await startHost()
      const before = await observe(host)
      const planned = await plan(host, BRIDGE)
      const request = requestFor(planned)
      await dieAt(point, consoleOf(host, hooksOf(planned)), request)
      const outcome = await resumeChange(request, consoleOf(host, hooksOf(planned)).deps)
      expect(['rolled_back', 'failed'], `${outcome.reason}`).toContain(outcome.state)
      await expectUntouched(host, before)
    })
  }

  it('at after_claim: the next console stores and frees it', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const request = requestFor(planned)
    await dieAt('after_claim', consoleOf(host, hooksOf(planned)), request)
    expect(await resumeChange(request, consoleOf(host, hooksOf(planned)).deps)).toMatchObject({ state: 'confirmed' })
    expect(isLocked(host)).toBe(false)
  })

  it('puts everything back when it is restarted within the window', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br1' }])
    await dieAt('after_apply', consoleOf(host, hooksOf(planned)), requestFor(planned))
    host.reboot()
    await expectUntouched(host, before)
  })
})
