import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress, isHttps, requestHost, stampPeerAddresses } from './peer'

const headers = (values: Record<string, string>) => new Headers(values)

describe('clientAddress', () => {
  it('is the peer, whatever the client says', () => {
    const given = headers({ 'x-patchbay-peer': '::ffff:192.0.2.1', 'x-forwarded-for': '203.0.113.9' })
    expect(clientAddress(given, false)).toBe('192.0.2.1')
  })

  it('is what a trusted proxy added last', () => {
    const given = headers({ 'x-patchbay-peer': '127.0.0.1', 'x-forwarded-for': '203.0.113.9, 198.51.100.7' })
    expect(clientAddress(given, true)).toBe('198.51.100.7')
  })

  it('is null for what is no address', () => {
    expect(clientAddress(headers({ 'x-patchbay-peer': 'a\tb<script>' }), false)).toBeNull()
    expect(clientAddress(headers({}), false)).toBeNull()
  })
})

describe('stampPeerAddresses', () => {
  it('overwrites what a client claims', async () => {
    stampPeerAddresses()
    const server = createServer((request, response) => response.end(request.headers['x-patchbay-peer']))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // A listening TCP server has this form of address.
    const { port } = server.address() as AddressInfo
    const answer = await new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', headers: { 'x-patchbay-peer': '203.0.113.9' } }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      }).on('error', reject)
    })
    server.close()
    expect(answer).toBe('127.0.0.1')
  })
})

describe('behind a proxy', () => {
  const given = headers({ host: 'inner:3000', 'x-forwarded-host': 'Console.Example', 'x-forwarded-proto': 'https' })
  it('is believed only where the configuration says so', () => {
    expect([isHttps(given, false), requestHost(given, false)]).toEqual([false, 'inner:3000'])
    expect([isHttps(given, true), requestHost(given, true)]).toEqual([true, 'console.example'])
  })
})
