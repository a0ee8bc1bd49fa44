import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { apiOf, startConsole } from '../run/console.mjs'
import { startAnswerCheck } from './answer-check'

export const ADMIN = { login: 'admin', password: 'four short words do' }

export type ApiAnswer = { status: number; body: unknown }
export type TestConsole = {
  url: string
  token: string
  /** Calls /api/v1 as an administrator's script would. */
  api: (method: string, route: string, body?: unknown) => Promise<ApiAnswer>
  stop: () => Promise<void>
}
/** What its API answered besides what its document says, since it was asked last. */
export type CheckedConsole = TestConsole & { takeFaults: () => string[] }
/** What the console has printed for its set-up; null: nothing, it has users. */
type Printed = { setupCode: () => string | null }

/** As below, and everything that it answers is held against its own OpenAPI document on the way. */
export async function startCheckedConsole(
  options: Parameters<typeof startTestConsole>[0] = {},
): Promise<CheckedConsole & Printed> {
  const server = await startTestConsole(options)
  const check = await startAnswerCheck(server.url)
  return {
    ...server,
    url: check.url,
    api: apiOf(check.url, server.token),
    takeFaults: check.takeFaults,
    stop: async () => {
      await check.stop()
      await server.stop()
    },
  }
}

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
