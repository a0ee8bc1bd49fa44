import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Role } from '@/lib/contract/auth'
import { ErrorBody } from '@/lib/contract/errors'
import type { RouteSpec } from '@/lib/contract/route-spec'
import { METHODS } from '@/lib/contract/route-spec'
import { ROUTES } from '@/lib/contract/routes'
import { hasRole } from '@/lib/server/auth/actor'
import type { TestConsole } from '@/lib/server/testing/console'
import { call, routeFile, sessionOf, startTestConsole } from '@/lib/server/testing/console'

const specs: [string, RouteSpec][] = Object.entries(ROUTES)

let console: TestConsole
beforeAll(async () => {
  console = await startTestConsole()
})
afterAll(() => console.stop())

const codeOf = async (response: Response) => ErrorBody.parse(await response.json()).error.code

describe('the registry and the route files', () => {
  it('name the same paths', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'route.ts' && !file.startsWith('[...path]'))
      .map((file) => path.join(import.meta.dirname, file))
    expect([...new Set(specs.map(([, spec]) => routeFile(spec.path)))].sort()).toEqual(files.sort())
  })

  it.each([...new Set(specs.map(([, spec]) => spec.path))])('answer every method at %s, in JSON', async (apiPath) => {
    const here = specs.filter(([, spec]) => spec.path === apiPath).map(([, spec]) => spec)
    const [first] = here
    if (!first) throw new Error('no spec')
    for (const method of METHODS.filter((each) => !here.some((spec) => spec.method === each))) {
      const response = await call(first, { method })
      expect([method, response.status, await codeOf(response)]).toEqual([method, 405, 'method_not_allowed'])
      expect(response.headers.get('allow')).toContain(first.method)
    }
  })
})

describe.each(specs)('%s', (_, spec) => {
  it('is never cached and says its request id', async () => {
    const response = await call(spec)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-z]{20}$/)
  })

  if (spec.method !== 'GET') {
    it('refuses a browser on another site', async () => {
      const response = await call(spec, { headers: { origin: 'https://evil.example' } })
      expect([response.status, await codeOf(response)]).toEqual([403, 'cross_site_request'])
    })
  }

  // call() holds each of these answers against the API's document.
  if (spec.params) {
    it('answers 404 to an id of the wrong form, and to one that nobody has', async () => {
      const cookie = await sessionOf(console, 'admin')
      const names = Object.keys(spec.params?.shape ?? {})
      const wrong = Object.fromEntries(names.map((name) => [name, '!']))
      const response = await call(spec, { cookie, params: wrong, ...(spec.method === 'GET' ? {} : { body: {} }) })
      expect([response.status, await codeOf(response)]).toEqual([404, 'not_found'])
      // Where a body is wanted, an empty one may be what is wrong first.
      expect([404, 422]).toContain((await call(spec, { cookie, ...(spec.body ? { body: {} } : {}) })).status)
    })
  }

  if (spec.body) {
    it('answers 400 to what is no JSON, 413 to too much, and 422 to a list', async () => {
      const cookie = await sessionOf(console, 'admin')
      const statusOf = async (rawBody: string) => (await call(spec, { cookie, rawBody })).status
      expect(await statusOf('{')).toBe(400)
      expect(await statusOf(`"${'x'.repeat(4_000_000)}"`)).toBe(413)
      expect(await statusOf('[]')).toBe(422)
    })
  }

  it('answers 421 to whoever asks for another host', async () => {
    const response = await call(spec, { headers: { 'x-patchbay-foreign-host': '1' } })
    expect([response.status, await codeOf(response)]).toEqual([421, 'foreign_host'])
  })

  if (spec.role === 'public') return
  const least = spec.role

  it('answers 401 to nobody, to an unknown token and to an unknown session', async () => {
    for (const caller of [
      {},
      { token: 'pb_unknown' },
      { cookie: 'patchbay_session=unknown' },
      { headers: { authorization: 'Basic eDp5' } },
    ]) {
      const response = await call(spec, caller)
      expect([response.status, await codeOf(response)]).toEqual([401, 'unauthenticated'])
    }
  })

  it.each(Role.options)('knows whether %s may', async (role) => {
    // A body that no schema takes: those who may are stopped there, and nothing is changed.
    const cookie = await sessionOf(console, role)
    const response = await call(spec, { cookie, ...(spec.body ? { rawBody: '{' } : {}) })
    if (hasRole(role, least)) expect([401, 403]).not.toContain(response.status)
    else expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden'])
  })
})
