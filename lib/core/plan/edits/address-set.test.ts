import { describe, expect, it } from 'vitest'
import { management, nic } from '../../../simhost/hosts/build'
import { SimHost } from '../../../simhost/sim-host'
import type { NetworkState } from '../../model/network-state'
import { observeCommandHost } from '../testing/host'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { NO_XML, planChange } from '../plan-change'

const ADDRESS = '192.0.2.31'

/** eth1 with what these commands give it. */
function stateWith(...commands: string[]): NetworkState {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  nic(host.machine, 'eth1')
  for (const line of ['ip link set eth1 up', ...commands]) {
    const { status, stderr } = host.run(line.split(' '))
    if (status !== 0) throw new Error(`${line}: ${stderr}`)
  }
  return observeCommandHost(host, ADDRESS)
}

/** A second router that the kernel has heard of: `ip` writes none beside the first. */
function withSecondRouter(state: NetworkState): NetworkState {
  const [first] = state.routes.filter(({ protocol }) => protocol === 'ra')
  if (first === undefined) throw new Error('there is no first router')
  return { ...state, routes: [...state.routes, { ...first, gateway: 'fe80::2' }] }
}

function commandsOf(state: NetworkState, addresses: string[]): string[] {
  const input: IntentInput[] = [{ kind: 'address.set', link: 'eth1', addresses }]
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const result = planChange(state, intents.intents, { xml: NO_XML })
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'))
  return result.plan.steps.flatMap(({ run, undo }) => [run, ...(undo ?? [])]).map(({ argv }) => argv.join(' '))
}

const ROUTER = 'ip -6 route add default via fe80::1 dev eth1 proto ra expires 1700'

describe('the addresses of a link', () => {
  it('leave the routes of the other family alone', () => {
    const two = ['ip addr add 203.0.113.10/24 dev eth1', 'ip addr add 198.51.100.10/24 dev eth1']
    const six = ['ip addr add 2001:db8::2/64 dev eth1', 'ip addr add 2001:db8::3/64 dev eth1']
    const state = stateWith(
      ...[...two, ...six, 'ip route add 10.0.0.0/8 via 203.0.113.1 dev eth1'],
      ...['ip -6 route add 2001:db8:1::/48 via fe80::9 dev eth1', ROUTER],
    )
    const kept = ['203.0.113.10/24', '2001:db8::2/64', '2001:db8::3/64']
    const without4 = commandsOf(withSecondRouter(state), kept)
    expect(without4).toContain('ip route replace 10.0.0.0/8 via 203.0.113.1 dev eth1')
    expect(without4.filter((line) => line.startsWith('ip -6 route'))).toEqual([])
    const without6 = commandsOf(withSecondRouter(state), ['203.0.113.10/24', '198.51.100.10/24', '2001:db8::2/64'])
    expect(without6.filter((line) => line.includes(' route '))).toEqual([])
  })

  it('keep IPv6 routes whose source goes to another link', () => {
    const state = stateWith(
      ...['ip addr add 2001:db8::2/64 dev eth1', 'ip addr add 2001:db8:7::2/64 dev eth1'],
      'ip -6 route add 2001:db8:1::/48 via fe80::9 dev eth0 src 2001:db8::2',
    )
    expect(commandsOf(state, ['2001:db8:7::2/64'])).toContain(
      'ip -6 route replace 2001:db8:1::/48 via fe80::9 dev eth0 metric 1024 src 2001:db8::2',
    )
  })

  it.each([
    ['a default route without gateway', 'ip route add default dev eth1 scope link metric 5', '10.0.0.0/8 via 9.9.9.9'],
    ['a link-local gateway', 'ip route add 192.0.2.128/25 dev eth1', '10.0.0.0/8 via inet6 fe90::1'],
  ])('take no route away that is reached by %s', (_, direct, route) => {
    const state = stateWith('ip addr add 203.0.113.10/32 dev eth1', direct, `ip route add ${route} dev eth1`)
    expect(commandsOf(state, ['203.0.113.10/32', '203.0.113.99/32'])).toEqual([
      'ip addr replace 203.0.113.99/32 dev eth1',
      'ip addr del 203.0.113.99/32 dev eth1',
    ])
  })

  it('take a route away whose gateway, or one of several, nothing reaches any more', () => {
    const two = ['ip addr add 203.0.113.10/24 dev eth1', 'ip addr add 198.51.100.10/24 dev eth1']
    const state = stateWith(
      ...[...two, 'ip route add 10.1.0.0/16 via 198.51.100.1 dev eth1'],
      'ip route add 10.2.0.0/16 nexthop via 203.0.113.1 dev eth1 nexthop via 198.51.100.1 dev eth1',
    )
    const lines = commandsOf(state, ['203.0.113.10/24'])
    expect(lines).toContain('ip route del 10.1.0.0/16 via 198.51.100.1 dev eth1')
    expect(lines.filter((line) => line.startsWith('ip route del 10.2.0.0/16 '))).toHaveLength(1)
  })
})
