import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RouteSpec } from '@/lib/contract/route-spec'
import { ROUTES } from '@/lib/contract/routes'
import type { CallOptions, TestConsole } from '../testing/console'
import { call, cookieOf, startTestConsole } from '../testing/console'
import type { FakeHost } from '../testing/fake-hosts'
import { createFakeHost, HOST_KEY } from '../testing/fake-hosts'

/** No act without its audit entry, and no entry without its act: each is one transaction. */

const ADA = { login: 'ada', password: 'correct horse battery' }

let fake: FakeHost
let console: TestConsole
let cookie: string
beforeEach(async () => {
  fake = createFakeHost()
  console = await startTestConsole({}, fake.options)
  const code = console.runtime.setupCode.text
  cookie = cookieOf(await call(ROUTES.setUp, { body: { ...ADA, code } }))
})
afterEach(() => console.stop())

const send = async (spec: RouteSpec, options: CallOptions = {}) => {
  const response = await call(spec, { cookie, ...options })
  return {
    status: response.status,
    body: response.status === 204 ? null : ((await response.json()) as { id?: string }),
  }
}
const idOf = ({ body }: { body: { id?: string } | null }) => body?.id ?? ''

const USER = { login: 'bob', password: 'correct horse battery', role: 'viewer' }
const TOKEN = { name: 'ci', role: 'viewer' }
const HOST = {
  ...{ name: 'kvm1', address: 'kvm1.test', username: 'root', hostKeyFingerprint: HOST_KEY.fingerprint },
  auth: { kind: 'password', password: 'canary-password' },
}

type Act = { name: string; prepare?: () => Promise<string>; act: (id: string) => Promise<{ status: number }> }
const userParams = (userId: string) => ({ params: { userId } })
const ACTS: Act[] = [
  { name: 'adding a user', act: () => send(ROUTES.createUser, { body: USER }) },
  {
    name: "changing a user's role and password",
    prepare: async () => idOf(await send(ROUTES.createUser, { body: USER })),
    act: (id) => send(ROUTES.updateUser, { ...userParams(id), body: { role: 'admin', password: 'another long one' } }),
  },
  {
    name: 'removing a user',
    prepare: async () => idOf(await send(ROUTES.createUser, { body: USER })),
    act: (id) => send(ROUTES.deleteUser, userParams(id)),
  },
  {
    name: "changing one's own password",
    act: () =>
      send(ROUTES.changePassword, { body: { currentPassword: ADA.password, newPassword: 'a quite different one' } }),
  },
  { name: 'making a token', act: () => send(ROUTES.createToken, { body: TOKEN }) },
  {
    name: 'revoking a token',
    prepare: async () => idOf(await send(ROUTES.createToken, { body: TOKEN })),
    act: (id) => send(ROUTES.deleteToken, { params: { tokenId: id } }),
  },
  { name: 'adding a host', act: () => send(ROUTES.createHost, { body: HOST }) },
  {
    name: 'changing a host',
    prepare: async () => idOf(await send(ROUTES.createHost, { body: HOST })),
    act: (id) => send(ROUTES.updateHost, { params: { hostId: id }, body: { label: 'rack 4' } }),
  },
  {
    name: 'removing a host',
    prepare: async () => idOf(await send(ROUTES.createHost, { body: HOST })),
    act: (id) => send(ROUTES.deleteHost, { params: { hostId: id } }),
  },
  { name: 'signing in', act: () => send(ROUTES.signIn, { body: ADA }) },
  { name: 'signing out', act: () => send(ROUTES.signOut) },
]

/** Everything that acts change; when a session was last seen is none of it. */
const rows = async () => {
  const { db } = console.runtime
  const users = await db.user.findMany()
  const tokens = await db.apiToken.findMany({ omit: { lastUsedAt: true } })
  const sessions = await db.session.findMany({ omit: { lastSeenAt: true } })
  return JSON.stringify([users, tokens, sessions, await db.host.findMany()])
}
const entries = () => console.runtime.db.auditEntry.count()
const forbid = (what: string, table: string) =>
  console.runtime.db.$executeRawUnsafe(
    `CREATE TRIGGER "test_forbid" BEFORE ${what} ON "${table}" BEGIN SELECT RAISE(ABORT, 'as a full disk would'); END`,
  )

describe.each(ACTS)('$name', ({ prepare, act }) => {
  it('is not done when its audit entry cannot be written', async () => {
    const id = (await prepare?.()) ?? ''
    const before = await rows()
    await forbid('INSERT', 'AuditEntry')
    expect((await act(id)).status).toBe(500)
    expect(await rows()).toBe(before)
  })

  it('leaves one act and its entry', async () => {
    const id = (await prepare?.()) ?? ''
    const [before, written] = [await rows(), await entries()]
    expect((await act(id)).status).toBeLessThan(300)
    expect(await rows()).not.toBe(before)
    expect(await entries()).toBeGreaterThan(written)
    expect(await console.runtime.audit.verify()).toMatchObject({ isIntact: true })
  })
})

describe('an entry', () => {
  it.each([
    ['User', () => send(ROUTES.createUser, { body: USER })],
    ['ApiToken', () => send(ROUTES.createToken, { body: TOKEN })],
    ['Host', () => send(ROUTES.createHost, { body: HOST })],
    ['Session', () => send(ROUTES.signIn, { body: ADA })],
  ])('is not written when the row of %s is not', async (table, act) => {
    const written = await entries()
    await forbid('INSERT', table)
    expect((await act()).status).toBe(500)
    expect(await entries()).toBe(written)
  })

  it('is not lost with a transaction that it does not belong to', async () => {
    const { audit } = console.runtime
    const event = { actor: 'system', address: null, action: 'host.probe', target: null } as const
    const failing = audit.commit(async (tx, note) => {
      note(event)
      await tx.user.findMany()
      throw new Error('given up')
    })
    await Promise.allSettled([failing, audit.append({ ...event, target: 'kept' }), audit.append(event)])
    await expect(failing).rejects.toThrow('given up')
    const { entries: newest } = await audit.list({ limit: 2 })
    expect(newest.map(({ target }) => target)).toContain('kept')
    expect(await audit.verify()).toMatchObject({ isIntact: true })
  })
})
