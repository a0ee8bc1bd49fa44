import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { settle } from './testing/clock'
import { HostSession } from './session'
import { LINK_EVENT, TEST_WATCHES, TestHost, testDeps } from './testing/host'

const HOST = {
  id: 'host0001',
  address: 'kvm1',
  port: 22,
  username: 'root',
  sudo: false,
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
}

async function watching(prepare?: (host: TestHost) => void) {
  const host = new TestHost()
  prepare?.(host)
  const { deps, clock, events } = testDeps(host)
  const session = new HostSession(HOST, { ...deps, watches: TEST_WATCHES })
  session.start()
  session.watch()
  await settle()
  // What the start of the watches made dirty.
  await clock.advance(1000)
  host.batches.splice(0)
  const changes = () => events.flatMap((event) => (event.kind === 'changed' ? [event] : []))
  return { host, clock, session, changes, events }
}

describe('A session that watches', () => {
  it('reads only the source that an event is about, at once', async () => {
    const { host, clock, changes } = await watching()
    host.texts.links = 'eth0 tap7'
    host.texts.ovs = 'not to be read'
    host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(20)
    expect(host.batches).toEqual([['links']])
    expect(changes().at(-1)).toMatchObject({
      version: 2,
      previous: { routes: [{ link: 'eth0' }] },
      next: { routes: [{ link: 'eth0 tap7', gateway: 'br0' }] },
    })
  })

  it('reads a burst once, and what comes in the middle of a reading again', async () => {
    const { host, clock } = await watching()
    for (let i = 0; i < 500; i += 1) host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(20)
    expect(host.batches).toEqual([['links']])
    await clock.advance(5000)
    expect(host.batches).toHaveLength(1)
  })

  it('reads a storm a few times a second, and its end', async () => {
    const { host, clock, session } = await watching()
    for (let i = 0; i < 300; i += 1) {
      host.watches.get('ip')?.onLine(LINK_EVENT)
      await clock.advance(10)
    }
    const during = host.batches.length
    expect(during).toBeGreaterThanOrEqual(12)
    expect(during).toBeLessThanOrEqual(20)
    host.texts.links = 'the end'
    host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(300)
    expect(session.snapshot().reading?.state.routes[0]?.link).toBe('the end')
  })

  it('ignores lines that say nothing', async () => {
    const { host, clock } = await watching()
    host.watches.get('ip')?.onLine('    link/ether 52:54:00:00:00:01')
    host.watches.get('ovsdb-client')?.onLine('')
    await clock.advance(1000)
    expect(host.batches).toEqual([])
  })

  it('counts what a full reading finds and no event told', async () => {
    const { host, clock, session, changes } = await watching()
    host.texts.ovs = 'changed in silence'
    await clock.advance(10_000)
    expect(changes().at(-1)).toMatchObject({ version: 2 })
    expect(session.snapshot().diagnostics).toMatchObject({ missedChanges: 0 })
    await clock.advance(3_000)
    expect(session.snapshot().diagnostics).toMatchObject({ missedChanges: 1 })
    expect(session.snapshot().diagnostics.lastMissedAtMs).toBe(clock.now() - 4_000)
    host.texts.links = 'told'
    host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(20_000)
    expect(session.snapshot()).toMatchObject({ reading: { version: 3 }, diagnostics: { missedChanges: 1 } })
  })

  it('calls nothing missed whose event was only slower than the reading', async () => {
    const { host, clock, session } = await watching()
    host.texts.ovs = 'changed a moment ago'
    await clock.advance(10_000)
    host.watches.get('ovsdb-client')?.onLine('{"data":[["x","insert"]]}')
    await clock.advance(20_000)
    expect(session.snapshot()).toMatchObject({ reading: { version: 2 }, diagnostics: { missedChanges: 0 } })
  })

  it('lives on full readings where the tool is missing, and asks for it ever more seldom', async () => {
    const { host, clock, session } = await watching((each) => each.missingTools.add('ovsdb-client'))
    expect(session.snapshot().diagnostics.watches).toMatchObject([
      { id: 'links', status: 'live' },
      { id: 'ovs', status: 'ended', said: 'ovsdb-client: not found' },
    ])
    await clock.advance(600_000)
    const starts = host.watchStarts.filter((name) => name === 'ovsdb-client').length
    expect(starts).toBeGreaterThan(5)
    expect(starts).toBeLessThan(10)
    expect(session.snapshot().status).toBe('online')
  })

  it('starts a watch again that died, and reads its source then', async () => {
    const { host, clock, session } = await watching()
    await clock.advance(120_000)
    host.watches.get('ovsdb-client')?.onEnd({ status: 1, said: 'receive failed (End of file)' })
    host.texts.ovs = 'after the restart'
    host.batches.splice(0)
    await clock.advance(4900)
    expect(host.batches).toContainEqual(['ovs'])
    expect(session.snapshot().reading?.state.routes[0]?.gateway).toBe('after the restart')
  })

  it('begins anew with the next connection and leaves no timer behind', async () => {
    const { host, clock, session } = await watching((each) => each.missingTools.add('ovsdb-client'))
    host.cut(new AppError('host_unreachable', { message: 'gone' }))
    await clock.advance(2000)
    expect(host.watchStarts).toEqual(['ip', 'ovsdb-client', 'ip', 'ovsdb-client'])
    await session.stop()
    expect(clock.size).toBe(0)
    expect(host.watches.size).toBe(0)
  })

  it('takes its time while nobody looks', async () => {
    const host = new TestHost()
    const { deps, clock } = testDeps(host)
    new HostSession(HOST, { ...deps, watches: TEST_WATCHES }).start()
    await clock.advance(10_000)
    host.batches.splice(0)
    for (let i = 0; i < 10; i += 1) {
      host.watches.get('ip')?.onLine(LINK_EVENT)
      await clock.advance(1000)
    }
    expect(host.batches.length).toBeLessThanOrEqual(3)
  })

  it('follows all in one channel where the host gives too few', async () => {
    const { host, clock, session } = await watching((fresh) => (fresh.freeChannels = 1))
    const watches = () => session.snapshot().diagnostics.watches.map(({ id, status }) => [id, status])
    expect(watches()).toEqual([
      ['links', 'live'],
      ['ovs', 'live'],
    ])
    host.watches.get('ip')?.onLine(LINK_EVENT)
    await clock.advance(20)
    host.watches.get('ip')?.onLine('{"data":[["1","insert"]]}')
    await clock.advance(1000)
    expect(host.batches).toEqual([['links'], ['ovs']])
    expect(session.isCrowdedOut).toBe(false)
  })

  it('says where it gives none, tells of that, and follows once it does', async () => {
    const { host, clock, session, events } = await watching((fresh) => (fresh.freeChannels = 0))
    expect(session.isCrowdedOut).toBe(true)
    expect(events.at(-1)).toMatchObject({ kind: 'status', snapshot: { status: 'online' } })
    const told = events.filter(({ kind }) => kind === 'status').length
    host.freeChannels = 1
    await clock.advance(10_000)
    expect(session.isCrowdedOut).toBe(false)
    expect(events.filter(({ kind }) => kind === 'status')).toHaveLength(told + 1)
    expect(session.snapshot().diagnostics.watches.map(({ status }) => status)).toEqual(['live', 'live'])
  })
})
