import type { SimLink, SimState } from '../machine/state'
import { contains, linkLocalOf, mainRoutes } from './addresses'
import { cardJson } from './card'
import type { LinkCounters } from './counters'
import { linkFlags, operState } from './link-state'
import { linkInfo } from './render-link-info'

/** `ip -d -j [-s] link` and `ip -d -j addr` of iproute2 6.1: the same keys in the same order, one object per link. */
type Json = Record<string, unknown>

const FOREVER = 4294967295

const QDISC: Partial<Record<SimLink['detail']['kind'], string>> = { nic: 'mq', tun: 'fq_codel', macvtap: 'fq_codel' }

const MAX_MTU: Partial<Record<SimLink['detail']['kind'], number>> = { loopback: 0, dummy: 0, nic: 9216 }

const stats = (c: LinkCounters): Json => ({
  rx: {
    bytes: c.rxBytes,
    packets: c.rxPackets,
    errors: c.rxErrors,
    dropped: c.rxDropped,
    over_errors: 0,
    multicast: 0,
  },
  tx: {
    bytes: c.txBytes,
    packets: c.txPackets,
    errors: c.txErrors,
    dropped: c.txDropped,
    carrier_errors: 0,
    collisions: 0,
  },
})

const lowerKey = (link: SimLink): Json => {
  if (link.detail.kind === 'veth') return { link: link.detail.peer }
  if (link.detail.kind === 'gretap') return { link: null }
  if (link.lower === null || link.detail.kind === 'vxlan') return {}
  return { link: link.lower }
}

/** One link as `ip -d -j -s link show` prints it; without details (`isDetailed` false) as `ip -j link`. */
type Details = { isDetailed?: boolean; counters?: LinkCounters }

export const linkJson = (state: SimState, link: SimLink, { isDetailed = true, counters }: Details = {}): Json => {
  const info = isDetailed ? linkInfo(state, link) : null
  const isLoopback = link.detail.kind === 'loopback'
  return {
    ifindex: link.index,
    ...lowerKey(link),
    ifname: link.name,
    flags: linkFlags(state, link),
    mtu: link.mtuBytes,
    qdisc: link.isUp ? (QDISC[link.detail.kind] ?? 'noqueue') : 'noop',
    ...(link.master === null ? {} : { master: link.master }),
    operstate: operState(state, link),
    linkmode: 'DEFAULT',
    group: 'default',
    txqlen: 1000,
    link_type: isLoopback ? 'loopback' : 'ether',
    address: link.mac,
    broadcast: isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
    ...(link.permanentMac === link.mac ? {} : { permaddr: link.permanentMac }),
    ...(isDetailed
      ? {
          promiscuity: link.master === null ? 0 : 1,
          allmulti: 0,
          min_mtu: 68,
          max_mtu: MAX_MTU[link.detail.kind] ?? 65535,
        }
      : {}),
    ...(info === null ? {} : { linkinfo: info }),
    ...(isDetailed
      ? {
          inet6_addr_gen_mode: 'eui64',
          num_tx_queues: 1,
          num_rx_queues: 1,
          gso_max_size: 65536,
          gso_max_segs: 65535,
          tso_max_size: 65536,
          tso_max_segs: 65535,
          gro_max_size: 65536,
          ...(link.detail.kind === 'nic' ? { parentbus: 'pci', parentdev: link.detail.bus } : {}),
        }
      : {}),
    ...(isDetailed ? cardJson(link) : {}),
    ...(link.alias === null ? {} : { ifalias: link.alias }),
    ...(link.altNames.length === 0 ? {} : { altnames: link.altNames }),
    ...(counters === undefined ? {} : { stats64: stats(counters) }),
  }
}

const addressInfo = (state: SimState, link: SimLink): Json[] => {
  const own = link.addresses.map((each) => ({
    family: each.family,
    local: each.address,
    ...(each.peer == null ? {} : { address: each.peer }),
    prefixlen: each.prefix,
    ...(each.metric == null ? {} : { metric: each.metric }),
    ...(each.broadcast == null ? {} : { broadcast: each.broadcast }),
    scope: each.scope ?? (link.detail.kind === 'loopback' ? 'host' : 'global'),
    ...(each.isDynamic ? { dynamic: true } : {}),
    ...Object.fromEntries((each.flags ?? []).map((flag) => [flag, true])),
    ...(each.family === 'inet' ? { label: each.label ?? link.name } : {}),
    valid_life_time: each.isDynamic ? (each.validSeconds ?? 86400) : FOREVER,
    preferred_life_time: each.preferredSeconds ?? (each.isDynamic ? 86400 : FOREVER),
  }))
  const local = linkLocalOf(state, link)
  if (local === null) return own
  const entry = {
    family: 'inet6',
    local,
    prefixlen: 64,
    scope: 'link',
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  }
  return [...own, entry]
}

export const addrJson = (state: SimState, link: SimLink, options: Details = {}): Json => ({
  ...linkJson(state, link, options),
  addr_info: addressInfo(state, link),
})

/** `ip -j route get ADDRESS`: the longest prefix wins; null where nothing leads there. */
export const routeGetJson = (state: SimState, address: string): Json | null => {
  const prefixOf = (destination: string): number =>
    destination === 'default' ? 0 : Number(destination.split('/')[1] ?? 32)
  const best = mainRoutes(state)
    .filter((route) => contains(route.destination, address))
    .sort((a, b) => prefixOf(b.destination) - prefixOf(a.destination))[0]
  if (best === undefined) return null
  const source =
    best.preferredSource ?? state.links.get(best.dev)?.addresses.find(({ family }) => family === 'inet')?.address
  return {
    dst: address,
    ...(best.gateway === null ? {} : { gateway: best.gateway }),
    dev: best.dev,
    ...(source === undefined ? {} : { prefsrc: source }),
    flags: [],
    uid: 0,
    cache: [],
  }
}
