import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import { readEnv } from './env'
import { createLog } from './log'
import type { Runtime } from './runtime'
import { setRuntime, startRuntime } from './runtime'
import type { TestConsole } from './testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from './testing/console'
import type { FakeHost } from './testing/fake-hosts'
import { createFakeHost, HOST_KEY } from './testing/fake-hosts'

const ADMIN = { PATCHBAY_ADMIN_LOGIN: 'ada', PATCHBAY_ADMIN_PASSWORD: 'correct horse battery' }

let fake: FakeHost
let first: TestConsole
const restarted: Runtime[] = []
beforeEach(async () => {
  fake = createFakeHost()
  first = await startTestConsole(ADMIN, fake.options)
})
afterEach(async () => {
  for (const runtime of restarted.splice(0)) await runtime.stop()
  await first.stop()
})

const startBeside = (variables: Record<string, string> = {}) => {
  const env = readEnv({ DATABASE_URL: 'file:./test.db', ...variables }, first.folder)
  const cwd = path.resolve(import.meta.dirname, '../..')
  return startRuntime(env, { cwd, log: createLog('silent'), ...fake.options })
}

/** A second process on the same files, with another environment. */
const restart = async (variables: Record<string, string>) => {
  for (const runtime of [first.runtime, ...restarted]) await runtime.stop()
  const runtime = await startBeside(variables)
  restarted.push(runtime)
  setRuntime(Promise.resolve(runtime))
  return runtime
}
const statusWith = async (token: string) => (await call(ROUTES.getMe, { token })).status
const signIn = async (password: string) => (await call(ROUTES.signIn, { body: { login: 'ada', password } })).status

describe('the bootstrap token', () => {
  it('is an administrator for as long as the variable is set', async () => {
    expect(await (await call(ROUTES.getMe, { token: BOOTSTRAP_TOKEN })).json()).toMatchObject({
      role: 'admin',
      via: 'token',
    })
    const other = 'another-bootstrap-token-of-the-test'
    await restart({ PATCHBAY_BOOTSTRAP_TOKEN: other })
    expect([await statusWith(BOOTSTRAP_TOKEN), await statusWith(other)]).toEqual([401, 200])
    await restart({})
    expect([await statusWith(BOOTSTRAP_TOKEN), await statusWith(other)]).toEqual([401, 401])
  })
})

describe('the first administrator of the environment', () => {
  it('is made once, and not changed by a later start', async () => {
    expect(await signIn(ADMIN.PATCHBAY_ADMIN_PASSWORD)).toBe(200)
    await restart({ ...ADMIN, PATCHBAY_ADMIN_PASSWORD: 'a quite different one' })
    expect([await signIn('a quite different one'), await signIn(ADMIN.PATCHBAY_ADMIN_PASSWORD)]).toEqual([401, 200])
  })
})

describe('a restart', () => {
  const body = {
    name: 'kvm1',
    address: 'kvm1.test',
    username: 'root',
    hostKeyFingerprint: HOST_KEY.fingerprint,
    auth: { kind: 'password', password: 'canary-password' },
  }
  const createHost = async () =>
    ROUTES.createHost.response.parse(await (await call(ROUTES.createHost, { token: BOOTSTRAP_TOKEN, body })).json())

  it('watches the stored hosts again, with their credentials', async () => {
    const { id } = await createHost()
    const runtime = await restart({})
    await runtime.fleet.get(id)?.refresh()
    expect(fake.connections.at(-1)).toMatchObject({ address: 'kvm1.test', auth: body.auth, hostKeyType: 'ssh-ed25519' })
  })

  it('with another key shows which hosts need their credentials again, and starts all the same', async () => {
    const { id } = await createHost()
    const runtime = await restart({ PATCHBAY_SECRET_KEY: 'ab'.repeat(32) })
    await expect(runtime.fleet.get(id)?.refresh()).rejects.toMatchObject({ code: 'credentials_unreadable' })
    expect(runtime.fleet.get(id)?.snapshot()).toMatchObject({ status: 'refused' })
  })
})

describe('a second console on the same database', () => {
  it('says so and does not start; a start that fails leaves the way free', async () => {
    await expect(startBeside()).rejects.toThrow(/another console works on the database/)
    await first.runtime.stop()
    const wrongKey = { PATCHBAY_SECRET_KEY_FILE: './missing.key' }
    await expect(startBeside(wrongKey)).rejects.toThrow()
    restarted.push(await startBeside())
  })
})

describe('stopping', () => {
  it('ends open streams and stops watching', async () => {
    let isOpen = true
    first.runtime.streams.add({ holder: 'me', close: () => (isOpen = false), check: () => Promise.resolve() })
    await first.runtime.stop()
    expect([isOpen, first.runtime.streams.size, first.runtime.fleet.sessions()]).toEqual([false, 0, []])
  })
})
