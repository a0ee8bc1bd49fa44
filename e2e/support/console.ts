import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startConsole } from '../run/console.mjs'

export const ADMIN = { login: 'admin', password: 'four short words do' }

export type ApiAnswer = { status: number; body: unknown }
export type TestConsole = {
  url: string
  token: string
  /** Calls /api/v1 as an administrator's script would. */
  api: (method: string, route: string, body?: unknown) => Promise<ApiAnswer>
  stop: () => Promise<void>
}
/** What the console has printed for its set-up; null: nothing, it has users. */
type Printed = { setupCode: () => string | null }

/** A console with a database and a port of its own. `isSetUp`: the first administrator exists already. */
export async function startTestConsole({ isSetUp = true, env = {} as Record<string, string> } = {}): Promise<
  TestConsole & Printed
> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-test-'))
  const { url, token, api, setupCode, stop } = await startConsole({
    databaseFile: path.join(folder, 'patchbay.db'),
    login: ADMIN.login,
    ...(isSetUp ? { password: ADMIN.password } : {}),
    env,
  })
  return {
    url,
    token,
    api,
    setupCode,
    stop: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Adds a user as the administrator, signed in: no token may. */
export async function addUser(
  server: Pick<TestConsole, 'url'>,
  user: { login: string; password: string; role: 'viewer' | 'operator' },
): Promise<number> {
  const { name, value } = await signIn(server)
  const response = await fetch(`${server.url}/api/v1/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: `${name}=${value}` },
    body: JSON.stringify(user),
  })
  return response.status
}

export type SessionCookie = { name: string; value: string; url: string }

/** Signs in past the browser, as the administrator unless told otherwise; what a browser's context takes as a cookie. */
export async function signIn({ url }: Pick<TestConsole, 'url'>, who = ADMIN): Promise<SessionCookie> {
  const response = await fetch(`${url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  })
  const [pair = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  const [name = '', value = ''] = pair.split('=')
  return { name, value, url }
}
