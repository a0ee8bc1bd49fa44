import type { IpAddress, Route } from './link'

/** As `ip addr add CIDR` makes it. */
export const newAddress = (cidr: string): IpAddress => ({
  family: cidr.includes(':') ? 'inet6' : 'inet',
  cidr,
  scope: 'global',
  isDynamic: false,
  peer: null,
  broadcast: null,
  label: null,
  metric: null,
  options: [],
  validSeconds: null,
  preferredSeconds: null,
  unknownKeys: [],
})

/** As `ip route add` makes it in the main table. */
export const newRoute = (route: Pick<Route, 'family' | 'destination' | 'gateway' | 'link'>): Route => ({
  ...route,
  table: 'main',
  protocol: null,
  metric: null,
  preferredSource: null,
  type: 'unicast',
  tos: null,
  from: null,
  scope: null,
  isOnlink: false,
  options: [],
  hops: [],
  expiresSeconds: null,
  unknownKeys: [],
})
