import { describe, expect, it } from 'vitest'
import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { parseIntents } from '../../intents/intent'
import * as make from '../../topology/testing/fixtures'
import { NO_XML, planChange } from '../plan-change'

const host = (bridge: Partial<Link>): NetworkState =>
  make.hostState({
    management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['mgmt0'] },
    links: [
      make.nic('mgmt0', { addresses: [make.address('192.0.2.31/24'), make.address('2001:db8::1/64')] }),
      make.nic('eth1'),
      { ...make.linuxBridge('br0'), ...bridge },
    ],
  })

const warnings = (state: NetworkState): string[] => {
  const parsed = parseIntents([{ kind: 'linuxBridge.set', name: 'br0', ports: ['eth1'] }])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const planned = planChange(state, parsed.intents, { xml: NO_XML })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan.warnings.filter((text) => text.includes('link-local'))
}

describe('the first carrier of a bridge', () => {
  it('is named, for what comes with it stays', () => {
    expect(warnings(host({ isUp: true, hasCarrier: false }))).toEqual([
      'br0 gets a link-local address with its first carrier: taken back, it keeps that and its routes until it is set down',
    ])
  })

  it('brings nothing where the bridge has a carrier, or such an address, or is down', () => {
    const address = make.address('fe80::1/64')
    for (const bridge of [
      { isUp: true, hasCarrier: true },
      { isUp: true, hasCarrier: false, addresses: [address] },
      { isUp: false, hasCarrier: false },
    ])
      expect(warnings(host(bridge))).toEqual([])
  })
})
