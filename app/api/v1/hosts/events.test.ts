import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FLEET_EVENTS, HOST_EVENTS } from '@/lib/contract/events'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import { applyChange } from '@/lib/core/observe/state-patch'
import { hostState, nic } from '@/lib/core/topology/testing/fixtures'
import { AppError } from '@/lib/server/errors'
import type { TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, cookieOf, startTestConsole } from '@/lib/server/testing/console'
import type { FakeHost } from '@/lib/server/testing/fake-hosts'
import { createFakeHost, HOST_KEY } from '@/lib/server/testing/fake-hosts'
import type { ReceivedEvent } from '@/lib/server/testing/read-events'
import { readEvents } from '@/lib/server/testing/read-events'

const token = BOOTSTRAP_TOKEN
const PASSWORD = 'canary-password'

let fake: FakeHost
let console: TestConsole
beforeEach(async () => {
  fake = createFakeHost()
  fake.state = hostState({ links: [nic('eth0')] })
  console = await startTestConsole({}, fake.options)
})
afterEach(() => console.stop())

async function addHost(name = 'kvm1'): Promise<string> {
  const auth = { kind: 'password', password: PASSWORD }
  const body = { name, address: `${name}.test`, username: 'root', hostKeyFingerprint: HOST_KEY.fingerprint, auth }
  return ROUTES.createHost.response.parse(await (await call(ROUTES.createHost, { token, body })).json()).id
}
const session = (hostId: string) => console.runtime.fleet.get(hostId) ?? expect.fail('not watched')

async function followHost(hostId: string, headers: Record<string, string> = {}) {
  const response = await call(ROUTES.followHost, { token, params: { hostId }, headers })
  return { response, ...readEvents(response.body) }
}
async function followAll(options: Parameters<typeof call>[1] = { token }) {
  return readEvents((await call(ROUTES.followHosts, options)).body)
}
const asPatch = ({ data }: ReceivedEvent) => HOST_EVENTS.patch.parse(data)
const asSnapshot = ({ data }: ReceivedEvent) => HOST_EVENTS.snapshot.parse(data)

describe('GET hosts/{hostId}/events', () => {
  it('is a stream that nothing on the way keeps, packs or holds back', async () => {
    const { headers, status } = (await followHost(await addHost())).response
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  it('gives the host, its state, and then what changes', async () => {
    const hostId = await addHost()
    await session(hostId).refresh()
    const { next, until } = await followHost(hostId)
    expect(await next()).toMatchObject({ event: 'host', data: { id: hostId, name: 'kvm1' } })
    const first = await until('snapshot')
    const snapshot = asSnapshot(first)
    expect(snapshot).toMatchObject({ version: 1, state: { links: [{ name: 'eth0' }] } })

    fake.state = hostState({ links: [nic('eth0'), nic('eth1')] })
    await session(hostId).refresh()
    const second = await until('patch')
    const patch = asPatch(second)
    expect([patch.from, patch.version]).toEqual([first.id, 2])
    expect(applyChange(snapshot.state, patch.change)).toEqual(fake.state)
    expect((await until('host')).data).toMatchObject({ summary: { nics: [{ name: 'eth0' }, { name: 'eth1' }] } })
  })

  it('gives the first state of a host when there is one', async () => {
    let answer: (ok: null) => void = () => undefined
    const connect = fake.options.fleet?.openLink ?? expect.fail('no openLink')
    const gate = new Promise<null>((resolve) => (answer = resolve))
    await console.stop()
    console = await startTestConsole(
      {},
      { ...fake.options, fleet: { ...fake.options.fleet, openLink: async (...how) => (await gate, connect(...how)) } },
    )
    const hostId = await addHost()
    const { next, until } = await followHost(hostId)
    expect(await next()).toMatchObject({ event: 'host', data: { lastReadAt: null, status: 'connecting' } })
    answer(null)
    expect(asSnapshot(await until('snapshot')).state).toEqual(fake.state)
  })

  it('tells why a host does not answer', async () => {
    const hostId = await addHost()
    await session(hostId).refresh()
    const { until } = await followHost(hostId)
    await until('snapshot')
    fake.failWith = new AppError('host_unreachable', { message: 'no route' })
    console.runtime.fleet.update(session(hostId).host)
    expect((await until('host', { status: 'offline' })).data).toMatchObject({
      statusReason: { code: 'host_unreachable' },
      nextAttemptAt: expect.any(String),
    })
  })

  it('goes on where a client left off, and starts anew where it cannot', async () => {
    const hostId = await addHost()
    await session(hostId).refresh()
    const before = await followHost(hostId)
    const snapshot = await before.until('snapshot')
    await before.cancel()
    for (const name of ['eth1', 'eth2']) {
      fake.state = hostState({ links: [...fake.state.links, nic(name)] })
      await session(hostId).refresh()
    }
    const again = await followHost(hostId, { 'last-event-id': snapshot.id ?? '' })
    expect((await again.next())?.event).toBe('host')
    const missed = (await again.next()) ?? expect.fail('the stream ended')
    expect(applyChange(asSnapshot(snapshot).state, asPatch(missed).change)).toEqual(fake.state)

    for (const unknown of ['0.0', 'nonsense', '', `${missed.id?.split('.')[0]}.99`]) {
      const { until } = await followHost(hostId, { 'last-event-id': unknown })
      expect(asSnapshot(await until('snapshot')).state).toEqual(fake.state)
    }
  })

  it('has the host read more often as long as somebody follows', async () => {
    const hostId = await addHost()
    let watchers = 0
    const watch = session(hostId).watch.bind(session(hostId))
    session(hostId).watch = () => {
      watchers += 1
      const leave = watch()
      return () => {
        watchers -= 1
        leave()
      }
    }
    const [one, two] = [await followHost(hostId), await followHost(hostId)]
    expect(watchers).toBe(2)
    await one.cancel()
    await two.cancel()
    expect([watchers, console.runtime.streams.size]).toEqual([0, 0])
  })

  it('ends when the host is removed', async () => {
    const hostId = await addHost()
    const { ended } = await followHost(hostId)
    await call(ROUTES.deleteHost, { token, params: { hostId } })
    expect(await ended()).toBe(true)
    expect((await call(ROUTES.followHost, { token, params: { hostId } })).status).toBe(404)
  })
})

describe('GET events', () => {
  it('gives all hosts, and then each that changes, is added, renamed or removed', async () => {
    const kvm2 = await addHost('kvm2')
    const { next, until } = await followAll()
    const first = (await next()) ?? expect.fail('the stream ended')
    expect(FLEET_EVENTS.hosts.parse(first.data).hosts.map(({ name }) => name)).toEqual(['kvm2'])
    expect(JSON.stringify(first)).not.toContain(PASSWORD)

    const kvm1 = await addHost('kvm1')
    await session(kvm1).refresh()
    expect((await until('read', { hostId: kvm1 })).data).toMatchObject({ lastReadAt: expect.any(String) })
    await call(ROUTES.updateHost, { token, params: { hostId: kvm2 }, body: { label: 'rack 9' } })
    await until('host', { id: kvm2, label: 'rack 9' })
    await call(ROUTES.deleteHost, { token, params: { hostId: kvm2 } })
    expect((await until('removed')).data).toEqual({ hostId: kvm2 })
  })

  it('is one of eight at most for a session or a token', async () => {
    const followed = await Promise.all(Array.from({ length: 8 }, () => followAll({ token })))
    const ninth = await call(ROUTES.followHosts, { token })
    expect([ninth.status, ErrorBody.parse(await ninth.json()).error.code]).toEqual([429, 'too_many_streams'])
    await followed[0]?.cancel()
    expect((await call(ROUTES.followHosts, { token })).status).toBe(200)
  })

  it('ends at once for who signs out or loses a token, and for nobody else', async () => {
    const cookie = cookieOf(
      await call(ROUTES.setUp, {
        body: { login: 'ada', password: 'correct horse battery', code: console.runtime.setupCode.text },
      }),
    )
    const made = await call(ROUTES.createToken, {
      cookie,
      body: { name: 'reader', role: 'viewer', expiresInDays: null },
    })
    const reader = ROUTES.createToken.response.parse(await made.json())
    const [ada, robot, other] = [
      await followAll({ cookie }),
      await followAll({ token: reader.token }),
      await followAll({ token }),
    ]
    await call(ROUTES.signOut, { cookie })
    expect(await ada.ended()).toBe(true)
    expect(console.runtime.streams.size).toBe(2)
    const list = ROUTES.listTokens.response.parse(await (await call(ROUTES.listTokens, { token })).json())
    const tokenId = list.tokens.find(({ name }) => name === 'reader')?.id ?? expect.fail('no token')
    await call(ROUTES.deleteToken, { token, params: { tokenId } })
    expect(await robot.ended()).toBe(true)
    expect((await other.next())?.event).toBe('hosts')
  })

  it('ends when the console stops', async () => {
    const hostId = await addHost()
    const [all, one] = [await followAll(), await followHost(hostId)]
    console.runtime.streams.closeAll()
    expect([await all.ended(), await one.ended(), console.runtime.streams.size]).toEqual([true, true, 0])
  })
})
