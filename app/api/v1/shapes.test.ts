import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import type { TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from '@/lib/server/testing/console'
import { GET } from './[...path]/route'

const token = BOOTSTRAP_TOKEN
let console: TestConsole
beforeAll(async () => (console = await startTestConsole()))
afterAll(() => console.stop())

const read = async (response: Response) => {
  const { code, details } = ErrorBody.parse(await response.json()).error
  return { status: response.status, code, details }
}

describe('errors', () => {
  it('404 for a path that is not there and for an id of the wrong form', async () => {
    expect(await read(await GET(new Request('http://console.test/api/v1/nope')))).toMatchObject({
      status: 404,
      code: 'not_found',
    })
    const answer = await read(await call(ROUTES.deleteToken, { token, params: { tokenId: '../../etc' } }))
    expect(answer).toMatchObject({ status: 404, code: 'not_found' })
  })

  it.each(['', '{', 'login=ada', '\u0000'])('400 for the body %j', async (rawBody) => {
    expect(await read(await call(ROUTES.signIn, { rawBody }))).toMatchObject({ status: 400, code: 'invalid_json' })
  })

  it.each(['99999999', '0'])('413 for a large body, also where its length is given as %s', async (length) => {
    const rawBody = JSON.stringify({ login: 'x'.repeat(200_000) })
    const response = await call(ROUTES.signIn, { rawBody, headers: { 'content-length': length } })
    expect(await read(response)).toMatchObject({ status: 413, code: 'payload_too_large' })
  })

  it('422 names each field', async () => {
    const { status, code, details } = await read(await call(ROUTES.createToken, { token, body: { role: 'root' } }))
    expect([status, code]).toEqual([422, 'invalid_request'])
    expect(details['fields']).toEqual([
      { path: 'name', message: 'this is required' },
      { path: 'role', message: expect.stringContaining('"viewer"') },
    ])
    expect((await read(await call(ROUTES.createToken, { token, body: [] }))).details['fields']).toHaveLength(1)
    expect(await read(await call(ROUTES.listAudit, { token, query: { limit: '0' } }))).toMatchObject({
      status: 422,
      details: { fields: [{ path: 'limit', message: 'at least 1' }] },
    })
  })

  it('500 keeps the reason in the log, under the request id', async () => {
    const { audit } = console.runtime
    console.runtime.audit = { list: () => Promise.reject(new Error('disk on fire')) } as never
    const response = await call(ROUTES.listAudit, { token })
    console.runtime.audit = audit
    const text = await response.text()
    expect([response.status, text.includes('disk on fire')]).toEqual([500, false])
    const requestId = response.headers.get('x-request-id') ?? ''
    expect(text).toContain(requestId)
    expect(
      console
        .logLines()
        .split('\n')
        .find((line) => line.includes('disk on fire')),
    ).toContain(requestId)
  })

  it('an answer that is not what the contract says does not leave', async () => {
    const { audit } = console.runtime
    console.runtime.audit = { list: () => Promise.resolve({ entries: [{ secret: 1 }], nextBefore: null }) } as never
    const response = await call(ROUTES.listAudit, { token })
    console.runtime.audit = audit
    expect(await read(response)).toMatchObject({ status: 500, code: 'internal' })
  })
})

describe('a request for another host', () => {
  it('is refused, whatever it asks for and whoever asks', async () => {
    const headers = { 'x-patchbay-foreign-host': '1' }
    for (const spec of [ROUTES.getHealth, ROUTES.getSetup, ROUTES.listHosts]) {
      const answer = await read(await call(spec, { token, headers }))
      expect(answer).toMatchObject({ status: 421, code: 'foreign_host' })
    }
  })
})

describe('open routes', () => {
  it('health', async () => {
    expect(await (await call(ROUTES.getHealth)).json()).toEqual({
      status: 'ok',
      version: expect.any(String),
      uptimeSeconds: 0,
      storage: { state: 'ok', reason: null },
    })
  })

  it('OPTIONS lists the methods', async () => {
    const response = await call(ROUTES.listUsers, { method: 'OPTIONS' })
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS'])
  })
})
