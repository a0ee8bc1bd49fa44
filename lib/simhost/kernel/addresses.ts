import { linkLocalOf as macLinkLocal } from '../../core/address/mac'
import type { SimLink, SimRoute, SimState } from '../machine/state'
import { isBondMember } from './link-state'

const toInt = (address: string): number => address.split('.').reduce((sum, part) => (sum * 256 + Number(part)) >>> 0, 0)

const toText = (value: number): string => [24, 16, 8, 0].map((shift) => String((value >>> shift) & 255)).join('.')

const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0)

export const networkOf = (address: string, prefix: number): string => toText((toInt(address) & maskOf(prefix)) >>> 0)

export const broadcastOf = (address: string, prefix: number): string =>
  toText((toInt(address) | (~maskOf(prefix) >>> 0)) >>> 0)

export const contains = (cidr: string, address: string): boolean => {
  if (cidr === 'default') return true
  const [base = '', prefix = '32'] = cidr.split('/')
  return networkOf(address, Number(prefix)) === networkOf(base, Number(prefix))
}

/** Link-local address that the kernel gives a link that comes up. */
export const linkLocalOf = (state: SimState, link: SimLink): string | null => {
  if (!link.isUp || link.detail.kind === 'loopback' || isBondMember(state, link)) return null
  return macLinkLocal(link.mac)
}

/** Main-table IPv4 routes: the kernel's own for each address of an up link, and those added by hand. */
export const mainRoutes = (state: SimState): (SimRoute & { preferredSource: string | null })[] => {
  const kernel = [...state.links.values()].flatMap((link) =>
    link.isUp
      ? link.addresses
          .filter(({ family, prefix }) => family === 'inet' && prefix < 32 && link.detail.kind !== 'loopback')
          .map(({ address, prefix }) => ({
            destination: `${networkOf(address, prefix)}/${prefix}`,
            gateway: null,
            dev: link.name,
            metric: null,
            protocol: 'kernel',
            preferredSource: address,
          }))
      : [],
  )
  const added = state.routes
    .filter((route) => state.links.get(route.dev)?.isUp === true)
    .map((route) => ({ ...route, preferredSource: null }))
  return [...added, ...kernel]
}
