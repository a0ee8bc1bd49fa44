import { canonicalIp } from '@/lib/core/address/ip'
import type { Env } from '../env'
import { isInNetworks, LOOPBACK } from './network'

type Names = Pick<Env, 'hostname' | 'publicUrl'>

/** Of "Console.Example.:3000" the name: "console.example"; null where it is no host. */
function nameOf(host: string): string | null {
  if (!/^[^/\\?#@\s]+$/.test(host) || !URL.canParse(`http://${host}`)) return null
  return new URL(`http://${host}`).hostname.replace(/\.$/, '').replace(/^\[(.*)\]$/, '$1')
}

/**
 * Does a Host header name this console: a loopback name or address, the address that the connection came in at, the name it
 * listens on, or the public one? The port does not matter: tunnels change it. Any other name was made to lead here by somebody
 * else, whose pages would then be of this very site in the eyes of a browser (DNS rebinding).
 */
export function isOwnHost(host: string | null, { hostname, publicUrl }: Names, localAddress: string | null): boolean {
  const name = host === null ? null : nameOf(host)
  if (name === null) return false
  if (name === 'localhost' || isInNetworks(name, LOOPBACK)) return true
  if (name === hostname.toLowerCase() || name === publicUrl?.hostname.replace(/^\[(.*)\]$/, '$1')) return true
  const address = canonicalIp(name)
  return address !== null && localAddress !== null && address === canonicalIp(localAddress)
}
