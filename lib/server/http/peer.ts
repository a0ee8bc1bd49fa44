import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { canonicalIp } from '@/lib/core/address/ip'
import type { Env } from '../env'
import { isInNetworks } from './network'
import { isOwnHost } from './own-host'
import type { HeaderSource } from './peer-headers'
import { FOREIGN_HOST_HEADER, HOST_HEADER, HTTPS_HEADER, PEER_HEADER } from './peer-headers'

export type { HeaderSource }

export type PeerEnv = Pick<Env, 'hostname' | 'publicUrl' | 'trustedProxies'>
type Ends = { url: string; remoteAddress: string | null; localAddress: string | null }

/**
 * Next hands routes no socket, and fills X-Forwarded-* only where the client did not: a client could choose its address, and
 * with it escape the sign-in lock. Node announces each request before anyone handles it (nodejs.org/api/diagnostics_channel.html,
 * "http.server.request.start"): there we write down the true peer, and forget what only a proxy may say.
 */
export function stampRequests(env: PeerEnv): void {
  subscribe('http.server.request.start', (message) => {
    // Documented shape of this channel's message.
    const { request } = message as { request: IncomingMessage }
    const { remoteAddress = null, localAddress = null } = request.socket
    stamp(request.headers, { url: request.url ?? '', remoteAddress, localAddress }, env)
  })
}

/** Writes down on a request's headers whose it is, how it came and what host it asks for. */
export function stamp(headers: IncomingHttpHeaders, { url, remoteAddress, localAddress }: Ends, env: PeerEnv): void {
  const isProxied = remoteAddress !== null && isInNetworks(remoteAddress, env.trustedProxies)
  // The last entry is the one that our own proxy wrote; before it stands what it was told.
  const forwarded = (name: string): string[] =>
    isProxied
      ? String(headers[`x-forwarded-${name}`] ?? '')
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean)
      : []
  const host = (forwarded('host').at(-1) ?? headers.host)?.toLowerCase() ?? null
  const scheme = forwarded('proto').at(-1)
  const isHttps =
    scheme === undefined ? env.publicUrl?.isHttps === true && host === env.publicUrl.host : scheme === 'https'
  // Asked of a server, a whole URL is for proxies, and its host would count in place of the header's.
  const isOurs = url.startsWith('/') && isOwnHost(host, env, localAddress)
  const facts = {
    [PEER_HEADER]: clientOf(remoteAddress, forwarded('for'), env) ?? '',
    [HOST_HEADER]: host ?? undefined,
    [HTTPS_HEADER]: isHttps ? '1' : undefined,
    [FOREIGN_HOST_HEADER]: isOurs ? undefined : '1',
  }
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
  if (isProxied) return
  for (const name of ['forwarded', ...['for', 'host', 'proto', 'port'].map((part) => `x-forwarded-${part}`)])
    delete headers[name]
}

/** The nearest address that is no proxy of ours: each proxy vouches for the entry it added. */
function clientOf(peer: string | null, forwardedFor: readonly string[], { trustedProxies }: PeerEnv): string | null {
  let client = peer
  for (const entry of [...forwardedFor].reverse()) {
    if (client === null || !isInNetworks(client, trustedProxies) || canonicalIp(entry) === null) break
    client = entry
  }
  return client
}

/** The client's address; null where it is not known. */
export function clientAddress(headers: HeaderSource): string | null {
  return canonicalIp(headers.get(PEER_HEADER) ?? '')
}

/** Did the browser use HTTPS? We speak plain HTTP ourselves: a trusted proxy says so, or the console's public address. */
export const isHttps = (headers: HeaderSource): boolean => headers.get(HTTPS_HEADER) !== null

/** The host and port that the browser asked for, lower case; null where the header is missing. */
export const requestHost = (headers: HeaderSource): string | null =>
  headers.get(HOST_HEADER) ?? headers.get('host')?.toLowerCase() ?? null
