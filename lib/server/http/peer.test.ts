import { createServer, get } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readEnv } from '../env'
import { isForeignHost } from './foreign-host'
import { clientAddress, isHttps, requestHost, stamp, stampRequests } from './peer'

const envOf = (variables: Record<string, string> = {}) => readEnv({ HOSTNAME: '127.0.0.1', ...variables }, '/srv')
const PROXIED = envOf({ PATCHBAY_PUBLIC_URL: 'https://console.example', PATCHBAY_TRUSTED_PROXIES: '10.0.0.0/24' })

/** What is known of a request that came from `peer` with these headers. */
function judge(given: IncomingHttpHeaders, peer = '192.0.2.1', env = envOf(), url = '/', localAddress = '127.0.0.1') {
  const stamped = { host: '127.0.0.1:3000', ...given }
  stamp(stamped, { url, remoteAddress: peer, localAddress }, env)
  const headers = new Headers(Object.entries(stamped).map(([name, value]): [string, string] => [name, String(value)]))
  return {
    ...{ client: clientAddress(headers), isHttps: isHttps(headers), host: requestHost(headers) },
    ...{ isForeign: isForeignHost(headers), forwarded: headers.get('x-forwarded-for') },
  }
}

const FORWARDED = {
  'x-forwarded-for': '203.0.113.9, 198.51.100.7',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'Console.Example',
}

describe('a request from anybody', () => {
  it('is the peer’s, whatever it says', () => {
    const marks = { 'x-patchbay-peer': '203.0.113.9', 'x-patchbay-https': '1', 'x-patchbay-host': 'evil.example' }
    expect(judge({ ...FORWARDED, ...marks }, '::ffff:192.0.2.1')).toEqual({
      ...{ client: '192.0.2.1', isHttps: false, host: '127.0.0.1:3000', isForeign: false, forwarded: null },
    })
    expect(judge(FORWARDED, '192.0.2.1', PROXIED)).toMatchObject({ client: '192.0.2.1', isHttps: false })
  })

  it('cannot say that its host is fine', () => {
    expect(judge({ host: 'evil.example', 'x-patchbay-foreign-host': '' })).toMatchObject({ isForeign: true })
  })

  it('from nobody knows is of nobody', () => {
    expect(judge({}, 'a\tb<script>').client).toBeNull()
  })
})

describe('a request from a trusted proxy', () => {
  it('is whose the proxy says', () => {
    expect(judge(FORWARDED, '10.0.0.7', PROXIED)).toMatchObject({
      ...{ client: '198.51.100.7', isHttps: true, host: 'console.example', isForeign: false },
    })
  })

  it('goes back through proxies of ours, and no further', () => {
    const chain = { ...FORWARDED, 'x-forwarded-for': '127.0.0.1, 203.0.113.9, 10.0.0.8' }
    expect(judge(chain, '10.0.0.7', PROXIED).client).toBe('203.0.113.9')
    expect(judge({ 'x-forwarded-for': 'unknown, 10.0.0.8' }, '10.0.0.7', PROXIED).client).toBe('10.0.0.8')
  })

  it('is HTTPS by the public address where the proxy does not say', () => {
    const host = { host: 'console.example' }
    expect(judge(host, '10.0.0.7', PROXIED).isHttps).toBe(true)
    expect(judge({ ...host, 'x-forwarded-proto': 'http' }, '10.0.0.7', PROXIED).isHttps).toBe(false)
    expect(judge({}, '127.0.0.1', PROXIED).isHttps).toBe(false)
  })

  it('is refused where the proxy was asked for another host', () => {
    expect(judge({ 'x-forwarded-host': 'evil.example' }, '10.0.0.7', PROXIED).isForeign).toBe(true)
  })
})

describe('the host of a request', () => {
  it.each(['127.0.0.1:3000', '127.0.0.1', 'localhost:8080', 'LOCALHOST.', '[::1]:3000', '127.9.9.9'])(
    'may be %s',
    (host) => {
      expect(judge({ host }).isForeign).toBe(false)
    },
  )

  it.each([
    'evil.example',
    'localhost.evil.example',
    '192.0.2.9',
    '127.0.0.1.evil.example',
    'x@127.0.0.1',
    '',
    '0.0.0.0',
  ])('may not be %j', (host) => {
    expect(judge({ host }).isForeign).toBe(true)
  })

  it('may be the address or the name listened on, and the public one', () => {
    const at = (host: string, variables: Record<string, string>) =>
      judge({ host }, '192.0.2.1', envOf(variables), '/', '::ffff:192.0.2.9').isForeign
    expect(at('192.0.2.9:3000', { HOSTNAME: '0.0.0.0' })).toBe(false)
    expect(at('192.0.2.10:3000', { HOSTNAME: '0.0.0.0' })).toBe(true)
    expect(at('KVM.lan:3000', { HOSTNAME: 'kvm.lan' })).toBe(false)
    expect(at('console.example', { PATCHBAY_PUBLIC_URL: 'https://console.example' })).toBe(false)
    expect(at('other.example', { PATCHBAY_PUBLIC_URL: 'https://console.example' })).toBe(true)
  })

  it('does not hide in the request line', () => {
    expect(judge({}, '192.0.2.1', envOf(), 'http://evil.example/hosts').isForeign).toBe(true)
  })
})

describe('stampRequests', () => {
  it('comes before whoever serves, and overwrites what a client claims', async () => {
    stampRequests(envOf())
    const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // A listening TCP server has this form of address.
    const { port } = server.address() as AddressInfo
    const headers = { 'x-patchbay-peer': '203.0.113.9', 'x-forwarded-for': '203.0.113.9', host: 'evil.example' }
    const answer = await new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', headers }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      }).on('error', reject)
    })
    server.close()
    expect(JSON.parse(answer)).toEqual({
      ...{ host: 'evil.example', connection: expect.any(String) },
      ...{ 'x-patchbay-peer': '127.0.0.1', 'x-patchbay-host': 'evil.example', 'x-patchbay-foreign-host': '1' },
    })
  })
})
