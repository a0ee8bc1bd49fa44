import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import { hashPassword } from '@/lib/server/auth/password'
import { startSession } from '@/lib/server/auth/session'
import type { User } from '@/lib/server/db/user'
import { createUser, deleteUser, updateUser } from '@/lib/server/db/user'
import type { TestConsole } from '@/lib/server/testing/console'
import { call, cookieOf, startTestConsole } from '@/lib/server/testing/console'

const OLD = 'correct horse battery'
const RESET = 'a quite different one'

let console: TestConsole
let bob: User
let cookie: string
beforeEach(async () => {
  console = await startTestConsole()
  const { db } = console.runtime
  const passwordHash = await hashPassword(OLD)
  const { now } = console.clock
  for (const login of ['ada', 'bob']) bob = await createUser(db, { login, passwordHash, role: 'admin', now })
  cookie = `patchbay_session=${await startSession(db, bob, now)}`
})
afterEach(() => console.stop())

/** What happens once the next act has been let in and its passwords are checked, and before it is written. */
function meanwhile(act: () => Promise<unknown>) {
  const { audit } = console.runtime
  const commit = audit.commit.bind(audit)
  vi.spyOn(audit, 'commit').mockImplementationOnce(async (written) => {
    await act()
    return commit(written)
  })
}
const reset = async () => {
  const { db } = console.runtime
  await updateUser(db, bob.id, { passwordHash: await hashPassword(RESET) })
  await db.session.deleteMany({ where: { userId: bob.id } })
}
const remove = () => deleteUser(console.runtime.db, bob.id)
const lower = () => updateUser(console.runtime.db, bob.id, { role: 'viewer' })
const signIn = (password: string) => call(ROUTES.signIn, { body: { login: 'bob', password } })
const answerOf = async (response: Promise<Response>) => {
  const { status } = await response
  return [status, status < 400 ? null : ErrorBody.parse(await (await response).json()).error.code]
}

describe('rights that end while an act is under way', () => {
  it.each([
    ['reset', reset],
    ['removed', remove],
  ])('nobody signs in with the password of a user that was %s', async (_, act) => {
    await console.runtime.db.session.deleteMany()
    meanwhile(act)
    expect(await answerOf(signIn(OLD))).toEqual([401, 'wrong_credentials'])
    expect(await console.runtime.db.session.count()).toBe(0)
    const { entries } = await console.runtime.audit.list({ limit: 1 })
    expect(entries[0]).toMatchObject({ action: 'session.sign-in-failed', target: 'user:bob' })
  })

  it('signs in with the role that the user has then', async () => {
    meanwhile(lower)
    const response = await signIn(OLD)
    expect(await response.json()).toMatchObject({ role: 'viewer' })
    expect((await call(ROUTES.listUsers, { cookie: cookieOf(response) })).status).toBe(403)
  })

  it('does not undo a reset by a change of one’s own password, whoever’s session is left', async () => {
    const own = { cookie, body: { currentPassword: OLD, newPassword: 'the one of an intruder' } }
    meanwhile(reset)
    expect(await answerOf(call(ROUTES.changePassword, own))).toEqual([401, 'unauthenticated'])
    const again = `patchbay_session=${await startSession(console.runtime.db, bob, console.clock.now)}`
    meanwhile(async () => updateUser(console.runtime.db, bob.id, { passwordHash: await hashPassword(OLD) }))
    const changed = { ...own.body, currentPassword: RESET }
    expect(await answerOf(call(ROUTES.changePassword, { cookie: again, body: changed }))).toEqual([
      401,
      'wrong_credentials',
    ])
    expect((await signIn(OLD)).status).toBe(200)
  })

  const acts = {
    'makes a user': () => call(ROUTES.createUser, { cookie, body: { login: 'eve', password: OLD, role: 'admin' } }),
    'makes a token': () => call(ROUTES.createToken, { cookie, body: { name: 'eve', role: 'admin' } }),
    'resets a password': async () => {
      const ada = await console.runtime.db.user.findUniqueOrThrow({ where: { login: 'ada' } })
      return call(ROUTES.updateUser, { cookie, params: { userId: ada.id }, body: { password: RESET } })
    },
  }
  it.each(Object.entries(acts))('nobody %s after that', async (_, act) => {
    const before = await console.runtime.db.user.findMany({ select: { login: true, passwordHash: true } })
    meanwhile(lower)
    expect(await answerOf(act())).toEqual([403, 'forbidden'])
    await updateUser(console.runtime.db, bob.id, { role: 'admin' })
    meanwhile(() => console.runtime.db.session.deleteMany())
    expect(await answerOf(act())).toEqual([401, 'unauthenticated'])
    expect(await console.runtime.db.apiToken.count({ where: { name: 'eve' } })).toBe(0)
    expect(await console.runtime.db.user.findMany({ select: { login: true, passwordHash: true } })).toEqual(before)
  })
})
