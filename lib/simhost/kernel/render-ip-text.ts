import type { SimAddress, SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { broadcastOf, contains, linkLocalOf, mainRoutes } from './addresses'
import { linkFlags, operState } from './link-state'

/** `-o`: each record on one line, a backslash where a line ended. */
const joined = (text: string, isOneLine: boolean): string => (isOneLine ? text.replace(/\n(?=.)/g, '\\') : text)

/** One link as text, two lines: what `ip monitor link` and `ip link` print without -j. */
export const linkText = ({ state }: World, link: SimLink, isOneLine = false): string => {
  const below = link.lower === null ? '' : `@${link.lower}`
  const master = link.master === null ? '' : ` master ${link.master}`
  const flags = linkFlags(state, link).join(',')
  const head = `${link.index}: ${link.name}${below}: <${flags}> mtu ${link.mtuBytes} qdisc noqueue${master} state ${operState(state, link)} group default `
  return joined(`${head}\n    link/ether ${link.mac} brd ff:ff:ff:ff:ff:ff\n`, isOneLine)
}

type Shown = Pick<SimAddress, 'family' | 'address' | 'prefix' | 'isDynamic'> & { scope: string }

const shownAddresses = ({ state }: World, link: SimLink): Shown[] => {
  const scope = link.detail.kind === 'loopback' ? 'host' : 'global'
  const local = linkLocalOf(state, link)
  return [
    ...link.addresses.map((each) => ({ ...each, scope })),
    ...(local === null
      ? []
      : [{ family: 'inet6' as const, address: local, prefix: 64, isDynamic: false, scope: 'link' }]),
  ]
}

const addressLine = ({ name }: SimLink, { family, address, prefix, scope, isDynamic }: Shown): string => {
  const cidr = family === 'inet' && prefix === 32 ? address : `${address}/${prefix}`
  const broadcast = family === 'inet' && prefix < 31 && scope === 'global' ? ` brd ${broadcastOf(address, prefix)}` : ''
  const dynamic = isDynamic ? ' dynamic' : ''
  const life = isDynamic ? '86400sec' : 'forever'
  const label = family === 'inet' ? ` ${name}` : ' '
  return `${family} ${cidr}${broadcast} scope ${scope}${dynamic}${label}\n       valid_lft ${life} preferred_lft ${life}\n`
}

/** `ip [-o] addr show`: -o leaves the link's own lines out. `to`: only addresses within this prefix. */
export const addressText = (world: World, link: SimLink, isOneLine: boolean, to: string | null): string => {
  const shown = shownAddresses(world, link).filter(
    ({ family, address }) =>
      to === null || (family === 'inet' && !to.includes(':') ? contains(to, address) : address === to),
  )
  const lines = shown.map((each) => addressLine(link, each))
  if (isOneLine) return lines.map((line) => joined(`${link.index}: ${link.name}    ${line}`, true)).join('')
  if (to !== null && shown.length === 0) return ''
  return linkText(world, link) + lines.map((line) => `    ${line}`).join('')
}

/** `ip route show [to exact DESTINATION]`. */
export const routesText = ({ state }: World, exact: string | null): string =>
  mainRoutes(state)
    .filter(({ destination }) => exact === null || destination === exact)
    .map(({ destination, gateway, dev, protocol, metric, preferredSource }) => {
      const words = [
        destination,
        ...(gateway === null ? [] : ['via', gateway]),
        ...['dev', dev],
        ...(protocol === null ? [] : ['proto', protocol]),
        ...(gateway === null ? ['scope', 'link'] : []),
        ...(preferredSource === null ? [] : ['src', preferredSource]),
        ...(metric === null ? [] : ['metric', String(metric)]),
      ]
      return `${words.join(' ')} \n`
    })
    .join('')
