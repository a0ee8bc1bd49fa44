import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../model/network-state'
import type { PortVlan } from '../model/vlan'
import { parseIntents } from '../intents/intent'
import { NO_XML, planChange } from '../plan/plan-change'
import { buildGraph } from '../topology/build'
import * as make from '../topology/testing/fixtures'
import { carriesVlan } from '../vlan/carriage'
import type { Finding } from './finding'
import { planFindings } from './plan-findings'
import { lintVlanUplink } from './vlan-uplink'

type Parts = Parameters<typeof make.hostState>[0]
type Bridges = NonNullable<Parts['bridges']>

const MAC = '52:54:00:00:00:01'
const UPLINK = make.nativeUntagged(1, 125, 126)
const guestAt = (tap: string | null, vlan: ReturnType<typeof make.libvirtVlan> | null = null, name = 'web1') =>
  make.guest(name, [make.guestNic('net0', MAC, make.onBridge('ovsbr1'), tap, vlan)])
const host = (bridges: Bridges, rest: Parts = {}): NetworkState =>
  make.hostState({
    links: [make.nic('eth1'), make.nic('eth2'), make.tap('vnet0', 'ovs-system')],
    guests: [guestAt('vnet0')],
    bridges,
    ...rest,
  })
/** ovsbr1 with eth1 and the port of a guest. */
const wired = (guest: PortVlan, uplink: PortVlan = UPLINK, rest: Parts = {}): NetworkState =>
  host([make.ovsBridge('ovsbr1', [make.ovsPort('eth1', uplink), make.ovsPort('vnet0', guest)])], rest)
const ovsNet = (vlan: number, rest: Partial<ReturnType<typeof make.network>> = {}) =>
  make.network('ovs-net', {
    bridge: 'ovsbr1',
    virtualPort: 'openvswitch',
    portgroups: [make.portgroup(`Vlan${vlan}`, [vlan])],
    ...rest,
  })
const defined = (vlan: number, rest: Parts = {}): NetworkState =>
  host([make.ovsBridge('ovsbr1', [make.ovsPort('eth1', UPLINK)])], { guests: [], networks: [ovsNet(vlan)], ...rest })
const words = ({ severity, key, nodeId }: Finding): string => `${severity} ${key} @ ${nodeId}`
const found = (state: NetworkState): string[] => lintVlanUplink(state).map(words)

const PORT = 'bridge-port:ovsbr1/vnet0'
const HOLE = `error L03 ovs-bridge:ovsbr1 300 @ ${PORT}`
const bond = (vlan: PortVlan) =>
  make.ovsBond('bond0', vlan, make.bondDetail('balance-slb', [make.member('eth1'), make.member('eth2')]))
/** ovsbr1 with a guest in VLAN 300, patched to br-ext, which has eth1. */
const patched = (near: PortVlan, far: PortVlan, uplink: PortVlan, rest: Partial<Bridges[number]> = {}): NetworkState =>
  host([
    make.ovsBridge('ovsbr1', [make.ovsPort('vnet0', make.access(300)), make.patchPort('to-ext', 'to-vm', near)]),
    make.ovsBridge('br-ext', [make.ovsPort('eth1', uplink), make.patchPort('to-vm', 'to-ext', far)], rest),
  ])
const filtering = (guest: PortVlan, uplink: PortVlan, isFiltering = true): NetworkState =>
  make.hostState({
    links: [
      make.linuxBridge('br0', {}, isFiltering),
      make.nic('eth1', { master: 'br0', ...make.filteredPort(uplink) }),
      make.tap('vnet0', 'br0', make.filteredPort(guest)),
    ],
    guests: [make.guest('web1', [make.guestNic('net0', MAC, make.onBridge('br0'), 'vnet0')])],
  })

describe('a VLAN that no uplink carries', () => {
  it.each<[string, NetworkState, string[]]>([
    ['a port in a VLAN that the uplink lists', wired(make.access(125)), []],
    ["in the uplink's native VLAN", wired(make.access(1)), []],
    ['in one that it does not list', wired(make.access(300)), [HOLE]],
    ['an uplink that carries all', wired(make.access(300), make.trunk()), []],
    ['a native uplink that carries all', wired(make.access(300), make.nativeTagged(1)), []],
    ['an access uplink of the VLAN', wired(make.access(300), make.access(300)), []],
    ['an access uplink of another', wired(make.access(300), make.access(5)), [HOLE]],
    ['a tunnel port of the VLAN', wired(make.access(300), { ...make.access(300), mode: 'dot1q-tunnel' }), []],
    ['no VLAN at all', wired(make.trunk()), []],
    ['a native VLAN', wired(make.nativeUntagged(300, 125)), [HOLE]],
    ['a trunk that lists one more than the uplink', wired(make.trunk(125, 300)), [`warning L03 ${PORT} 300 @ ${PORT}`]],
    [
      'a bond without it',
      host([make.ovsBridge('ovsbr1', [bond(make.trunk(125)), make.ovsPort('vnet0', make.access(300))])]),
      [HOLE],
    ],
    [
      'a bond with it',
      host([make.ovsBridge('ovsbr1', [bond(make.trunk(125, 300)), make.ovsPort('vnet0', make.access(300))])]),
      [],
    ],
    [
      'one uplink of two',
      host([
        make.ovsBridge('ovsbr1', [
          make.ovsPort('eth1', make.trunk(125)),
          make.ovsPort('eth2', make.trunk(300)),
          make.ovsPort('vnet0', make.access(300)),
        ]),
      ]),
      [],
    ],
    ['no uplink', host([make.ovsBridge('ovsbr1', [make.ovsPort('vnet0', make.access(300))])]), []],
    [
      'a tunnel as uplink',
      host([
        make.ovsBridge('ovsbr1', [
          make.tunnelPort('vx0', 'vxlan', '192.0.2.9'),
          make.ovsPort('vnet0', make.access(300)),
        ]),
      ]),
      [],
    ],
    [
      'a tunnel of another VLAN',
      host([
        make.ovsBridge('ovsbr1', [
          { ...make.tunnelPort('vx0', 'vxlan', '192.0.2.9'), vlan: make.access(5) },
          make.ovsPort('vnet0', make.access(300)),
        ]),
      ]),
      [HOLE],
    ],
    [
      "a mirror's output port is no uplink",
      host([
        make.ovsBridge('ovsbr1', [make.ovsPort('eth2', make.trunk(5)), make.ovsPort('vnet0', make.access(300))], {
          mirrors: [
            {
              ...{ name: 'm', bridge: 'ovsbr1', selectsAll: true, sourcePorts: [], destinationPorts: [] },
              ...{ selectVlans: [], outputPort: 'eth2', outputVlan: null },
            },
          ],
        }),
      ]),
      [],
    ],
    ['a patch to an uplink with it', patched(make.trunk(), make.trunk(), make.trunk(300)), []],
    ['a patch to an uplink without it', patched(make.trunk(), make.trunk(), make.trunk(125)), [HOLE]],
    ['a patch that takes the tag off, into VLAN 125', patched(make.access(300), make.access(125), make.trunk(125)), []],
    ['a patch that does not list it', patched(make.trunk(125), make.trunk(), make.trunk()), [HOLE]],
    [
      'a patch to a bridge that leads nowhere',
      {
        ...patched(make.trunk(125), make.trunk(), make.trunk()),
        links: [make.tap('vnet0', 'ovs-system')],
      },
      [],
    ],
    [
      'a patch to a bridge that a controller rules',
      patched(make.trunk(), make.trunk(), make.trunk(125), { failMode: 'secure' }),
      [],
    ],
    [
      "OpenStack's own bridge, where VLANs are local",
      host([make.ovsBridge('br-int', [make.ovsPort('eth1', UPLINK), make.ovsPort('vnet0', make.access(300))])]),
      [],
    ],
    [
      'a bridge that a controller rules',
      host([
        make.ovsBridge('ovsbr1', [make.ovsPort('eth1', UPLINK), make.ovsPort('vnet0', make.access(300))], {
          controllers: [
            { target: 'tcp:192.0.2.5:6653', isConnected: true, role: null, state: 'ACTIVE', lastError: null },
          ],
        }),
      ]),
      [],
    ],
    [
      'a VLAN in which this host has a foot',
      host([
        make.ovsBridge('ovsbr1', [
          make.ovsPort('eth1', UPLINK),
          make.ovsPort('vnet0', make.access(300)),
          make.internalPort('gw300', make.access(300)),
        ]),
      ]),
      ['warning L03 ovs-bridge:ovsbr1 300 @ bridge-port:ovsbr1/vnet0'],
    ],
    ['a portgroup that nobody uses', defined(300), ['error L03 ovs-bridge:ovsbr1 300 @ portgroup:ovs-net/Vlan300']],
    ['a portgroup that the uplink carries', defined(126), []],
    [
      'a network with a VLAN of its own',
      defined(125, { networks: [ovsNet(0, { portgroups: [], vlan: make.libvirtVlan(300) })] }),
      ['error L03 ovs-bridge:ovsbr1 300 @ network:ovs-net'],
    ],
    [
      'a NIC of a guest that is off',
      defined(125, { guests: [guestAt(null, make.libvirtVlan(999))] }),
      ['error L03 ovs-bridge:ovsbr1 999 @ guest-nic:uuid-web1/net0'],
    ],
    [
      'a network on a fake bridge has its VLAN, not that of a portgroup',
      host(
        [
          make.ovsBridge('ovsbr1', [make.ovsPort('eth1', UPLINK), make.internalPort('br125', make.access(125))], {
            fakeBridges: [{ name: 'br125', parent: 'ovsbr1', vlanId: 125, ports: [] }],
          }),
        ],
        { guests: [], networks: [ovsNet(300, { bridge: 'br125' })] },
      ),
      [],
    ],
    [
      'a filtering Linux bridge without it',
      filtering(make.access(300), make.trunk(125)),
      ['error L03 linux-bridge:br0 300 @ bridge-port:br0/vnet0'],
    ],
    ['a filtering Linux bridge with it', filtering(make.access(300), make.nativeUntagged(1, 300)), []],
    ['a Linux bridge that looks at no tags', filtering(make.access(300), make.trunk(125), false), []],
    ['a host whose links could not be read', { ...wired(make.access(300)), links: [] }, []],
  ])('%s', (_, state, wanted) => {
    expect(found(state)).toEqual(wanted)
  })

  it('names who is in it, which uplinks there are, and the edit that cures it', () => {
    const state = wired(make.access(300), UPLINK, { networks: [ovsNet(300)] })
    const [only, ...others] = lintVlanUplink(state)
    expect(others).toEqual([])
    expect(only).toMatchObject({
      title: 'No uplink of ovsbr1 carries VLAN 300',
      evidence: [
        'portgroup Vlan300 of network ovs-net: access 300',
        'vnet0 of guest web1: access 300',
        'eth1 of ovsbr1: native-untagged 1 of 125, 126',
      ],
      edits: [
        {
          kind: 'portVlan.set',
          bridge: 'ovsbr1',
          port: 'eth1',
          mode: 'native-untagged',
          tag: 1,
          trunks: [125, 126, 300],
        },
      ],
    })
    expect(only?.cure).toMatch(/^Let eth1 carry VLAN 300, as the switch behind it must too, or choose/)
    expect(buildGraph(state).nodes.map(({ id }) => id)).toContain(only?.nodeId)
  })

  it.each([UPLINK, make.trunk(125), make.access(5), make.nativeTagged(7, 8)])(
    'is cured by its edit, and nothing else is lost: %j',
    (uplink) => {
      const state = wired(make.access(300), uplink)
      const [hole] = lintVlanUplink(state)
      const intents = parseIntents(hole?.edits)
      const planned = intents.ok ? planChange(state, intents.intents, { xml: NO_XML }) : intents
      if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
      const change = planFindings(state, planned.plan)
      expect(change.solved.map(({ rule }) => rule)).toEqual(['L03'])
      expect(change.created).toEqual([])
      const after = planned.plan.changes.flatMap((each) =>
        each.kind === 'ovs-port' && each.after ? [each.after.vlan] : [],
      )
      for (const id of [uplink.tag ?? 125, ...uplink.trunks, 300])
        expect(after.every((vlan) => carriesVlan(vlan, id))).toBe(true)
    },
  )

  it('is an error of the change that makes it, whoever is moved there', () => {
    const state = wired(make.access(125))
    const intents = parseIntents([{ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'vnet0', mode: 'access', tag: 999 }])
    const planned = intents.ok ? planChange(state, intents.intents, { xml: NO_XML }) : intents
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    expect(planFindings(state, planned.plan).created.map(words)).toEqual([`error L03 ovs-bridge:ovsbr1 999 @ ${PORT}`])
  })
})
