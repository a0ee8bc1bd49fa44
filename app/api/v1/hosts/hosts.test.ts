import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hostState, nic } from '@/lib/core/topology/testing/fixtures'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import { AppError } from '@/lib/server/errors'
import type { TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from '@/lib/server/testing/console'
import type { FakeHost } from '@/lib/server/testing/fake-hosts'
import { createFakeHost, HOST_KEY, OTHER_KEY } from '@/lib/server/testing/fake-hosts'

const token = BOOTSTRAP_TOKEN
const SECRETS = { privateKey: 'canary-private-key', passphrase: 'canary-passphrase', password: 'canary-password' }
const KVM1 = {
  name: 'kvm1',
  address: 'kvm1.test',
  username: 'root',
  hostKeyFingerprint: HOST_KEY.fingerprint,
  auth: { kind: 'privateKey', privateKey: SECRETS.privateKey, passphrase: SECRETS.passphrase },
}

let fake: FakeHost
let console: TestConsole
beforeEach(async () => {
  fake = createFakeHost()
  console = await startTestConsole({}, fake.options)
})
afterEach(() => console.stop())

const create = (body: object = {}) => call(ROUTES.createHost, { token, body: { ...KVM1, ...body } })
const created = async (body: object = {}) => ROUTES.createHost.response.parse(await (await create(body)).json())
const update = (hostId: string, body: object) => call(ROUTES.updateHost, { token, params: { hostId }, body })
const errorOf = async (response: Response) => ErrorBody.parse(await response.json()).error
const codeOf = async (response: Response) => (await errorOf(response)).code
const rows = () => console.runtime.db.host.findMany()
const audit = async () => (await console.runtime.audit.list({ limit: 50 })).entries
const offline = () => new AppError('host_unreachable', { message: 'kvm1.test refuses the connection.' })

describe('POST hosts/probe', () => {
  it('gives the key, and says why not', async () => {
    const body = { address: 'kvm1.test' }
    expect(await (await call(ROUTES.probeHost, { token, body })).json()).toEqual({ hostKey: HOST_KEY })
    fake.failWith = offline()
    const response = await call(ROUTES.probeHost, { token, body })
    expect([response.status, await codeOf(response)]).toEqual([502, 'host_unreachable'])
    expect((await audit()).filter((entry) => entry.action === 'host.probe').map((entry) => entry.detail)).toEqual([
      { failedWith: 'host_unreachable' },
      { fingerprint: HOST_KEY.fingerprint },
    ])
  })
})

describe('POST hosts', () => {
  it('signs in with what was given, stores the host, and begins to watch it', async () => {
    const response = await create()
    expect(response.status).toBe(201)
    const host = ROUTES.createHost.response.parse(await response.json())
    expect(host).toMatchObject({
      name: 'kvm1',
      port: 22,
      sudo: false,
      authKind: 'privateKey',
      hostKey: HOST_KEY,
      label: '',
    })
    expect(fake.connections[0]).toMatchObject({
      address: 'kvm1.test',
      hostKeyFingerprint: HOST_KEY.fingerprint,
      auth: KVM1.auth,
    })
    await console.runtime.fleet.get(host.id)?.refresh()
    const again = await (await call(ROUTES.getHost, { token, params: { hostId: host.id } })).json()
    expect(again).toMatchObject({ status: 'online', statusReason: null, summary: { guestsTotal: 0 } })
    expect((await audit()).map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['host.create', 'host.accept-key']),
    )
  })

  it('refuses another key than the accepted one and stores nothing', async () => {
    fake.offers = OTHER_KEY
    const response = await create()
    expect([response.status, await codeOf(response)]).toEqual([409, 'host_key_mismatch'])
    expect(await rows()).toEqual([])
    expect((await audit())[0]).toMatchObject({
      action: 'host.create-failed',
      detail: { failedWith: 'host_key_mismatch' },
    })
  })

  it.each([
    ['auth_failed', 502],
    ['host_unreachable', 502],
    ['sudo_refused', 502],
  ] as const)('says %s and stores nothing', async (code, status) => {
    fake.failWith = new AppError(code, { message: 'why' })
    const response = await create()
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(await rows()).toEqual([])
  })

  it('names the field that a key is wrong in', async () => {
    fake.failWith = new AppError('passphrase_wrong', { message: 'The passphrase does not open the private key.' })
    const response = await create()
    expect(response.status).toBe(422)
    expect((await errorOf(response)).details['fields']).toEqual([
      { path: 'auth.passphrase', message: 'The passphrase does not open the private key.' },
    ])
  })

  it('names each wrong field and connects nowhere', async () => {
    const response = await create({ name: '-x', port: 70_000, hostKeyFingerprint: 'MD5:x', auth: { kind: 'password' } })
    expect(response.status).toBe(422)
    const { details } = await errorOf(response)
    expect(details['fields']).toEqual([
      { path: 'name', message: expect.stringContaining('begin with a letter or digit') },
      { path: 'port', message: 'ports end at 65535' },
      { path: 'hostKeyFingerprint', message: expect.stringContaining('SHA256:') },
      { path: 'auth.password', message: 'this is required' },
    ])
    expect(fake.connections).toEqual([])
  })

  it('refuses a taken name before it connects', async () => {
    await created()
    const before = fake.connections.length
    expect(await codeOf(await create({ address: 'kvm2.test' }))).toBe('name_taken')
    expect(fake.connections.slice(before).some(({ address }) => address === 'kvm2.test')).toBe(false)
  })
})

describe('a host', () => {
  it('without a reading says so, and with one keeps it while offline', async () => {
    const { id: hostId } = await created()
    const session = console.runtime.fleet.get(hostId)
    const params = { hostId }
    await session?.refresh()
    fake.state = hostState({ links: [nic('eno1')] })
    const refreshed = ROUTES.refreshHost.response.parse(
      await (await call(ROUTES.refreshHost, { token, params })).json(),
    )
    expect(refreshed.version).toBe(2)
    const state = await (await call(ROUTES.getHostState, { token, params })).json()
    expect(state).toMatchObject({ version: 2, status: 'online', state: { links: [{ name: 'eno1' }] } })
    const graph = ROUTES.getHostTopology.response.parse(
      await (await call(ROUTES.getHostTopology, { token, params })).json(),
    )
    expect(graph.nodes.map((node) => node.name)).toContain('eno1')
    expect((await call(ROUTES.getHostReadiness, { token, params })).status).toBe(200)

    fake.failWith = offline()
    console.runtime.fleet.update(session?.host ?? expect.fail('not watched'))
    const failed = await call(ROUTES.refreshHost, { token, params })
    expect([failed.status, await codeOf(failed)]).toEqual([502, 'host_unreachable'])
    const last = await (await call(ROUTES.getHostState, { token, params })).json()
    expect(last).toMatchObject({ version: 2, status: 'offline', readAt: refreshed.readAt })
    const host = ROUTES.getHost.response.parse(await (await call(ROUTES.getHost, { token, params })).json())
    expect(host).toMatchObject({
      status: 'offline',
      statusReason: { code: 'host_unreachable' },
      summary: { nics: [{ name: 'eno1' }] },
    })
    expect(host.nextAttemptAt).not.toBeNull()
  })

  it('that was never read answers 503 no_reading_yet', async () => {
    const { id: hostId } = await created()
    await console.runtime.fleet.remove(hostId)
    for (const spec of [ROUTES.getHostState, ROUTES.getHostTopology, ROUTES.getHostReadiness]) {
      const response = await call(spec, { token, params: { hostId } })
      expect([response.status, await codeOf(response)]).toEqual([503, 'no_reading_yet'])
    }
  })

  it('that shows another key later is refused, and shows which', async () => {
    const { id: hostId } = await created()
    fake.offers = OTHER_KEY
    const session = console.runtime.fleet.get(hostId) ?? expect.fail('not watched')
    console.runtime.fleet.update(session.host)
    await expect(session.refresh()).rejects.toMatchObject({ code: 'host_key_changed' })
    const host = await (await call(ROUTES.getHost, { token, params: { hostId } })).json()
    expect(host).toMatchObject({
      status: 'refused',
      statusReason: { code: 'host_key_changed' },
      offeredHostKey: OTHER_KEY,
      hostKey: HOST_KEY,
    })

    const accepted = await update(hostId, { hostKeyFingerprint: OTHER_KEY.fingerprint, auth: KVM1.auth })
    expect(await accepted.json()).toMatchObject({ hostKey: OTHER_KEY })
    await session.refresh()
    expect((await audit()).find((entry) => entry.action === 'host.accept-key')?.detail).toEqual({
      ...OTHER_KEY,
      replaces: HOST_KEY.fingerprint,
    })
  })

  it('is gone after DELETE, and its sub-resources with it', async () => {
    const { id: hostId } = await created()
    expect((await call(ROUTES.deleteHost, { token, params: { hostId } })).status).toBe(204)
    expect(console.runtime.fleet.get(hostId)).toBeNull()
    for (const spec of [
      ROUTES.getHost,
      ROUTES.getHostState,
      ROUTES.getHostTopology,
      ROUTES.refreshHost,
      ROUTES.deleteHost,
    ]) {
      expect((await call(spec, { token, params: { hostId } })).status).toBe(404)
    }
  })
})

describe('PATCH hosts', () => {
  it('renames without connecting', async () => {
    const { id } = await created()
    await console.runtime.fleet.get(id)?.refresh()
    const before = fake.connections.length
    expect(await (await update(id, { name: 'kvm-one', label: 'rack 7' })).json()).toMatchObject({
      name: 'kvm-one',
      label: 'rack 7',
    })
    expect(fake.connections).toHaveLength(before)
  })

  it.each([
    { address: 'stranger.test' },
    { port: 2222 },
    { username: 'ops' },
    { hostKeyFingerprint: OTHER_KEY.fingerprint },
    { address: 'stranger.test', hostKeyFingerprint: OTHER_KEY.fingerprint, name: 'kvm2' },
  ])('sends the stored credentials nowhere else: %o', async (elsewhere) => {
    const { id } = await created()
    await console.runtime.fleet.get(id)?.refresh()
    const [before, connections] = [await rows(), fake.connections.length]
    fake.offers = OTHER_KEY
    const response = await update(id, elsewhere)
    const error = await errorOf(response)
    expect([response.status, error.code]).toEqual([422, 'credentials_required'])
    expect(error.details['changed']).toEqual(Object.keys(elsewhere).filter((key) => key !== 'name'))
    expect(fake.connections).toHaveLength(connections)
    expect(await rows()).toEqual(before)
  })

  it('goes to a new address with credentials that are entered for it, and tries them first', async () => {
    const { id } = await created()
    const auth = { kind: 'password', password: SECRETS.password }
    expect((await update(id, { address: 'kvm1b.test', port: 2222, auth })).status).toBe(200)
    expect(fake.connections.at(-1)).toMatchObject({ address: 'kvm1b.test', port: 2222, auth })
  })

  it('keeps the stored credentials where the host stays the same', async () => {
    const { id } = await created()
    const same = { address: KVM1.address, port: 22, username: 'root', hostKeyFingerprint: HOST_KEY.fingerprint }
    expect((await update(id, { ...same, sudo: true })).status).toBe(200)
    expect(fake.connections.at(-1)).toMatchObject({ ...same, sudo: true, auth: KVM1.auth })
  })

  it('changes nothing when the new connection fails', async () => {
    const { id } = await created()
    const before = await rows()
    fake.failWith = new AppError('auth_failed', { message: 'why' })
    expect(await codeOf(await update(id, { username: 'eve', auth: KVM1.auth }))).toBe('auth_failed')
    expect(await rows()).toEqual(before)
  })

  it('replaces credentials of one kind by another', async () => {
    const { id } = await created()
    await update(id, { auth: { kind: 'password', password: SECRETS.password } })
    expect(await rows()).toMatchObject([{ authKind: 'password', sealedPrivateKey: null, sealedPassphrase: null }])
    await console.runtime.fleet.get(id)?.refresh()
    expect(fake.connections.at(-1)?.auth).toEqual({ kind: 'password', password: SECRETS.password })
  })

  it('replaces credentials that can no longer be opened', async () => {
    const { id } = await created()
    await console.runtime.db.host.updateMany({ data: { sealedPrivateKey: 'v1.deadbeef.AAAA.AAAA' } })
    expect(await codeOf(await update(id, { sudo: true }))).toBe('credentials_unreadable')
    expect((await update(id, { auth: { kind: 'password', password: SECRETS.password } })).status).toBe(200)
  })

  describe('while another connection is tried', () => {
    const meanwhile = (act: () => Promise<unknown>) => {
      const { checkHost } = console.runtime
      console.runtime.checkHost = async (...asked) => {
        console.runtime.checkHost = checkHost
        await act()
        return checkHost(...asked)
      }
    }
    const hold = () =>
      vi
        .spyOn(console.runtime.changes.underWay, 'holderOf')
        .mockReturnValue({ changeId: '01', operator: 'user:ada', secondsLeft: 30 })

    it.each([
      ['a new secret', (id: string) => update(id, { auth: { kind: 'password', password: SECRETS.password } })],
      ['a new name', (id: string) => update(id, { name: 'kvm-one' })],
      ['a new address', (id: string) => console.runtime.db.host.update({ where: { id }, data: { address: 'x.test' } })],
    ])('keeps %s that somebody gave the host then', async (_, act) => {
      const { id } = await created()
      meanwhile(() => act(id))
      const response = await update(id, { sudo: true })
      expect([response.status, await codeOf(response)]).toEqual([409, 'changed_meanwhile'])
      const [row] = await rows()
      expect(row).toMatchObject({ sudo: false })
      expect(row?.address === 'x.test' || row?.name === 'kvm-one' || row?.authKind === 'password').toBe(true)
      expect((await update(id, { sudo: true })).status).toBe(200)
    })

    it('says where the host was removed then', async () => {
      const { id } = await created()
      meanwhile(() => call(ROUTES.deleteHost, { token, params: { hostId: id } }))
      expect(await codeOf(await update(id, { sudo: true }))).toBe('not_found')
    })

    it('leaves the connection of a host alone that is being changed, also where that begins then', async () => {
      const { id } = await created()
      const [before] = await rows()
      const held = hold()
      const check = vi.spyOn(console.runtime, 'checkHost')
      expect(await codeOf(await update(id, { sudo: true }))).toBe('host_locked')
      expect(check).not.toHaveBeenCalled()
      check.mockRestore()
      expect((await update(id, { label: 'rack 7' })).status).toBe(200)
      held.mockRestore()
      meanwhile(async () => hold())
      expect(await codeOf(await update(id, { sudo: true }))).toBe('host_locked')
      expect(await rows()).toEqual([
        {
          ...before,
          label: 'rack 7',
          updatedAt: expect.any(Date),
          sealedPrivateKey: expect.any(String),
          sealedPassphrase: expect.any(String),
        },
      ])
    })
  })

  it('refuses a taken name, and allows its own', async () => {
    const { id } = await created()
    await created({ name: 'kvm2' })
    expect(await codeOf(await update(id, { name: 'kvm2' }))).toBe('name_taken')
    expect((await update(id, { name: 'kvm1' })).status).toBe(200)
  })
})

describe('credentials', () => {
  it('are sealed in the database, open only in their own row, and are in no answer, log or audit entry', async () => {
    const one = await created()
    const two = await created({ name: 'kvm2', auth: { kind: 'password', password: SECRETS.password } })
    const stored = await rows()
    const answers = await Promise.all([
      (await call(ROUTES.listHosts, { token })).text(),
      (await call(ROUTES.getHost, { token, params: { hostId: one.id } })).text(),
      (await update(two.id, { auth: { kind: 'password', password: SECRETS.password }, address: 'x.test' })).text(),
      (await call(ROUTES.listAudit, { token })).text(),
    ])
    const seen = [JSON.stringify(stored), ...answers, console.logLines()].join('\n')
    expect(seen).not.toContain('canary')

    const [first] = stored
    await console.runtime.db.host.updateMany({
      where: { id: two.id },
      data: { sealedPassword: first?.sealedPassphrase ?? '' },
    })
    expect(await codeOf(await update(two.id, { sudo: true }))).toBe('credentials_unreadable')
  })
})
