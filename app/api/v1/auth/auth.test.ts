import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import type { CallOptions, TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, cookieOf, startTestConsole } from '@/lib/server/testing/console'

const ADA = { login: 'ada', password: 'correct horse battery' }

let console: TestConsole
beforeEach(async () => (console = await startTestConsole()))
afterEach(() => console.stop())

const code = () => console.runtime.setupCode.text
const setUp = async () => cookieOf(await call(ROUTES.setUp, { body: { ...ADA, code: code() } }))
const signIn = (body: unknown, options: CallOptions = {}) => call(ROUTES.signIn, { body, ...options })
const errorOf = async (response: Response) => ErrorBody.parse(await response.json()).error
const codeOf = async (response: Response) => (await errorOf(response)).code
const statusOf = async (response: Promise<Response>) => (await response).status
const actions = async () => (await console.runtime.audit.list({ limit: 50 })).entries.map((entry) => entry.action)

/** Added by the administrator, with the same password. */
const addUser = async (login: string, role: string) => {
  const cookie = cookieOf(await signIn(ADA))
  const response = await call(ROUTES.createUser, { cookie, body: { ...ADA, login, role } })
  return ROUTES.createUser.response.parse(await response.json())
}

describe('setup', () => {
  it('makes the first administrator, signs them in, and never again', async () => {
    expect(await (await call(ROUTES.getSetup)).json()).toEqual({ isSetUp: false })
    const response = await call(ROUTES.setUp, { body: { ...ADA, code: code() } })
    expect([response.status, await response.json()]).toEqual([201, { login: 'ada', role: 'admin', via: 'session' }])
    expect(await statusOf(call(ROUTES.getMe, { cookie: cookieOf(response) }))).toBe(200)
    expect(await (await call(ROUTES.getSetup)).json()).toEqual({ isSetUp: true })
    for (const text of [code(), 'a guess'])
      expect(await codeOf(await call(ROUTES.setUp, { body: { ...ADA, login: 'eve', code: text } }))).toBe('setup_done')
  })

  it('lets one of many through', async () => {
    const logins = ['a1', 'b2', 'c3', 'd4', 'e5']
    const answers = await Promise.all(
      logins.map((login) => call(ROUTES.setUp, { body: { ...ADA, login, code: code() } })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409])
    expect(await console.runtime.db.user.count()).toBe(1)
  })

  it('is for whoever reads the code in the log, as they type it', async () => {
    expect(code()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
    for (const text of ['AAAA-AAAA-AAAA', code().slice(0, -1), `${code()}0`]) {
      const response = await call(ROUTES.setUp, { body: { ...ADA, code: text } })
      expect([response.status, (await errorOf(response)).details['fields']]).toEqual([
        403,
        [{ path: 'code', message: expect.stringContaining('printed when it started') }],
      ])
    }
    expect(await console.runtime.db.user.count()).toBe(0)
    const typed = ` ${code().toLowerCase().replaceAll('-', ' ')} `
    expect(await statusOf(call(ROUTES.setUp, { body: { ...ADA, code: typed } }))).toBe(201)
  })

  it('lets nobody guess the code for long, and nobody keep others from it', async () => {
    const from = (address: string, text: string) =>
      call(ROUTES.setUp, { body: { ...ADA, code: text }, headers: { 'x-patchbay-peer': address } })
    for (let i = 0; i < 10; i++) expect(await statusOf(from('198.51.100.1', `GUESS-${i}`))).toBe(403)
    expect(await statusOf(from('198.51.100.1', code()))).toBe(429)
    expect((await actions()).filter((action) => action === 'session.sign-in-failed')).toHaveLength(5)
    expect(await statusOf(from('192.0.2.1', code()))).toBe(201)
  })

  it('asks for a long password', async () => {
    const response = await call(ROUTES.setUp, { body: { login: 'ada', password: 'short', code: code() } })
    expect(response.status).toBe(422)
    expect((await errorOf(response)).details['fields']).toEqual([
      { path: 'password', message: 'at least 12 characters: four short words do well' },
    ])
  })
})

describe('sign-in', () => {
  it('sets a cookie that scripts and other sites cannot use', async () => {
    await setUp()
    const [session, device] = (await signIn({ ...ADA, login: 'Ada' })).headers.getSetCookie()
    expect(session).toMatch(/^patchbay_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
    expect(device).toMatch(/^patchbay_device=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=15552000$/)
  })

  it('answers the same to a wrong password and to an unknown name', async () => {
    await setUp()
    const [wrong, unknown] = [await signIn({ ...ADA, password: 'x' }), await signIn({ login: 'nobody', password: 'x' })]
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const [a, b] = [await errorOf(wrong), await errorOf(unknown)]
    expect([a.code, a.message]).toEqual([b.code, b.message])
  })

  it('locks a name after five failures, also for the right password, and opens again', async () => {
    await setUp()
    for (let i = 0; i < 5; i++) expect(await statusOf(signIn({ ...ADA, password: 'x' }))).toBe(401)
    const locked = await signIn(ADA)
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '30'])
    expect(await codeOf(locked)).toBe('too_many_attempts')
    expect(await actions()).toContain('session.locked')
    console.clock.now = new Date(console.clock.now.getTime() + 30_000)
    expect(await statusOf(signIn(ADA))).toBe(200)
  })

  it('does not let a burst slip past the count', async () => {
    await setUp()
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn({ ...ADA, password: 'x' })))
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
  })

  it('lets the owner in from a device or an address of before, whoever guesses from wherever', async () => {
    const owner = await call(ROUTES.setUp, { body: { ...ADA, code: code() } })
    const device = owner.headers.getSetCookie()[1]?.split(';')[0] ?? ''
    const from = (address: string) => ({ headers: { 'x-patchbay-peer': address } })
    const guess = (address: string) => {
      const stranger = { login: 'ada', address, deviceId: null, isAddressKnown: false }
      expect(() => {
        for (;;) console.runtime.signInLimit.begin(stranger, console.clock.now.getTime())
      }).toThrow(/Too many failed attempts/)
    }
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 20; i++) guess(`198.51.${round}.${i}`)
      expect(await statusOf(signIn(ADA, { ...from('203.0.113.9'), cookie: device })), 'a device').toBe(200)
      expect(await statusOf(signIn(ADA)), 'an address').toBe(200)
      expect(await statusOf(signIn(ADA, from('203.0.113.10'))), 'a stranger who knows the password').toBe(429)
    }
  })

  it('knows a device by one mark, however often somebody signs in, until the password is another', async () => {
    const deviceOf = (response: Response) => response.headers.getSetCookie().at(-1)?.split(';')[0] ?? ''
    const idOf = (device: string) => /^patchbay_device=([^.]+)/.exec(device)?.[1]
    const { db, deviceMarks } = console.runtime
    const isKnown = async (device: string) =>
      deviceMarks.read(device.split('=')[1] ?? '', await db.user.findFirstOrThrow(), console.clock.now) !== null
    const first = deviceOf(await call(ROUTES.setUp, { body: { ...ADA, code: code() } }))
    const response = await signIn(ADA, { cookie: first })
    const second = deviceOf(response)
    expect(idOf(second)).toBe(idOf(first))
    expect(idOf(deviceOf(await signIn(ADA)))).not.toBe(idOf(first))
    const body = { currentPassword: ADA.password, newPassword: 'a quite different one' }
    const cookie = `${cookieOf(response)}; ${second}`
    const changed = await call(ROUTES.changePassword, { cookie, body })
    expect(idOf(deviceOf(changed)), 'where it was changed').toBe(idOf(first))
    expect([await isKnown(first), await isKnown(second), await isKnown(deviceOf(changed))]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('hashes two passwords at once, and says so where too many wait', async () => {
    await setUp()
    const guess = (_: unknown, i: number) =>
      signIn({ login: `user${i}`, password: 'x' }, { headers: { 'x-patchbay-peer': `198.51.100.${i}` } })
    const answers = await Promise.all(Array.from({ length: 40 }, guess))
    const busy = answers.filter((answer) => answer.status === 503)
    expect(busy.length).toBeGreaterThan(10)
    const [first] = busy
    expect(first?.headers.get('retry-after')).toBe('5')
    expect(first && (await errorOf(first))).toMatchObject({
      code: 'console_busy',
      message: expect.stringContaining('try again in 5 s'),
    })
    expect(answers.every((answer) => [401, 503].includes(answer.status))).toBe(true)
  })

  it('leaves a bounded trace of failures', async () => {
    await setUp()
    for (let i = 0; i < 8; i++) {
      const headers = { 'x-patchbay-peer': `198.51.100.${i}` }
      await signIn({ ...ADA, password: 'x' }, { headers })
      await signIn({ login: `made-up-${i}`, password: 'x' }, { headers })
    }
    const failed = async () => (await actions()).filter((action) => action === 'session.sign-in-failed').length
    expect(await failed()).toBe(5 + 5)
    await console.runtime.failedSignIns.stop()
    const counted = (await console.runtime.audit.list({ limit: 2 })).entries.map(({ target, detail }) => [
      target,
      detail['more'],
    ])
    expect(counted).toEqual([
      ['unknown user', 3],
      ['user:ada', 3],
    ])
  })

  it('ends the session that the browser had before', async () => {
    const before = await setUp()
    const after = cookieOf(await signIn(ADA, { cookie: before }))
    expect(after).not.toBe(before)
    expect(await statusOf(call(ROUTES.getMe, { cookie: before }))).toBe(401)
    expect(await statusOf(call(ROUTES.getMe, { cookie: after }))).toBe(200)
  })
})

describe('a session', () => {
  it('ends by signing out', async () => {
    const cookie = await setUp()
    const response = await call(ROUTES.signOut, { cookie })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect(await statusOf(call(ROUTES.getMe, { cookie }))).toBe(401)
    expect(await actions()).toEqual(expect.arrayContaining(['console.setup', 'session.sign-out']))
  })

  it('ends after eight idle hours, and after a week however busy', async () => {
    const idle = await setUp()
    const advance = (hours: number) => (console.clock.now = new Date(console.clock.now.getTime() + hours * 3_600_000))
    advance(7)
    expect(await statusOf(call(ROUTES.getMe, { cookie: idle }))).toBe(200)
    advance(8)
    expect(await statusOf(call(ROUTES.getMe, { cookie: idle }))).toBe(401)
    const busy = cookieOf(await signIn(ADA))
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      advance(6)
      expect(await statusOf(call(ROUTES.getMe, { cookie: busy }))).toBe(200)
    }
    advance(6)
    expect(await statusOf(call(ROUTES.getMe, { cookie: busy }))).toBe(401)
  })

  it('is good for looking while nothing can be written, as a token is, and ends all the same', async () => {
    const cookie = await setUp()
    const health = async () => ROUTES.getHealth.response.parse(await (await call(ROUTES.getHealth)).json())
    const look = () =>
      Promise.all([{ cookie }, { token: BOOTSTRAP_TOKEN }].map((by) => statusOf(call(ROUTES.getMe, by))))
    expect(await look()).toEqual([200, 200])
    const advance = (ms: number) => (console.clock.now = new Date(console.clock.now.getTime() + ms))
    await console.runtime.db.$queryRawUnsafe('PRAGMA query_only = 1')
    advance(61_000)
    expect(await look()).toEqual([200, 200])
    expect((await health()).storage, 'what watches the disk is told').toMatchObject({ state: 'failing' })
    advance(9 * 3_600_000)
    expect(await look()).toEqual([401, 200])
    await console.runtime.db.$queryRawUnsafe('PRAGMA query_only = 0')
  })

  it('is kept in the database by its hash alone', async () => {
    const token = (await setUp()).split('=')[1] ?? ''
    const rows = await console.runtime.db.session.findMany()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('changes its password, keeps itself and ends the others', async () => {
    const here = await setUp()
    const elsewhere = cookieOf(await signIn(ADA))
    const change = { currentPassword: ADA.password, newPassword: 'a quite different one' }
    expect(
      await codeOf(await call(ROUTES.changePassword, { cookie: here, body: { ...change, currentPassword: 'x' } })),
    ).toBe('wrong_credentials')
    expect(await statusOf(call(ROUTES.changePassword, { cookie: here, body: change }))).toBe(204)
    expect(await statusOf(call(ROUTES.getMe, { cookie: here }))).toBe(200)
    expect(await statusOf(call(ROUTES.getMe, { cookie: elsewhere }))).toBe(401)
    expect(await statusOf(signIn(ADA))).toBe(401)
    expect(await statusOf(signIn({ login: 'ada', password: change.newPassword }))).toBe(200)
  })
})

describe('a new password', () => {
  const fieldsOf = async (response: Response) => {
    const { code, details } = await errorOf(response)
    return [code, details['fields']]
  }
  const common = expect.stringContaining('first that are guessed')
  const same = expect.stringContaining('as it was')

  it('is none that is guessed first, wherever it is given, and the form is told at which field', async () => {
    const password = 'password1234'
    const at = (path: string) => ['invalid_request', [{ path, message: common }]]
    expect(await fieldsOf(await call(ROUTES.setUp, { body: { login: 'ada', password, code: code() } }))).toEqual(
      at('password'),
    )
    const cookie = await setUp()
    const { id } = await addUser('bob', 'viewer')
    const body = { login: 'eve', password, role: 'viewer' }
    expect(await fieldsOf(await call(ROUTES.createUser, { cookie, body }))).toEqual(at('password'))
    const reset = call(ROUTES.updateUser, { cookie, params: { userId: id }, body: { password } })
    expect(await fieldsOf(await reset)).toEqual(at('password'))
    const own = { currentPassword: ADA.password, newPassword: password }
    expect(await fieldsOf(await call(ROUTES.changePassword, { cookie, body: own }))).toEqual(at('newPassword'))
  })

  it('is not the old one', async () => {
    const cookie = await setUp()
    const { id } = await addUser('bob', 'viewer')
    const own = { currentPassword: ADA.password, newPassword: ADA.password }
    const newPassword = await fieldsOf(await call(ROUTES.changePassword, { cookie, body: own }))
    expect(newPassword).toEqual(['invalid_request', [{ path: 'newPassword', message: same }]])
    const reset = await call(ROUTES.updateUser, { cookie, params: { userId: id }, body: { password: ADA.password } })
    expect(await fieldsOf(reset)).toEqual(['invalid_request', [{ path: 'password', message: same }]])
  })

  it('is not weighed for whoever does not know the current one, and each try counts', async () => {
    const cookie = await setUp()
    const body = { currentPassword: 'x', newPassword: 'p4$$w0rd'.repeat(8) }
    const tries: unknown[] = []
    for (let i = 0; i < 6; i++) tries.push(await codeOf(await call(ROUTES.changePassword, { cookie, body })))
    expect(tries).toEqual([...Array<string>(5).fill('wrong_credentials'), 'too_many_attempts'])
  })

  it('is not set with a wrong current one; that is audited, and locks no sign-in', async () => {
    const cookie = await setUp()
    const body = { currentPassword: 'x', newPassword: 'a quite different one' }
    for (let i = 0; i < 5; i++) await call(ROUTES.changePassword, { cookie, body })
    const failed = (await actions()).filter((action) => action === 'user.change-password-failed')
    expect(failed).toHaveLength(5)
    expect(await statusOf(signIn(ADA))).toBe(200)
  })
})

describe('behind a trusted HTTPS proxy', () => {
  it('uses the __Host- cookie, and no other counts', async () => {
    // As lib/server/http/peer.ts has found it out.
    const headers = {
      'x-patchbay-https': '1',
      'x-patchbay-peer': '203.0.113.9',
      'x-patchbay-host': 'console.example',
    }
    const response = await call(ROUTES.setUp, {
      body: { ...ADA, code: code() },
      headers: { ...headers, origin: 'https://console.example' },
    })
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-patchbay_session=.*; Secure$/),
      expect.stringMatching(/^__Host-patchbay_device=.*; Secure$/),
    ])
    const cookie = cookieOf(response)
    expect(await statusOf(call(ROUTES.getMe, { cookie, headers }))).toBe(200)
    expect(await statusOf(call(ROUTES.getMe, { cookie: cookie.replace('__Host-', ''), headers }))).toBe(401)
    expect((await console.runtime.audit.list({ limit: 1 })).entries[0]?.address).toBe('203.0.113.9')
  })
})

describe('API tokens', () => {
  let cookie: string
  beforeEach(async () => (cookie = await setUp()))
  const create = (body: unknown, options: CallOptions = { cookie }) => call(ROUTES.createToken, { ...options, body })
  const made = async (body: unknown) => ROUTES.createToken.response.parse(await (await create(body)).json())

  it('are shown once, work with their role, expire, and can be revoked', async () => {
    const created = await made({ name: 'ci', role: 'viewer', expiresInDays: 1 })
    expect(created.token).toMatch(/^pb_[\w-]{43}$/)
    const { token, id } = created
    expect(await (await call(ROUTES.getMe, { token })).json()).toEqual({ login: 'ci', role: 'viewer', via: 'token' })
    expect(await statusOf(call(ROUTES.listUsers, { token }))).toBe(403)
    const list = await (await call(ROUTES.listTokens, { token: BOOTSTRAP_TOKEN })).text()
    expect(list).toContain('"ci"')
    expect(list).not.toContain(token.slice(3))
    console.clock.now = new Date(console.clock.now.getTime() + 86_400_000)
    expect(await statusOf(call(ROUTES.getMe, { token }))).toBe(401)
    expect(await statusOf(call(ROUTES.deleteToken, { token: BOOTSTRAP_TOKEN, params: { tokenId: id } }))).toBe(204)
    expect(await statusOf(call(ROUTES.deleteToken, { token: BOOTSTRAP_TOKEN, params: { tokenId: id } }))).toBe(404)
  })

  it('have names of their own', async () => {
    expect(await statusOf(create({ name: 'ci', role: 'viewer' }))).toBe(201)
    expect(await codeOf(await create({ name: 'ci', role: 'admin' }))).toBe('name_taken')
  })

  it('need no site check: no browser sends them by itself; a cookie beside one does not count', async () => {
    const headers = { origin: 'https://evil.example' }
    expect(
      await statusOf(call(ROUTES.exportAudit, { token: BOOTSTRAP_TOKEN, headers, query: { format: 'json' } })),
    ).toBe(200)
    expect(await statusOf(call(ROUTES.getMe, { cookie, token: 'pb_wrong' }))).toBe(401)
  })

  it('belong to whoever made them, end in 90 days unless told otherwise, and end with their owner', async () => {
    const byRequest = { name: 'ci', role: 'viewer' }
    const token = await made(byRequest)
    expect(token).toMatchObject({ owner: 'ada', effectiveRole: 'viewer', expiresAt: '2030-04-01T00:00:00.000Z' })
    expect((await made({ ...byRequest, name: 'for ever', expiresInDays: null })).expiresAt).toBeNull()
    const { id } = await addUser('bob', 'admin')
    const bobs = cookieOf(await signIn({ ...ADA, login: 'bob' }))
    const response = await create({ name: 'of bob', role: 'admin' }, { cookie: bobs })
    const ofBob = ROUTES.createToken.response.parse(await response.json()).token
    const roleOf = async () => ((await (await call(ROUTES.getMe, { token: ofBob })).json()) as { role?: string }).role
    expect(await roleOf()).toBe('admin')
    await call(ROUTES.updateUser, { cookie, params: { userId: id }, body: { role: 'viewer' } })
    expect(await roleOf()).toBe('viewer')
    await call(ROUTES.updateUser, { cookie, params: { userId: id }, body: { role: 'admin' } })
    expect(await roleOf()).toBe('admin')
    await call(ROUTES.deleteUser, { cookie, params: { userId: id } })
    expect(await statusOf(call(ROUTES.getMe, { token: ofBob }))).toBe(401)
    expect(await console.runtime.db.apiToken.count({ where: { name: 'of bob' } })).toBe(0)
    expect((await console.runtime.audit.list({ limit: 2 })).entries.reverse()).toMatchObject([
      { actor: 'user:ada', action: 'token.delete', target: 'token:of bob', detail: { owner: 'bob' } },
      { actor: 'user:ada', action: 'user.delete', target: 'user:bob' },
    ])
  })

  it('mint neither tokens nor users, whatever their role', async () => {
    const { token } = await made({ name: 'ci', role: 'admin' })
    const { id } = await addUser('bob', 'viewer')
    const params = { userId: id }
    for (const each of [token, BOOTSTRAP_TOKEN]) {
      const refused = [
        await create({ name: 'child', role: 'viewer' }, { token: each }),
        await call(ROUTES.createUser, { token: each, body: { ...ADA, login: 'eve', role: 'admin' } }),
        await call(ROUTES.updateUser, { token: each, params, body: { role: 'admin' } }),
        await call(ROUTES.deleteUser, { token: each, params }),
      ]
      expect(await Promise.all(refused.map(codeOf))).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
    }
    expect([await console.runtime.db.user.count(), await console.runtime.db.apiToken.count()]).toEqual([2, 2])
  })

  it('cannot change a password', async () => {
    const body = { currentPassword: 'x', newPassword: 'a quite different one' }
    expect(await codeOf(await call(ROUTES.changePassword, { token: BOOTSTRAP_TOKEN, body }))).toBe('forbidden')
  })
})

describe('users', () => {
  const admin = { cookie: '' }
  beforeEach(async () => {
    admin.cookie = await setUp()
  })
  const add = addUser

  it('are added, listed, changed and removed', async () => {
    const bob = await add('Bob', 'viewer')
    expect(bob).toMatchObject({ login: 'bob', role: 'viewer', lastSignInAt: null })
    expect(
      await codeOf(await call(ROUTES.createUser, { ...admin, body: { ...ADA, login: 'bOB', role: 'viewer' } })),
    ).toBe('name_taken')
    const cookie = cookieOf(await signIn({ ...ADA, login: 'bob' }))
    const params = { userId: bob.id }
    expect(await statusOf(call(ROUTES.listUsers, { cookie }))).toBe(403)
    expect(await statusOf(call(ROUTES.updateUser, { ...admin, params, body: { role: 'admin' } }))).toBe(200)
    expect(await statusOf(call(ROUTES.listUsers, { cookie }))).toBe(200)
    expect(await statusOf(call(ROUTES.updateUser, { ...admin, params, body: { password: 'another long one' } }))).toBe(
      200,
    )
    expect(await statusOf(call(ROUTES.listUsers, { cookie }))).toBe(401)
    expect(await statusOf(call(ROUTES.deleteUser, { ...admin, params }))).toBe(204)
    expect(await statusOf(call(ROUTES.deleteUser, { ...admin, params }))).toBe(404)
  })

  it('always include an administrator', async () => {
    const [ada] = await console.runtime.db.user.findMany()
    const params = { userId: ada?.id ?? '' }
    expect(await codeOf(await call(ROUTES.deleteUser, { ...admin, params }))).toBe('last_admin')
    expect(await codeOf(await call(ROUTES.updateUser, { ...admin, params, body: { role: 'viewer' } }))).toBe(
      'last_admin',
    )
    expect(await statusOf(call(ROUTES.updateUser, { ...admin, params, body: { role: 'admin' } }))).toBe(200)
  })

  it('lose their sessions when they are removed', async () => {
    const bob = await add('bob', 'viewer')
    const cookie = cookieOf(await signIn({ ...ADA, login: 'bob' }))
    await call(ROUTES.deleteUser, { ...admin, params: { userId: bob.id } })
    expect(await statusOf(call(ROUTES.getMe, { cookie }))).toBe(401)
  })
})

describe('secrets', () => {
  it('are in no answer, no log line and no audit entry', async () => {
    const cookie = await setUp()
    await signIn({ login: 'ada', password: 'wrong-secret-guess' })
    await signIn({ login: 'typed-secret-as-name', password: 'x' })
    const { token } = ROUTES.createToken.response.parse(
      await (await call(ROUTES.createToken, { cookie, body: { name: 'ci', role: 'admin' } })).json(),
    )
    await call(ROUTES.getMe, { token })
    const answers = await Promise.all(
      [ROUTES.listUsers, ROUTES.listTokens, ROUTES.listAudit].map(async (spec) =>
        (await call(spec, { cookie })).text(),
      ),
    )
    const seen = [...answers, console.logLines()].join('\n')
    const sessionToken = cookie.split('=')[1] ?? 'none'
    const secrets = [
      ADA.password,
      'wrong-secret-guess',
      'typed-secret',
      token,
      sessionToken,
      BOOTSTRAP_TOKEN,
      '$argon2',
    ]
    for (const secret of secrets) expect(seen).not.toContain(secret)
    expect(seen).toContain('session.sign-in-failed')
  })
})
