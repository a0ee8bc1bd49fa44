import { expect, it } from 'vitest'
import { parseIpRoutes } from './ip-route'

it('reads gateways, multipath, tables and families, and leaves out what follows from addresses', () => {
  const result = parseIpRoutes(
    JSON.stringify([
      { dst: 'default', gateway: '10.0.2.2', dev: 'eth0', flags: [] },
      { dst: 'default', via: { family: 'inet6', host: 'fe80::1' }, dev: 'eth1', metric: 50, flags: [] },
      { dst: 'default', dev: 'wg0', metric: 1024, pref: 'medium', flags: [] },
      {
        dst: '10.9.0.0/16',
        flags: [],
        nexthops: [
          { gateway: '10.0.0.1', dev: 'a' },
          { gateway: '10.0.0.2', dev: 'b' },
        ],
      },
      { type: 'blackhole', dst: '10.66.0.0/16', table: 'vrf-7', flags: [] },
      { type: 'local', dst: '10.0.2.15', dev: 'eth0', table: 'local', protocol: 'kernel' },
      { type: 'broadcast', dst: '10.0.2.255', dev: 'eth0', table: 'local', protocol: 'kernel' },
      { type: 'local', dst: '10.99.0.0/24', dev: 'eth0', table: 'local' },
      { dev: 'eth0' },
    ]),
  )
  if (!result.ok) throw new Error(result.message)
  expect(
    result.value.rows.map(({ family, destination, gateway, link, table }) => [
      family,
      destination,
      gateway,
      link,
      table,
    ]),
  ).toEqual([
    ['inet', 'default', '10.0.2.2', 'eth0', 'main'],
    ['inet', 'default', 'fe80::1', 'eth1', 'main'],
    ['inet6', 'default', null, 'wg0', 'main'],
    ['inet', '10.9.0.0/16', null, null, 'main'],
    ['inet', '10.66.0.0/16', null, null, 'vrf-7'],
    ['inet', '10.99.0.0/24', null, 'eth0', 'local'],
  ])
  expect(result.value.rejected).toHaveLength(1)
})

it('reads all that a route is written with again, and names what there are no words for', () => {
  const result = parseIpRoutes(
    JSON.stringify([
      {
        ...{
          dst: '10.1.0.0/16',
          tos: '0x10',
          gateway: '172.31.1.1',
          dev: 'eth0',
          metric: 50,
          flags: ['onlink', 'linkdown'],
        },
        ...{ flow: { from: '3', to: '4' }, metrics: [{ mtu: 1400, rtt: 20, ecn: null, congestion: 'cubic' }] },
      },
      { dst: '2001:db8::/48', gateway: 'fe80::1', dev: 'eth0', protocol: 'ra', flags: [], expires: 599, pref: 'high' },
      { dst: '10.2.0.0/16', dev: 'eth0', scope: 'link', flags: [] },
      {
        ...{ dst: '10.3.0.0/16', flags: ['strange'], nhid: 5 },
        ...{ metrics: [{ tomorrow: 1 }], nexthops: [{ dev: 'a', encap: 'mpls', weight: 3, flags: ['onlink'] }] },
      },
    ]),
  )
  if (!result.ok) throw new Error(result.message)
  expect(result.value.rows).toMatchObject([
    {
      ...{ tos: '0x10', scope: 'global', isOnlink: true, unknownKeys: [] },
      options: ['realms', '3/4', 'mtu', '1400', 'rtt', '20ms', 'features', 'ecn', 'congctl', 'cubic'],
    },
    { options: ['pref', 'high'], expiresSeconds: 599, scope: null },
    { scope: 'link', options: [] },
    {
      hops: [{ gateway: null, link: 'a', weight: 3, isOnlink: true }],
      unknownKeys: ['nhid', 'flags.strange', 'metrics.tomorrow', 'nexthops.encap'],
    },
  ])
})
