import { expect, it } from 'vitest'
import { hostState, nic } from '../topology/testing/fixtures'
import { sampleState } from '../topology/testing/sample-host'
import { parseLinkCounters, parseOvsCounters } from './counters'
import { needsOvsCounters } from './rate-commands'

const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
  eth1:   30675     281    0    1    0     0          0         0    27595     235    0    0    0     0       0          0
`

it('reads the host’s clock and its counters', () => {
  expect(parseLinkCounters(`350735.47 234388.90\n${NET_DEV}`)).toMatchObject({
    ok: true,
    value: { uptimeSeconds: 350735.47, counters: [{ link: 'eth1', rxBytes: 30675, rxDropped: 1, txPackets: 235 }] },
  })
})

it.each(['', NET_DEV, 'cat: /proc/uptime: No such file or directory\n', `1.0 2.0\nnothing`])('refuses %j', (text) =>
  expect(parseLinkCounters(text).ok).toBe(false),
)

it('reads statistics of Open vSwitch as ovs-vsctl prints them', () => {
  const rows = [
    [
      'patch0',
      [
        'map',
        [
          ['rx_bytes', 12],
          ['rx_packets', 2],
          ['tx_bytes', 5],
          ['tx_dropped', 1],
          ['collisions', 0],
        ],
      ],
    ],
    ['fresh', ['map', []]],
  ]
  expect(parseOvsCounters(JSON.stringify({ headings: ['name', 'statistics'], data: rows }))).toEqual({
    ok: true,
    value: [
      {
        link: 'patch0',
        ...{
          rxBytes: 12,
          rxPackets: 2,
          rxErrors: 0,
          rxDropped: 0,
          txBytes: 5,
          txPackets: 0,
          txErrors: 0,
          txDropped: 1,
        },
      },
    ],
  })
})

it('asks Open vSwitch only where it has ports that the kernel has not', () => {
  expect(needsOvsCounters(hostState({ links: [nic('eth0')] }))).toBe(false)
  const { ovs, links } = sampleState()
  expect(needsOvsCounters({ ovs, links })).toBe(true)
  const [bridge] = ovs?.bridges ?? []
  const known = (bridge?.ports ?? []).flatMap(({ interfaces }) => interfaces.map(({ name }) => nic(name)))
  expect(needsOvsCounters({ ovs: ovs && { ...ovs, bridges: bridge ? [bridge] : [] }, links: known })).toBe(false)
})
