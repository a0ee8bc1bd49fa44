import 'server-only'
import type { Env } from '../env'
import type { HeaderSource } from '../http/peer'
import { isHttps } from '../http/peer'
import { DEVICE_MAX_AGE_SECONDS } from './device-marks'

type CookieEnv = Pick<Env, 'secureCookies'>

const SESSION = 'patchbay_session'
const DEVICE = 'patchbay_device'

function isSecure(headers: HeaderSource, env: CookieEnv): boolean {
  if (env.secureCookies !== 'auto') return env.secureCookies === 'always'
  return isHttps(headers)
}

/** Over HTTPS the name says `__Host-`: browsers then refuse it from a sibling domain and without Secure (RFC 6265bis, 4.1.3). */
const nameOf = (name: string, headers: HeaderSource, env: CookieEnv): string =>
  isSecure(headers, env) ? `__Host-${name}` : name

function cookie(name: string, headers: HeaderSource, env: CookieEnv, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(headers, env) ? '; Secure' : ''
  return `${nameOf(name, headers, env)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`
}

function readCookie(name: string, headers: HeaderSource, env: CookieEnv): string | null {
  const wanted = nameOf(name, headers, env)
  for (const pair of headers.get('cookie')?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === wanted && value) return value
  }
  return null
}

/** A Set-Cookie value. `maxAgeSeconds` 0 removes the cookie. */
export const sessionCookie = (headers: HeaderSource, env: CookieEnv, token: string, maxAgeSeconds: number): string =>
  cookie(SESSION, headers, env, token, maxAgeSeconds)

/** The session token in a Cookie header; null: none. */
export const readSessionCookie = (headers: HeaderSource, env: CookieEnv): string | null =>
  readCookie(SESSION, headers, env)

/** A Set-Cookie value with the mark of a device (device-marks.ts): it stays when the session ends. */
export const deviceCookie = (headers: HeaderSource, env: CookieEnv, mark: string): string =>
  cookie(DEVICE, headers, env, mark, DEVICE_MAX_AGE_SECONDS)

/** The mark in a Cookie header; null: none. */
export const readDeviceCookie = (headers: HeaderSource, env: CookieEnv): string | null =>
  readCookie(DEVICE, headers, env)
