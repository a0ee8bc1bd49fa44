import { describe, expect, it } from 'vitest'
import type { OvsPort } from '../../model/ovs'
import * as make from '../../topology/testing/fixtures'
import { guestsDisrupted } from './guests-disrupted'

describe('guestsDisrupted', () => {
  const uplink = make.ovsPort('eth1', make.trunk())
  const storage = make.internalPort('stor0', make.access(126))
  const state = make.hostState({
    links: [make.nic('eth1'), make.tap('vnet0'), make.link('stor0', 'ovs-internal')],
    bridges: [make.ovsBridge('br0', [uplink, storage, make.ovsPort('vnet0', make.access(125))])],
    guests: [make.guest('web1', [make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br0'), 'vnet0')])],
  })
  const retagged = (port: OvsPort) =>
    guestsDisrupted(
      state,
      [{ kind: 'ovs-port', owner: 'br0', name: port.name, before: port, after: { ...port, vlan: make.access(127) } }],
      new Map(),
    )

  it('names the guests behind an uplink', () => {
    expect(retagged(uplink).map(({ guestName, why }) => [guestName, why])).toEqual([['web1', 'port eth1 changes']])
  })

  it("names nobody where the host's own end of a bridge changes", () => {
    expect(retagged(storage)).toEqual([])
  })
})
