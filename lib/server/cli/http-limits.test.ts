import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitRequests } from './http-limits.mjs'

let server: http.Server
let port = 0
beforeAll(async () => {
  limitRequests({ requestMs: 200, checkEveryMs: 20 })
  server = http.createServer((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end('in the end'), 600)
    else request.resume().on('end', () => response.end('got it'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has this form of address.
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** All that the server says to these bytes, until it ends the connection. */
const say = (bytes: string) => {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

describe('limitRequests', () => {
  it.each([
    ['a head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{'],
    ['chunks', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])('ends a connection that leaves %s unfinished', async (_, bytes) => {
    expect(await say(bytes)).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('ends one that says nothing at all', async () => {
    expect(await say('')).toMatch(/^(HTTP\/1\.1 408 |$)/)
  })

  it('leaves answers the time they take', async () => {
    expect(await say('GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('in the end')
  })
})
