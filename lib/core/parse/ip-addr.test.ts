import { expect, it } from 'vitest'
import { readIpAddresses } from './ip-addr'

const FOREVER = { valid_life_time: 4294967295, preferred_life_time: 4294967295 }

it('reads all that an address is written with again, and names what there are no words for', () => {
  // As Linux 6.18 and iproute2 6.1 print them.
  const addresses = readIpAddresses({
    ifname: 'eth4',
    addr_info: [
      {
        ...{ family: 'inet', local: '203.0.113.10', address: '203.0.113.1', prefixlen: 32, scope: 'global' },
        ...{ label: 'eth4', ...FOREVER },
      },
      {
        ...{ family: 'inet', local: '198.51.100.7', prefixlen: 24, metric: 77, broadcast: '198.51.100.255' },
        ...{ scope: 'link', noprefixroute: true, label: 'eth4:a', ...FOREVER },
      },
      {
        ...{
          family: 'inet6',
          local: '2001:db8:81::2',
          prefixlen: 64,
          scope: 'global',
          deprecated: true,
          tentative: true,
        },
        ...{ dynamic: true, mngtmpaddr: true, valid_life_time: 1000, preferred_life_time: 0, ifa_flags: '8000' },
      },
      {},
    ],
  })
  expect(addresses).toMatchObject([
    { cidr: '203.0.113.10/32', peer: '203.0.113.1/32', label: null, validSeconds: null, unknownKeys: [] },
    {
      ...{ cidr: '198.51.100.7/24', peer: null, label: 'eth4:a', metric: 77, broadcast: '198.51.100.255' },
      ...{ scope: 'link', options: ['noprefixroute'], unknownKeys: [] },
    },
    { isDynamic: true, options: ['mngtmpaddr'], validSeconds: 1000, preferredSeconds: 0, unknownKeys: ['ifa_flags'] },
  ])
})
