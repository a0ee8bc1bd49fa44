import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { settle } from './testing/clock'
import { HostSession } from './session'
import type { FleetHost } from './settings'
import type { FreshReading } from './state-reader'
import { GUEST_COMMAND, LINK_EVENT, TEST_COMMANDS, TEST_WATCHES, TestHost, testDeps } from './testing/host'

const HOST: FleetHost = {
  id: 'host0001',
  address: 'kvm1',
  port: 22,
  username: 'root',
  sudo: false,
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
}
const DOWN = new AppError('host_unreachable', { message: 'no answer' })
const WRONG = new AppError('auth_failed', { message: 'wrong password' })

async function started(prepare?: (host: TestHost) => void) {
  const host = new TestHost()
  prepare?.(host)
  const { deps, clock, events } = testDeps(host)
  const session = new HostSession(HOST, deps)
  session.start()
  await settle()
  const kinds = () => events.map((event) => (event.kind === 'status' ? event.snapshot.status : event.kind))
  return { host, clock, events, session, kinds }
}

describe('HostSession reads', () => {
  it('in full after it connected, and is online', async () => {
    const { session, kinds, host } = await started()
    expect(session.snapshot()).toMatchObject({ status: 'online', reason: null, reading: { version: 1 } })
    expect(kinds()).toEqual(['online', 'read', 'changed'])
    expect(host.batches).toEqual([['system', 'links', 'ovs']])
  })

  it('again every minute, and every ten seconds while somebody looks', async () => {
    const { session, host, clock } = await started()
    await clock.advance(61_000)
    expect(host.batches).toHaveLength(2)
    const leave = session.watch()
    await clock.advance(10_000)
    expect(host.batches).toHaveLength(3)
    const leaveToo = session.watch()
    await clock.advance(10_000)
    expect(host.batches).toHaveLength(4)
    leave()
    leave()
    await clock.advance(10_000)
    expect(host.batches).toHaveLength(5)
    leaveToo()
    await clock.advance(40_000)
    expect(host.batches).toHaveLength(5)
  })

  it('less often where a reading takes long, so that a host has time for other things', async () => {
    const { session, host, clock } = await started()
    session.watch()
    let release = () => undefined as void
    host.hold = new Promise((resolve) => (release = resolve))
    await clock.advance(10_000)
    await clock.advance(8_000)
    host.hold = null
    release()
    await settle()
    expect(host.batches).toHaveLength(2)
    await clock.advance(20_000)
    expect(host.batches).toHaveLength(2)
    await clock.advance(15_000)
    expect(host.batches).toHaveLength(3)
  })

  it('at once when somebody begins to look at an old reading', async () => {
    const { session, host, clock } = await started()
    await clock.advance(30_000)
    session.watch()
    await settle()
    expect(host.batches).toHaveLength(2)
  })

  it('and counts a version only for what differs', async () => {
    const { session, host, clock, events } = await started()
    await clock.advance(61_000)
    expect(session.snapshot().reading).toMatchObject({ version: 1, fullReadAtMs: clock.now() - 1000 })
    host.texts.links = 'eth0 eth1'
    await clock.advance(61_000)
    expect(session.snapshot().reading).toMatchObject({ version: 2 })
    const changes = events.filter((event) => event.kind === 'changed')
    expect(changes).toMatchObject([
      { version: 1, previous: null },
      { version: 2, previous: { routes: [{ link: 'eth0' }] }, next: { routes: [{ link: 'eth0 eth1' }] } },
    ])
  })

  it('and notices a reboot', async () => {
    const { session, host, clock, kinds } = await started()
    host.texts.system = 'boot-2'
    await clock.advance(61_000)
    expect(kinds()).toContain('rebooted')
    expect(session.snapshot().diagnostics.reboots).toBe(1)
  })
})

describe('HostSession.refresh', () => {
  it('gives a reading that began after the call, one for all who ask', async () => {
    const { session, host } = await started()
    let release = () => undefined as void
    host.hold = new Promise((resolve) => (release = resolve))
    const early = session.refresh()
    await settle()
    const late = [session.refresh(), session.refresh()]
    host.texts.links = 'changed since'
    host.hold = null
    release()
    const readings = await Promise.all([early, ...late])
    expect(host.batches).toHaveLength(3)
    expect(readings[1]).toBe(readings[2])
    expect(readings[1]?.state.routes[0]?.link).toBe('changed since')
  })

  it('tries to connect a host that is offline, and throws why it cannot', async () => {
    const { session, host } = await started((each) => (each.failure = DOWN))
    await expect(session.refresh()).rejects.toBe(DOWN)
    expect(host.connects).toBe(2)
    host.failure = null
    await expect(session.refresh()).resolves.toMatchObject({ version: 1 })
  })

  it('fails when the connection breaks meanwhile', async () => {
    const { session, host } = await started()
    let release = () => undefined as void
    host.hold = new Promise((resolve) => (release = resolve))
    const asked = session.refresh()
    await settle()
    host.cut(DOWN)
    release()
    await expect(asked).rejects.toBe(DOWN)
  })

  it('fails after stop', async () => {
    const { session } = await started()
    await session.stop()
    await expect(session.refresh()).rejects.toMatchObject({ code: 'host_offline' })
  })
})

describe('HostSession.refresh of a host that is slow', () => {
  /** A full reading is under way and no longer waited for, on both shells: the rest of its answers is made, and not back. */
  async function slow() {
    const host = new TestHost()
    const { deps, clock } = testDeps(host)
    const session = new HostSession(HOST, { ...deps, commands: [...TEST_COMMANDS, GUEST_COMMAND] })
    session.start()
    await settle()
    let release = () => undefined as void
    host.holdRest = host.holdLibvirt = new Promise((resolve) => (release = resolve))
    await clock.advance(63_000)
    host.holdRest = null
    return { host, session, clock, release }
  }

  const unanswered = ({ answered, question }: FreshReading) =>
    [...answered].filter(([, last]) => last <= question).map(([source]) => source)

  it('is no reading of what was asked before, though both shells are busy with that', async () => {
    const { host, session, release } = await slow()
    host.texts.links = 'eth0 gone'
    const asked = session.refresh()
    await settle()
    host.holdLibvirt = null
    release()
    const reading = await asked
    expect(reading.state.routes[0]?.link).toBe('eth0 gone')
    expect(unanswered(reading)).toEqual([])
    expect(host.batches.filter((ids) => ids.includes('guests'))).toHaveLength(3)
  })

  it('says what has not answered it, though an older question was answered meanwhile', async () => {
    const { host, session, clock, release } = await slow()
    const asked = session.refresh()
    await settle()
    host.holdLibvirt = new Promise(() => undefined)
    release()
    await clock.advance(3_000)
    expect(unanswered(await asked)).toEqual(['guests'])
  })
})

describe('HostSession offline', () => {
  it('keeps the last reading and its time, and says when it tries again', async () => {
    const { session, host, clock } = await started()
    host.failure = DOWN
    host.cut(DOWN)
    await settle()
    expect(session.snapshot()).toMatchObject({
      status: 'offline',
      reason: { code: 'host_unreachable', message: 'no answer' },
      nextAttemptAtMs: clock.now() + 750,
      reading: { version: 1, readAtMs: clock.now() },
    })
  })

  it('tries again with growing waits, up to a minute', async () => {
    const { session, host, clock } = await started((each) => (each.failure = DOWN))
    const waits: number[] = []
    for (let i = 0; i < 9; i += 1) {
      const waitMs = (session.snapshot().nextAttemptAtMs ?? 0) - clock.now()
      waits.push(waitMs)
      await clock.advance(waitMs)
    }
    expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000])
    host.failure = null
    await clock.advance(45_000)
    expect(session.snapshot()).toMatchObject({ status: 'online', reason: null })
    host.cut(DOWN)
    await settle()
    expect(session.snapshot().nextAttemptAtMs).toBe(clock.now() + 750)
  })

  it('does not try earlier because somebody looks', async () => {
    const { session, host, clock } = await started((each) => (each.failure = DOWN))
    session.watch()
    session.watch()
    await clock.advance(700)
    expect(host.connects).toBe(1)
  })

  it('goes on with the same version when the host is as it was', async () => {
    const { session, host, clock } = await started()
    host.cut(DOWN)
    await clock.advance(1000)
    expect(session.snapshot()).toMatchObject({
      status: 'online',
      reading: { version: 1 },
      diagnostics: { connects: 2 },
    })
  })
})

describe('HostSession refused', () => {
  it('is not tried again by itself, nor because somebody looks', async () => {
    const { session, host, clock } = await started((each) => (each.failure = WRONG))
    expect(session.snapshot()).toMatchObject({
      status: 'refused',
      nextAttemptAtMs: null,
      reason: { code: 'auth_failed' },
    })
    session.watch()
    await clock.advance(86_400_000)
    expect(host.connects).toBe(1)
  })

  it('says which key a host offers instead', async () => {
    const offeredHostKey = { type: 'ssh-ed25519', fingerprint: `SHA256:${'B'.repeat(43)}` }
    const changed = new AppError('host_key_changed', { message: 'changed', details: { offeredHostKey } })
    const { session } = await started((each) => (each.failure = changed))
    expect(session.snapshot()).toMatchObject({ status: 'refused', offeredHostKey })
  })

  it('is tried again with new settings', async () => {
    const { session, host } = await started((each) => (each.failure = WRONG))
    host.failure = null
    session.update({ ...HOST, username: 'admin' })
    await settle()
    expect(session.snapshot()).toMatchObject({ status: 'online', reason: null })
  })

  it('can follow on being online, when sudo is taken away', async () => {
    const { session, host, clock } = await started()
    host.cut(new AppError('sudo_refused', { message: 'no more' }))
    await clock.advance(120_000)
    expect(session.snapshot()).toMatchObject({ status: 'refused', reading: { version: 1 } })
    expect(host.connects).toBe(1)
  })
})

describe('HostSession ends', () => {
  it('at once, also in the middle of a reading, and closes its connection', async () => {
    const { session, host, clock } = await started()
    host.hold = new Promise(() => undefined)
    const asked = session.refresh()
    await settle()
    await session.stop()
    await expect(asked).rejects.toMatchObject({ code: 'host_offline' })
    expect(host.closes).toBe(1)
    expect(clock.size).toBe(0)
  })

  it('and starts over with new settings while it connects', async () => {
    const { session, host } = await started()
    session.update({ ...HOST, port: 2222 })
    session.update({ ...HOST, port: 2223 })
    await settle()
    expect(session.snapshot()).toMatchObject({ status: 'online' })
    expect(session.host.port).toBe(2223)
    expect(host.closes).toBeGreaterThan(0)
  })
})

describe('HostSession with a libvirt that hangs', () => {
  async function hanging() {
    const host = new TestHost()
    let release = () => undefined as void
    host.holdLibvirt = new Promise((resolve) => (release = resolve))
    const { deps, clock, events } = testDeps(host)
    const session = new HostSession(HOST, {
      ...deps,
      commands: [...TEST_COMMANDS, GUEST_COMMAND],
      watches: TEST_WATCHES,
    })
    session.start()
    session.watch()
    await settle()
    const guests = () => session.snapshot().reading?.state.routes[0]?.destination
    return { host, session, clock, events, release, guests }
  }

  it('shows the rest after a moment, and the guests when they come', async () => {
    const { host, session, clock, release, guests } = await hanging()
    expect(session.snapshot().status).toBe('connecting')
    await clock.advance(3000)
    expect(session.snapshot()).toMatchObject({ status: 'online', reading: { version: 1 } })
    expect(guests()).toBe('pending')
    host.holdLibvirt = null
    release()
    await clock.advance(0)
    expect(session.snapshot().reading?.version).toBe(2)
    expect(guests()).toBe('web1')
  })

  it('keeps following events, and reads the guests that were asked for meanwhile', async () => {
    const { host, session, clock, release, guests } = await hanging()
    await clock.advance(4000)
    host.texts.links = 'eth0 tap7'
    host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(300)
    expect(session.snapshot().reading?.state.routes[0]?.link).toBe('eth0 tap7')
    await clock.advance(30_000)
    const asked = host.batches.filter((ids) => ids.includes('guests'))
    expect(asked).toHaveLength(1)
    host.texts.guests = 'web2'
    host.holdLibvirt = null
    release()
    await clock.advance(300)
    expect(host.batches.filter((ids) => ids.includes('guests'))).toHaveLength(2)
    expect(guests()).toBe('web2')
  })

  it('waits for guests that are late when it is asked, and reads them anew', async () => {
    const { host, session, clock, release } = await hanging()
    await clock.advance(4000)
    const asked = session.refresh()
    await clock.advance(2000)
    host.texts.guests = 'web2'
    host.holdLibvirt = null
    release()
    await clock.advance(0)
    expect((await asked).state.routes[0]?.destination).toBe('web2')
    expect(host.batches.filter((ids) => ids.includes('guests')).length).toBeGreaterThan(1)
  })

  it('tells who asks of the rest when guests do not come', async () => {
    const { session, clock, guests } = await hanging()
    await clock.advance(4000)
    const asked = session.refresh()
    let isTold = false
    void asked.then(() => (isTold = true))
    await clock.advance(2900)
    expect(isTold).toBe(false)
    await clock.advance(200)
    expect(isTold).toBe(true)
    expect(guests()).toBe('pending')
  })

  it('is called online only when it has said something', async () => {
    const { host, session, clock } = await started((each) => {
      each.hold = new Promise(() => undefined)
    })
    await clock.advance(10_000)
    expect(session.snapshot()).toMatchObject({ status: 'connecting', reading: null })
    host.cut(DOWN)
    await settle()
    expect(session.snapshot()).toMatchObject({ status: 'offline' })
  })

  it('starts over when the late answer is a failure', async () => {
    const { session, host, clock } = await hanging()
    await clock.advance(3000)
    host.cut(DOWN)
    await settle()
    expect(session.snapshot()).toMatchObject({ status: 'offline', reading: { version: 1 } })
  })
})
