import { NextResponse } from 'next/server'
import type { NextRequest } from 'next/server'
import { FOREIGN_HOST_MESSAGE, isForeignHost } from './lib/server/http/foreign-host'

const isDevelopment = process.env.NODE_ENV === 'development'

/**
 * The Content-Security-Policy of a page, with a nonce that Next puts on its own inline scripts (every page is rendered per
 * request, so a nonce always fits). Styles allow inline because React writes style attributes, which no nonce covers, and
 * a style cannot run. React's development build needs eval. This is a lock on the page, not on the data: every API route checks its caller itself.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export function proxy(request: NextRequest): NextResponse {
  if (isForeignHost(request.headers)) {
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
    return new NextResponse(`${FOREIGN_HOST_MESSAGE}\n`, { status: 421, headers })
  }
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()))
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  // A layout does not know its own address, and signing in should lead back to it.
  headers.set('x-patchbay-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  // What is fetched ahead is a page like any other: a browser may show just that answer.
  matcher: ['/((?!api/|_next/static|_next/image|icon.svg).*)'],
}
