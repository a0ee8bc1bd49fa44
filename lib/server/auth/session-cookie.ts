import 'server-only'
import type { Env } from '../env'
import type { HeaderSource } from '../http/peer'
import { isHttps } from '../http/peer'

type CookieEnv = Pick<Env, 'isProxyTrusted' | 'secureCookies'>

const NAME = 'patchbay_session'

function isSecure(headers: HeaderSource, env: CookieEnv): boolean {
  if (env.secureCookies !== 'auto') return env.secureCookies === 'always'
  return isHttps(headers, env.isProxyTrusted)
}

/** Over HTTPS the name says `__Host-`: browsers then refuse it from a sibling domain and without Secure (RFC 6265bis, 4.1.3). */
export function sessionCookieName(headers: HeaderSource, env: CookieEnv): string {
  return isSecure(headers, env) ? `__Host-${NAME}` : NAME
}

/** A Set-Cookie value. `maxAgeSeconds` 0 removes the cookie. */
export function sessionCookie(headers: HeaderSource, env: CookieEnv, token: string, maxAgeSeconds: number): string {
  const secure = isSecure(headers, env) ? '; Secure' : ''
  return `${sessionCookieName(headers, env)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`
}

/** The session token in a Cookie header; null: none. */
export function readSessionCookie(headers: HeaderSource, env: CookieEnv): string | null {
  const name = sessionCookieName(headers, env)
  for (const pair of headers.get('cookie')?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
