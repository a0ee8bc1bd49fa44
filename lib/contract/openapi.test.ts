import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from './errors'
import { toOpenApi } from './openapi'
import { ROUTES } from './routes'

const document = toOpenApi(ROUTES, '1.2.3')
const text = JSON.stringify(document)

describe('toOpenApi', () => {
  it('lists every route once, under its id', () => {
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map((match) => match[1])
    expect(ids.sort()).toEqual(Object.keys(ROUTES).sort())
  })

  it('refers only to schemas that are there', () => {
    const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(names.length).toBeGreaterThan(50)
    for (const name of names) expect(document).toHaveProperty(name.replace('#/', '').split('/'))
  })

  it('names every error code with the operations that give it', () => {
    // Given for a method that no operation has.
    const { method_not_allowed: _, ...codes } = ERROR_CODES
    const missing = Object.entries(codes).filter(
      ([code, { when }]) => !text.includes(JSON.stringify(`${code}: ${when}`).slice(1, -1)),
    )
    expect(missing).toEqual([])
    const errorsOf = (id: keyof typeof ROUTES) => {
      const { path, method } = ROUTES[id]
      const paths = document['paths'] as Record<string, Record<string, { responses: object }>>
      return JSON.stringify(paths[path]?.[method.toLowerCase()]?.responses)
    }
    for (const id of ['changePassword', 'createUser', 'updateUser'] as const)
      expect(errorsOf(id), id).toContain('console_busy')
    for (const id of ['followHosts', 'followHost'] as const) expect(errorsOf(id), id).toContain('too_many_streams')
    expect(errorsOf('getHealth')).toContain('foreign_host')
    expect(errorsOf('applyChange')).toContain('storage_unwritable')
  })

  it('describes body, answer, parameters and errors of a route', () => {
    expect(document).toMatchObject({
      openapi: '3.1.1',
      info: { version: '1.2.3' },
      paths: {
        '/api/v1/hosts': {
          post: {
            requestBody: {
              content: { 'application/json': { schema: { required: expect.arrayContaining(['name', 'auth']) } } },
            },
            responses: { 201: {}, 409: { description: expect.stringContaining(ERROR_CODES.host_key_mismatch.when) } },
            security: [{ token: [] }, { session: [] }],
          },
        },
        '/api/v1/hosts/{hostId}': { get: { parameters: [{ name: 'hostId', in: 'path', required: true }] } },
        '/api/v1/audit': {
          get: { parameters: expect.arrayContaining([expect.objectContaining({ name: 'limit', required: false })]) },
        },
        '/api/v1/health': { get: { security: [] } },
        '/api/v1/hosts/{hostId}/events': {
          get: {
            responses: { 200: { content: { 'text/event-stream': { 'x-events': { patch: {}, snapshot: {} } } } } },
          },
        },
      },
    })
  })
})
