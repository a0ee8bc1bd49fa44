import { AppError } from '../errors'
import type { HeaderSource } from './peer'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what a browser sends from another site (cross-site request forgery). Browsers put Sec-Fetch-Site on requests to HTTPS
 * and localhost, and Origin on every request that changes something; neither can be set by a page. A request with neither comes
 * from no browser, so nobody's cookie was borrowed. SameSite=Lax on the cookie is the second lock.
 * Throws AppError cross_site_request.
 */
export function refuseCrossSite(method: string, headers: HeaderSource, host: string | null): void {
  if (SAFE_METHODS.has(method)) return
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site === 'same-origin' || site === 'none') return
  if (site === null && (origin === null || (host !== null && hostOf(origin) === host))) return
  throw new AppError('cross_site_request', {
    message: `The request comes from ${origin ?? 'another site'}, and this console is ${host ?? 'elsewhere'}: open the console itself and try again.`,
  })
}

/** An opaque origin is sent as "null" and belongs to no host. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
