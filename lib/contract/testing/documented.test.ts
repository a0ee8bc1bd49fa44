import { describe, expect, it } from 'vitest'
import { documentedByUs } from './documented'

const documented = documentedByUs()
const json = 'application/json; charset=utf-8'
const error = (code: string) => JSON.stringify({ error: { code, message: 'because', details: {} } })
const health = { status: 'ok', version: '1', uptimeSeconds: 1, storage: { state: 'ok', reason: null } }
const answer = (over: Partial<Parameters<typeof documented.answer>[0]>) =>
  documented.answer({
    ...{ method: 'GET', path: '/api/v1/health', status: 200, type: json, text: JSON.stringify(health) },
    ...over,
  })

describe('an answer that the document describes', () => {
  it.each([
    ['what is asked for', {}],
    ['an error of the operation', { path: '/api/v1/hosts', status: 401, text: error('unauthenticated') }],
    ['no body', { method: 'DELETE', path: '/api/v1/hosts/nothing00000', status: 204, type: null, text: '' }],
    ['a file as a table', { path: '/api/v1/audit/export', type: 'text/csv; charset=utf-8', text: 'seq,at\r\n' }],
    ['a file as a list', { path: '/api/v1/audit/export', text: '[]' }],
    ['the head of a stream', { path: '/api/v1/events', type: 'text/event-stream', text: '' }],
    ['a path that is not there', { path: '/api/v1/nope', status: 404, text: error('not_found') }],
    ['a method that is not there', { method: 'PUT', status: 405, text: error('method_not_allowed') }],
    ['a method of every path', { method: 'HEAD', text: '' }],
  ])('%s', (_, over) => {
    expect(answer(over)).toEqual([])
  })
})

describe('an answer that it does not', () => {
  it.each([
    ['a field that is missing', { text: JSON.stringify({ ...health, version: undefined }) }, 'version'],
    ['a field more', { text: JSON.stringify({ ...health, secret: 1 }) }, 'secret'],
    ['another status', { status: 202 }, 'the document knows 200'],
    ['another type', { type: 'text/html' }, 'text/html found'],
    ['no JSON', { text: '<html>' }, 'JSON wanted'],
    ['a body where there is none', { method: 'DELETE', path: '/api/v1/hosts/nothing00000', status: 204 }, 'no body'],
    ['a code of another operation', { path: '/api/v1/hosts', status: 401, text: error('wrong_credentials') }, 'code'],
    ['a code that nobody knows', { path: '/api/v1/nope', status: 404, text: error('lost') }, 'code'],
    ['a file that is no list', { path: '/api/v1/audit/export', text: '"seq,at"' }, 'expected array'],
    ['an entry of a file', { path: '/api/v1/audit/export', text: '[{"seq":1}]' }, 'actor'],
    ['a page at a path that is not there', { path: '/api/v1/nope' }, '404 wanted'],
  ])('%s', (_, over, words) => {
    expect(answer(over).join('\n')).toContain(words)
  })

  it('a stream’s events', () => {
    const event = (name: string, data: unknown) =>
      documented.event('/api/v1/events', { event: name, data: JSON.stringify(data) })
    expect(event('removed', { hostId: 'nothing00000' })).toEqual([])
    expect(event('removed', { hostId: 7 }).join()).toContain('hostId')
    expect(event('lost', {})).toEqual(['event lost of /api/v1/events: the document has no such event'])
  })
})
