import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomState } from '../topology/testing/random-state'
import * as make from '../topology/testing/fixtures'
import { indexHost } from './host-index'

describe('indexHost', () => {
  it('is made once for a state', () => {
    const state = make.hostState({ links: [make.nic('eth0')] })
    expect(indexHost(state)).toBe(indexHost(state))
    expect(indexHost({ ...state })).not.toBe(indexHost(state))
  })

  it('finds what an edit made, and all else as before', () => {
    const state = make.hostState({
      links: [make.nic('eth0'), make.tap('vnet0')],
      bridges: [make.ovsBridge('br0', [make.ovsPort('vnet0', make.access(10))])],
      guests: [make.guest('web1', [make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br0'), 'vnet0')])],
    })
    const before = indexHost(state)
    const own = { ...make.nic('eth0'), addresses: [make.address('2001:db8::1/64'), make.address('192.0.2.1/24')] }
    const after = indexHost({ ...state, links: [own, make.nic('eth1')] })
    expect([before.link('eth1'), before.holdersOf('192.0.2.1')]).toEqual([undefined, []])
    expect([after.link('eth0'), after.link('eth1')?.name, after.link('vnet0')]).toEqual([own, 'eth1', undefined])
    for (const address of ['192.0.2.1', '192.0.2.1/32', '::ffff:192.0.2.1', '2001:DB8:0::1', '2001:db8::1%eth0'])
      expect(after.holdersOf(address)).toEqual([own])
    expect(after.guestAt('vnet0')).toBe(before.guestAt('vnet0'))
    expect(after.ovsAttachment('vnet0')).toBe(before.ovsAttachment('vnet0'))
  })

  it('finds the first thing of each name that the state lists', () => {
    fc.assert(
      fc.property(randomState, (state) => {
        const index = indexHost(state)
        const bridges = state.ovs?.bridges ?? []
        for (const { name } of state.links) {
          expect(index.link(name)).toBe(state.links.find((link) => link.name === name))
          expect(index.uppersOf(name)).toEqual(state.links.filter(({ lower }) => lower === name))
        }
        for (const { name, ports, fakeBridges } of bridges) {
          expect(index.ovsBridge(name)).toBe(bridges.find((bridge) => bridge.name === name))
          for (const fake of fakeBridges) expect(index.fakeBridge(fake.name)?.name).toBe(fake.name)
          for (const port of ports) {
            expect(index.ovsPort(port.name)?.port.name).toBe(port.name)
            for (const iface of port.interfaces) expect(index.ovsAttachment(iface.name)?.iface.name).toBe(iface.name)
          }
        }
        for (const guest of state.guests) {
          expect(index.guest(guest.uuid)).toBe(state.guests.find(({ uuid }) => uuid === guest.uuid))
          expect(index.guestNamed(guest.name)).toBe(state.guests.find(({ name }) => name === guest.name))
          for (const { running } of guest.nics)
            if (running?.target) expect(index.guestAt(running.target)?.nic.running?.target).toBe(running.target)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('finds nothing where nothing is, and no tap without a name', () => {
    const index = indexHost(
      make.hostState({
        guests: [make.guest('web1', [make.guestNic('net0', '52:54:00:00:00:01', make.onBridge('br0'), null)])],
      }),
    )
    expect([index.link(''), index.ovsPort('a'), index.guestAt(''), index.guest('x')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(index.membersOf('br0')).toEqual([])
  })

  it('says that a spanning tree runs, whichever the bridge has', () => {
    const stp = (name: string, stpState: 'off' | 'kernel') =>
      make.linuxBridge(name, { bridge: { ...must(make.linuxBridge(name).bridge), stpState } })
    const { runsStp } = indexHost(
      make.hostState({
        links: [stp('br0', 'kernel'), stp('br1', 'off'), make.nic('eth0')],
        bridges: [
          make.ovsBridge('ovs0', []),
          make.ovsBridge('ovs1', [], { isStpEnabled: true }),
          make.ovsBridge('ovs2', [], { isRstpEnabled: true }),
        ],
      }),
    )
    expect(['br0', 'br1', 'eth0', 'ovs0', 'ovs1', 'ovs2', 'none'].filter(runsStp)).toEqual(['br0', 'ovs1', 'ovs2'])
  })
})

function must<T>(value: T | null): T {
  if (value === null) throw new Error('a bridge has no bridge')
  return value
}
