import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/intents/intent'
import { fieldSite } from './field-site'

/*
 * Hosts at providers that hand out single addresses: the gateway is in none of their networks, and routes have more to them than
 * a gateway.
 */
const site = fieldSite('labo', '198.41')
test.describe.configure({ timeout: 360_000 })

const intoBridge = (kind: 'ovsBridge.set' | 'linuxBridge.set', nic: string): IntentInput[] => [
  { kind, name: 'brup' },
  { kind: 'uplink.move', nic, bridge: 'brup' },
]

/** Taken back by the host itself, then kept and undone: both times as the host's own tools said before. */
async function comesBack(edits: IntentInput[]): Promise<void> {
  const before = await site.dumps()
  const cancelled = await site.cancelled(edits)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(site.story(cancelled)).toContain('Rehearsed where it touches nothing')
  expect(await site.dumps()).toEqual(before)
  const kept = await site.kept(edits)
  expect(await site.dumps()).not.toEqual(before)
  await site.undone(kept)
  expect(await site.dumps()).toEqual(before)
}

test('a NIC with every kind of address and route moves into a bridge and comes back', async () => {
  site.run(`
    ip addr add 203.0.113.10 peer 203.0.113.1 dev eth4
    ip addr add 192.0.2.7/32 dev eth4 label eth4:a
    ip addr add 198.51.100.7/24 brd + dev eth4 noprefixroute
    ip addr add 198.18.7.7/24 dev eth4 metric 78
    ip addr add 169.254.7.7/16 dev eth4 scope link
    ip addr add 2001:db8:77::2/64 dev eth4
    ip addr add 2001:db8:78::2/64 dev eth4 nodad home
    ip addr add 2001:db8:79::2 peer 2001:db8:79::1/128 dev eth4
    ip addr add 198.19.3.1/24 dev eth3
    ip route add 198.51.100.0/24 dev eth4 proto kernel scope link src 198.51.100.7 metric 100
    ip route add 10.1.0.0/16 via 203.0.113.1 dev eth4 mtu 1400 advmss 1300 rto_min 100ms congctl cubic
    ip route add default via 172.31.1.1 dev eth4 onlink metric 50
    ip route add 192.0.2.99/32 dev eth4
    ip route add 10.2.0.0/16 dev eth4 scope host
    ip route add 10.2.0.0/16 dev eth4 tos 0x10
    ip route add 10.3.0.0/16 via 192.0.2.99 dev eth4 src 192.0.2.7 proto static
    ip route add 10.4.0.0/16 nexthop via 203.0.113.1 dev eth4 weight 3 nexthop via 198.19.3.2 dev eth3 weight 2
    ip route add 10.5.0.0/16 via 198.19.3.2 dev eth3 src 203.0.113.10
    ip route add local 10.99.0.0/24 dev eth4
    ip route add blackhole 10.200.0.0/16
    ip route add 10.66.0.0/16 via 203.0.113.1 dev eth4 table 66
    ip rule add from 203.0.113.10 table 66 priority 66
    ip -6 route add 2001:db8:a::/48 via 2001:db8:77::1 dev eth4 mtu 1400
    ip -6 route add default via fe80::1 dev eth4 metric 2000 pref high src 2001:db8:78::2`)
  await comesBack(intoBridge('linuxBridge.set', 'eth4'))
})

test('what could not be written back is refused while the host is untouched', async () => {
  site.run('ip addr replace 203.0.113.10 peer 203.0.113.1 dev eth4')
  const before = await site.dumps()
  site.run('ip nexthop add id 5 via 203.0.113.1 dev eth4; ip route add 10.11.0.0/16 nhid 5')
  expect(await site.refusal(intoBridge('linuxBridge.set', 'eth4'))).toContain(
    'the route 10.11.0.0/16 via 203.0.113.1 by eth4 has nhid, which could not be put back',
  )
  site.run(`
    ip route del 10.11.0.0/16
    ip nexthop del id 5
    ip route add 10.12.0.0/16 via 203.0.113.1 dev eth4 mtu lock 1400`)
  // No reading tells a locked metric from another: the rehearsal on the host does.
  const locked = await site.applied(intoBridge('linuxBridge.set', 'eth4'))
  expect(locked.status, site.story(locked)).toBe('failed')
  expect(locked.reason).toContain('The rollback would not know the old state again')
  site.run('ip route del 10.12.0.0/16')
  expect(await site.dumps()).toEqual(before)
})

/** How a management NIC without a network of its own reaches its gateway. */
const MANAGEMENT = {
  'one address and a gateway that is off its link': `
    ip addr add 198.41.0.11/32 dev mgmt0
    ip route add default via 198.41.0.1 dev mgmt0 onlink`,
  'a peer': `
    ip addr add 198.41.0.11 peer 198.41.0.1 dev mgmt0
    ip route add default via 198.41.0.1 dev mgmt0`,
} as const
const MANAGEMENT_MOVES = [
  { addressing: 'one address and a gateway that is off its link', bridge: 'ovsBridge.set', isAgain: false },
  { addressing: 'a peer', bridge: 'linuxBridge.set', isAgain: false },
  { addressing: 'one address and a gateway that is off its link', bridge: 'linuxBridge.set', isAgain: true },
  { addressing: 'a peer', bridge: 'ovsBridge.set', isAgain: true },
] as const

for (const { addressing, bridge, isAgain } of MANAGEMENT_MOVES)
  test(
    `the management NIC itself, with ${addressing}, moves into the bridge of ${bridge} and comes back`,
    { tag: isAgain ? '@again' : [] },
    async () => {
      site.run(`
        ip route flush table 66 2>/dev/null || :
        ip rule del priority 66 2>/dev/null || :
        ip addr flush dev eth4
        ip -6 route flush dev eth4 proto boot || :
        ip addr flush dev mgmt0 scope global
        ${MANAGEMENT[addressing]}`)
      await comesBack(intoBridge(bridge, 'mgmt0'))
      expect(site.run('ip -o -4 addr show dev mgmt0')).toContain('198.41.0.11')
    },
  )
