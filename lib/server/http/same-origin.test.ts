import { describe, expect, it } from 'vitest'
import { refuseCrossSite } from './same-origin'

const HOST = 'console.example:3000'
const isRefused = (method: string, headers: Record<string, string>, host: string | null = HOST) => {
  try {
    refuseCrossSite(method, new Headers(headers), host)
    return false
  } catch {
    return true
  }
}

describe('refuseCrossSite', () => {
  it.each([
    [{ origin: 'http://console.example:3000' }, false],
    [{ origin: 'https://console.example:3000' }, false],
    [{ origin: 'http://evil.example' }, true],
    [{ origin: 'http://console.example' }, true],
    [{ origin: 'null' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://proxied.example' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://console.example:3000' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, true],
    [{}, false],
  ])('POST with %o is refused: %s', (headers, refused) => {
    expect(isRefused('POST', headers)).toBe(refused)
  })

  it('refuses an Origin where the host is not known', () => {
    expect(isRefused('POST', { origin: 'http://console.example:3000' }, null)).toBe(true)
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('guards %s', (method) => {
    expect(isRefused(method, { origin: 'http://evil.example' })).toBe(true)
  })

  it('lets reading through', () => {
    expect(isRefused('GET', { origin: 'http://evil.example' })).toBe(false)
  })
})
