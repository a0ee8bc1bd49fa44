import { describe, expect, it } from 'vitest'
import type { OvsPort } from '../../model/ovs'
import type { ObjectChange } from '../../objects/object-ref'
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

  describe('behind bridges of their own, as Proxmox and LXC wire them', () => {
    const veth = (name: string, peer: string | null, master: string | null) =>
      make.link(name, 'veth', { peer, master, isPeerElsewhere: peer === null })
    const links = [
      make.nic('eth1', { master: 'vmbr0' }),
      make.linuxBridge('vmbr0'),
      make.linuxBridge('fwbr100i0'),
      veth('fwpr100p0', 'fwln100i0', 'vmbr0'),
      veth('fwln100i0', 'fwpr100p0', 'fwbr100i0'),
      make.tap('tap100i0', 'fwbr100i0'),
      make.tap('tap101i0', 'vmbr0'),
      veth('veth200i0', null, 'vmbr0'),
    ]
    const nicOf = (guest: string, tap: string) =>
      make.guest(guest, [make.guestNic('net0', '52:54:00:00:00:01', { type: 'ethernet' }, tap)])
    const host = make.hostState({ links, guests: [nicOf('web', 'tap100i0'), nicOf('db', 'tap101i0')] })
    const without = (name: string) => ({ ...host, links: host.links.filter((link) => link.name !== name) })
    const detached = (name: string) => ({
      ...host,
      links: host.links.map((link) => (link.name === name ? { ...link, master: null } : link)),
    })
    const hit = (name: string, after: typeof host) => {
      const before = host.links.find((link) => link.name === name) ?? null
      const change = {
        kind: 'link',
        owner: null,
        name,
        before,
        after: after.links.find((l) => l.name === name) ?? null,
      }
      return guestsDisrupted(host, after, [change as ObjectChange], new Map()).map(
        ({ guestName, how }) => `${guestName}: ${how}`,
      )
    }
    const ALL = ['container at veth200i0: cut off', 'db: cut off', 'web: cut off']

    it.each([
      ['the bridge goes', 'vmbr0', without('vmbr0'), ALL],
      ['the uplink leaves', 'eth1', detached('eth1'), ALL],
      ["the firewall bridge's way out goes", 'fwpr100p0', without('fwpr100p0'), ['web: cut off']],
      ["the firewall bridge's own end goes", 'fwln100i0', without('fwln100i0'), ['web: cut off']],
      ["the container's end leaves", 'veth200i0', detached('veth200i0'), ['container at veth200i0: cut off']],
      ['the firewall bridge changes', 'fwbr100i0', host, []],
    ])('%s', (_, name, after, who) => expect(hit(name, after)).toEqual(who))

    it('a change of the uplink disturbs all of them for a moment', () => {
      const slower = { ...host, links: host.links.map((l) => (l.name === 'eth1' ? { ...l, isUp: false } : l)) }
      expect(hit('eth1', slower)).toEqual(ALL.map((each) => each.replace('cut off', 'blink')))
    })
  })
})
