/*
 * Test support: a console with its own database in a temporary folder, and a way to call its route files without a server.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Role } from '@/lib/contract/auth'
import { EVENT_STREAM } from '@/lib/contract/constants/event-stream'
import type { RouteSpec } from '@/lib/contract/route-spec'
import type { Documented } from '@/lib/contract/testing/documented'
import { documentedByUs } from '@/lib/contract/testing/documented'
import { newApiToken } from '../auth/api-token'
import { startSession } from '../auth/session'
import { hashToken, newId } from '../crypto/random'
import { createToken } from '../db/api-token'
import { createUser } from '../db/user'
import { readEnv } from '../env'
import type { RouteHandler } from '../http/handle'
import { createLog } from '../log'
import type { Runtime, RuntimeOptions } from '../runtime'
import { setRuntime, startRuntime } from '../runtime'

export const BOOTSTRAP_TOKEN = 'bootstrap-token-of-the-test-console'
const ROOT = path.resolve(import.meta.dirname, '../../..')

export type TestConsole = {
  runtime: Runtime
  folder: string
  /** Every log line so far. */
  logLines: () => string
  /** The clock that the console reads. */
  clock: { now: Date }
  stop: () => Promise<void>
}

/** Starts a console and publishes it as the one that route files find. `variables` are added to its environment. */
export async function startTestConsole(
  variables: Record<string, string> = {},
  options: Pick<RuntimeOptions, 'probeHost' | 'checkHost' | 'fleet' | 'changeTimings' | 'failpoint'> = {},
): Promise<TestConsole> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-test-'))
  const lines: string[] = []
  const clock = { now: new Date('2030-01-01T00:00:00.000Z') }
  const env = readEnv(
    { DATABASE_URL: 'file:./test.db', PATCHBAY_BOOTSTRAP_TOKEN: BOOTSTRAP_TOKEN, ...variables },
    folder,
  )
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const runtime = await startRuntime(env, { cwd: ROOT, log, now: () => clock.now, ...options })
  setRuntime(Promise.resolve(runtime))
  const stop = async () => {
    await runtime.stop()
    rmSync(folder, { recursive: true })
  }
  return { runtime, folder, logLines: () => lines.join(''), clock, stop }
}

export type CallOptions = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  /** Sent as it is, in place of `body`. */
  rawBody?: string
  token?: string
  cookie?: string
  headers?: Record<string, string>
  /** Another method than the spec's. */
  method?: string
}

/** The file that serves a path of the API. */
export const routeFile = (apiPath: string): string =>
  path.join(ROOT, 'app', apiPath.replaceAll('{', '[').replaceAll('}', ']'), 'route.ts')

/** Calls the route file that serves a spec, as Next would. Throws where the answer is not what the API's document says. */
export async function call(spec: RouteSpec, options: CallOptions = {}): Promise<Response> {
  const { params = {}, query, body, token, cookie, method = spec.method } = options
  const filled = spec.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'nothing00000')
  const url = new URL(filled, 'http://console.test')
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  const text = options.rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const headers = new Headers({ host: url.host, 'x-patchbay-peer': '192.0.2.7', ...options.headers })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (cookie !== undefined) headers.set('cookie', cookie)
  const request = new Request(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
  // A route file exports its handlers under the names of methods: that is Next's contract.
  const file = (await import(routeFile(spec.path))) as Record<string, RouteHandler | undefined>
  const handler = file[method]
  if (!handler) throw new Error(`${routeFile(spec.path)} exports no ${method}`)
  const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  const response = await handler(request, {
    params: Promise.resolve(Object.fromEntries(names.map((n) => [n, params[n] ?? 'nothing00000']))),
  })
  await requireDocumented(method, url.pathname, response)
  return response
}

let documented: Documented | null = null

async function requireDocumented(method: string, apiPath: string, response: Response): Promise<void> {
  documented ??= documentedByUs()
  const type = response.headers.get('content-type')
  // A stream goes on until somebody ends it.
  const text = type?.startsWith(EVENT_STREAM) ? '' : await response.clone().text()
  const faults = documented.answer({ method, path: apiPath, status: response.status, type, text })
  if (faults.length > 0) throw new Error(`not as documented: ${faults.join('; ')}`)
}

/** A token of the given role and of a user of its own, made without the API. */
export async function tokenOf(console: TestConsole, role: Role): Promise<string> {
  const name = `${role} ${console.clock.now.getTime()} ${Math.floor(performance.now() * 1000)}`
  const { runtime, clock } = console
  const token = newApiToken()
  const login = `owner-of-${newId()}`
  const user = await createUser(runtime.db, { login, passwordHash: 'nobody signs in', role: 'admin', now: clock.now })
  const fresh = { id: newId(), name, role, tokenHash: hashToken(token), createdAt: clock.now, expiresAt: null }
  await createToken(runtime.db, { ...fresh, userId: user.id })
  return token
}

/** The Cookie header of a signed-in user of the given role. */
export async function sessionOf({ runtime: { db }, clock: { now } }: TestConsole, role: Role): Promise<string> {
  const user = await createUser(db, { login: `user-${newId()}`, passwordHash: 'nobody signs in', role, now })
  return `patchbay_session=${await startSession(db, user, now)}`
}

/** The Cookie header that goes with an answer's Set-Cookie. */
export const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
