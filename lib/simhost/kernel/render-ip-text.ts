import type { SimAddress, SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { contains, linkLocalOf } from './addresses'
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

type Shown = Omit<SimAddress, 'scope'> & { scope: string }

const shownAddresses = ({ state }: World, link: SimLink): Shown[] => {
  const scope = link.detail.kind === 'loopback' ? 'host' : 'global'
  const local = linkLocalOf(state, link)
  return [
    ...link.addresses.map((each) => ({ ...each, scope: each.scope ?? scope })),
    ...(local === null
      ? []
      : [{ family: 'inet6' as const, address: local, prefix: 64, isDynamic: false, scope: 'link' }]),
  ]
}

const seconds = (value: number | null | undefined): string => (value == null ? 'forever' : `${value}sec`)

const addressLine = ({ name }: SimLink, each: Shown): string => {
  const { family, address, prefix, scope, isDynamic, peer, metric, broadcast, flags = [], label } = each
  const cidr =
    peer != null
      ? `${address} peer ${peer}/${prefix}`
      : family === 'inet' && prefix === 32
        ? address
        : `${address}/${prefix}`
  const words = [
    ...[family, cidr],
    ...(metric == null ? [] : ['metric', String(metric)]),
    ...(broadcast == null ? [] : ['brd', broadcast]),
    ...['scope', scope],
    ...(isDynamic ? ['dynamic'] : []),
    ...flags,
    family === 'inet' ? (label ?? name) : '',
  ]
  const valid = isDynamic ? (each.validSeconds ?? 86400) : null
  const preferred = each.preferredSeconds ?? (isDynamic ? 86400 : null)
  return `${words.join(' ')}\n       valid_lft ${seconds(valid)} preferred_lft ${seconds(preferred)}\n`
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
