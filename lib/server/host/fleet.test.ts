import { afterEach, describe, expect, it } from 'vitest'
import type { ReadCommand } from '@/lib/core/observe/read-command'
import { AppError } from '../errors'
import { startTestServer } from '../ssh/testing/server'
import { settle } from './testing/clock'
import type { FleetOptions } from './fleet'
import { Fleet } from './fleet'
import type { HostLink } from './host-link'
import type { SessionEvent } from './session-types'
import type { FleetHost } from './settings'
import { Semaphore } from './semaphore'
import { observeTexts, TestHost, testDeps } from './testing/host'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

const hostNamed = (id: string, more: Partial<FleetHost> = {}): FleetHost => ({
  id,
  address: '127.0.0.1',
  port: 22,
  username: 'root',
  sudo: false,
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
  ...more,
})

/** A fleet whose hosts are the given ones by id, without network. */
function fleetOf(hosts: Record<string, TestHost>, more: Partial<FleetOptions> = {}) {
  const { deps, clock } = testDeps(new TestHost())
  const faults: unknown[] = []
  const fleet = new Fleet({
    ...deps,
    openLink: (settings, signal) => (hosts[settings.id] ?? new TestHost()).open(signal),
    onListenerError: (error) => faults.push(error),
    ...more,
  })
  cleanups.push(() => fleet.stop())
  return { fleet, clock, faults }
}

describe('Fleet', () => {
  it('watches every host and tells of each', async () => {
    const { fleet } = fleetOf({})
    const events: SessionEvent[] = []
    fleet.subscribe((event) => events.push(event))
    fleet.start([hostNamed('a'), hostNamed('b')])
    await settle()
    expect(events.filter(({ kind }) => kind === 'changed').map(({ hostId }) => hostId)).toEqual(['a', 'b'])
    expect(fleet.sessions().map((session) => session.snapshot().status)).toEqual(['online', 'online'])
  })

  it('goes on when a listener throws', async () => {
    const { fleet, faults } = fleetOf({})
    fleet.subscribe(() => {
      throw new Error('oops')
    })
    fleet.start([hostNamed('a')])
    await settle()
    expect(fleet.get('a')?.snapshot().status).toBe('online')
    expect(faults.length).toBeGreaterThan(0)
  })

  it('connects to a limited number of hosts at a time', async () => {
    const waiting: (() => void)[] = []
    const openLink = async (): Promise<HostLink> => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      throw new AppError('auth_failed', { message: 'no' })
    }
    const { fleet } = fleetOf({}, { openLink, connecting: new Semaphore(20) })
    fleet.start(Array.from({ length: 50 }, (_, i) => hostNamed(`h${i}`)))
    await settle()
    expect(waiting).toHaveLength(20)
    waiting.splice(0, 5).forEach((go) => go())
    await settle()
    expect(waiting).toHaveLength(20)
    while (waiting.length > 0) {
      waiting.splice(0).forEach((go) => go())
      await settle()
    }
    expect(fleet.sessions().map((session) => session.snapshot().status)).toEqual(Array(50).fill('refused'))
  })

  it('forgets a removed host and closes its connection', async () => {
    const host = new TestHost()
    const { fleet } = fleetOf({ a: host })
    fleet.start([hostNamed('a')])
    await settle()
    await fleet.remove('a')
    expect(fleet.get('a')).toBeNull()
    expect(host.closes).toBe(1)
  })

  it('stops while hosts wait for their turn to connect', async () => {
    const openLink = (_settings: unknown, signal: AbortSignal) =>
      new Promise<HostLink>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    const { fleet } = fleetOf({}, { openLink, connecting: new Semaphore(1) })
    fleet.start([hostNamed('a'), hostNamed('b'), hostNamed('c')])
    await settle()
    await fleet.stop()
    expect(fleet.sessions()).toEqual([])
  })
})

/** Constant commands that any machine has, as sources that observeTexts knows. */
const REAL_COMMANDS: readonly ReadCommand[] = (['system', 'links'] as const).map((id) => ({
  id,
  source: id,
  argv: ['echo', id],
  display: `echo ${id}`,
  tool: 'echo',
  deadlineMs: 5000,
  maxBytes: 1000,
}))

describe('Fleet over real SSH', () => {
  /** Real time, real connections; `resolveAuth` is all that is needed. */
  function realFleet() {
    const fleet = new Fleet({
      resolveAuth: () => Promise.resolve({ kind: 'password', password: 'secret' }),
      onListenerError: (error) => {
        throw error
      },
      commands: REAL_COMMANDS,
      observe: observeTexts,
      random: () => 0.99,
    })
    cleanups.push(() => fleet.stop())
    return fleet
  }

  const nextEvent = (fleet: Fleet, wanted: (event: SessionEvent) => boolean) =>
    new Promise<SessionEvent>((resolve) => {
      const leave = fleet.subscribe((event) => {
        if (!wanted(event)) return
        leave()
        resolve(event)
      })
    })

  it('is not delayed by a host that hangs', async () => {
    const [good, hanging] = await Promise.all([startTestServer(), startTestServer({ onExec: () => false })])
    cleanups.push(good.stop, hanging.stop)
    const fleet = realFleet()
    const changed = nextEvent(fleet, ({ kind }) => kind === 'changed')
    fleet.start([
      hostNamed('hanging', { port: hanging.port, hostKeyFingerprint: hanging.fingerprint }),
      hostNamed('good', { port: good.port, hostKeyFingerprint: good.fingerprint }),
    ])
    expect(await changed).toMatchObject({ hostId: 'good', next: { routes: [{ link: 'links\n' }] } })
    expect(fleet.get('hanging')?.snapshot()).toMatchObject({ status: 'connecting', reading: null })
  })

  it('comes back after the connection was cut, and leaves nothing open when it stops', async () => {
    const server = await startTestServer()
    cleanups.push(server.stop)
    const fleet = realFleet()
    const isStatus = (status: string) => (event: SessionEvent) =>
      event.kind === 'status' && event.snapshot.status === status
    const online = nextEvent(fleet, isStatus('online'))
    fleet.start([hostNamed('a', { port: server.port, hostKeyFingerprint: server.fingerprint })])
    await online
    const offline = nextEvent(fleet, isStatus('offline'))
    const again = nextEvent(fleet, isStatus('connecting')).then(() => nextEvent(fleet, isStatus('online')))
    server.dropAll()
    expect(await offline).toMatchObject({ snapshot: { reason: { code: 'host_unreachable' }, reading: { version: 1 } } })
    expect(await again).toMatchObject({ snapshot: { reading: { version: 1 }, diagnostics: { connects: 2 } } })
    await fleet.stop()
    await expect.poll(server.openConnections, { timeout: 10_000 }).toBe(0)
  })

  it('refuses a host whose key is another one than pinned', async () => {
    const server = await startTestServer()
    cleanups.push(server.stop)
    const fleet = realFleet()
    const refused = nextEvent(fleet, (event) => event.kind === 'status' && event.snapshot.status === 'refused')
    fleet.start([hostNamed('a', { port: server.port })])
    expect(await refused).toMatchObject({
      snapshot: {
        reason: { code: 'host_key_changed' },
        offeredHostKey: { type: 'ssh-ed25519', fingerprint: server.fingerprint },
      },
    })
    expect(server.authAttempts).toEqual([])
  })
})
