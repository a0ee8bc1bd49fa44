import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Anything that gives header values: a Request's headers and those of next/headers. */
export type HeaderSource = { get(name: string): string | null }

/** Set by us on every request before Next sees it, so no client can set it. */
const PEER_HEADER = 'x-patchbay-peer'

/**
 * Next hands routes no socket, and fills X-Forwarded-For only where the client did not: a client could choose its address, and
 * with it escape the sign-in lock. Node announces each request before anyone handles it (nodejs.org/api/diagnostics_channel.html,
 * "http.server.request.start"): there we write down the true peer.
 */
export function stampPeerAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    // Documented shape of this channel's message.
    const { request } = message as { request: IncomingMessage }
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? ''
  })
}

/** The client's address; null where it is not known. Behind a trusted proxy: the last entry, which the proxy itself added. */
export function clientAddress(headers: HeaderSource, isProxyTrusted: boolean): string | null {
  const forwarded = isProxyTrusted ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const address = forwarded || headers.get(PEER_HEADER) || ''
  return /^[0-9A-Fa-f.:%a-z]{2,64}$/.test(address) ? address.replace(/^::ffff:(?=\d+\.)/, '') : null
}

/** Did the browser use HTTPS? We speak plain HTTP ourselves, so only a trusted proxy can say. */
export function isHttps(headers: HeaderSource, isProxyTrusted: boolean): boolean {
  return isProxyTrusted && headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'
}

/** The host and port that the browser asked for, lower case; null where the header is missing. */
export function requestHost(headers: HeaderSource, isProxyTrusted: boolean): string | null {
  const forwarded = isProxyTrusted ? headers.get('x-forwarded-host')?.split(',').at(-1)?.trim() : undefined
  return (forwarded || headers.get('host'))?.toLowerCase() ?? null
}
