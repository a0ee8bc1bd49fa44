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
      { type: 'local', dst: '10.0.2.15', dev: 'eth0', table: 'local' },
      { type: 'broadcast', dst: '10.0.2.255', dev: 'eth0', table: 'local' },
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
    ['inet', '10.9.0.0/16', '10.0.0.1', 'a', 'main'],
    ['inet', '10.9.0.0/16', '10.0.0.2', 'b', 'main'],
    ['inet', '10.66.0.0/16', null, null, 'vrf-7'],
  ])
  expect(result.value.rejected).toHaveLength(1)
})
