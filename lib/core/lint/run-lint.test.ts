import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../model/network-state'
import { observeHost } from '../observe/observe-host'
import { buildGraph } from '../topology/build'
import * as make from '../topology/testing/fixtures'
import { sampleState } from '../topology/testing/sample-host'
import type { Finding } from './finding'
import { compareFindings, runLint } from './run-lint'

const words = ({ rule, severity, nodeId }: Finding): string => `${rule} ${severity} ${nodeId}`
const lint = (parts: Parameters<typeof make.hostState>[0]): string[] => runLint(make.hostState(parts)).map(words)
const mgmt = (links: string[]): Partial<NetworkState> => ({
  management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links },
})
const OURS = { addresses: [make.address('192.0.2.31/24')] }
const onTap = (guest: string, tap: string, mac: string, vlan = make.libvirtVlan(125)): ReturnType<typeof make.guest> =>
  make.guest(guest, [make.guestNic('net0', mac, make.onBridge('br-ovs'), tap, vlan)])
const guests = [onTap('web1', 'vnet0', '52:54:00:00:00:01')]
const tap = make.tap('vnet0', 'ovs-system')
const lacp = (rest: object): ReturnType<typeof make.bondDetail> =>
  make.bondDetail('balance-tcp', [make.member('eth1'), make.member('eth2')], {
    lacp: 'active',
    lacpStatus: 'configured',
    ...rest,
  })

describe('runLint', () => {
  it.each<[string, Parameters<typeof make.hostState>[0], string[]]>([
    ['L01: our address is on a NIC', { ...mgmt(['eth0']), links: [make.nic('eth0', OURS)] }, []],
    ['L01: our address is gone', { ...mgmt([]), links: [make.nic('eth0')] }, ['L01 error link:192.0.2.31']],
    [
      'L01: the link with our address is down',
      { ...mgmt(['eth0']), links: [make.nic('eth0', { ...OURS, isUp: false })] },
      ['L01 error nic:eth0'],
    ],
    [
      'L01: our bridge has no uplink',
      { ...mgmt(['br0']), links: [make.linuxBridge('br0', OURS)] },
      ['L01 error linux-bridge:br0'],
    ],
    [
      'L01 and L02: our address is on a port',
      { ...mgmt(['eth0']), links: [make.nic('eth0', { ...OURS, master: 'br0' }), make.linuxBridge('br0')] },
      ['L01 error nic:eth0', 'L02 error nic:eth0'],
    ],
    [
      'L02: not on an internal port',
      { links: [make.link('br-ovs', 'ovs-internal', OURS)], bridges: [make.ovsBridge('br-ovs', [])] },
      [],
    ],
    ['L02: not in a VRF', { links: [make.nic('eth0', { ...OURS, master: 'vrf1' }), make.link('vrf1', 'other')] }, []],
    [
      'L06: a guest on a plain port beside VLANs',
      {
        links: [tap],
        bridges: [make.ovsBridge('br-ovs', [make.ovsPort('vnet0'), make.internalPort('i0', make.access(5))])],
        guests,
      },
      ['L06 error bridge-port:br-ovs/vnet0'],
    ],
    [
      'L06: an uplink that carries all is no finding',
      { bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1')])] },
      [],
    ],
    [
      'L07: trunks in vain',
      { bridges: [make.ovsBridge('br-ovs', [make.internalPort('i0', make.access(5), { ignoredTrunks: [6, 7] })])] },
      ['L07 error bridge-port:br-ovs/i0'],
    ],
    [
      'L08: a portgroup that is not there, and none at all',
      {
        networks: [make.network('n', { portgroups: [make.portgroup('p', [5])] })],
        guests: [
          make.guest('a', [make.guestNic('net0', '52:54:00:00:00:01', make.onNetwork('n', 'q'), null)]),
          make.guest('b', [make.guestNic('net0', '52:54:00:00:00:02', make.onNetwork('n'), null)]),
        ],
      },
      ['L08 error guest-nic:uuid-b/net0', 'L08 error guest-nic:uuid-a/net0'].sort(),
    ],
    [
      'L08: a port in another VLAN than its portgroup',
      {
        links: [tap],
        bridges: [make.ovsBridge('br-ovs', [make.ovsPort('vnet0', make.access(30))])],
        networks: [
          make.network('n', { bridge: 'br-ovs', virtualPort: 'openvswitch', portgroups: [make.portgroup('p', [20])] }),
        ],
        guests: [
          make.guest('a', [
            make.guestNic('net0', '52:54:00:00:00:01', make.onNetwork('n', 'p'), 'vnet0', make.libvirtVlan(20)),
          ]),
        ],
      },
      ['L08 error bridge-port:br-ovs/vnet0'],
    ],
    [
      'L13: a wide tap behind a narrow uplink',
      {
        links: [
          make.nic('eth1', { master: 'br0' }),
          make.tap('vnet0', 'br0', { mtuBytes: 9000 }),
          make.linuxBridge('br0'),
        ],
      },
      ['L13 error tap:vnet0'],
    ],
    [
      'L13: a VLAN link wider than its parent',
      { links: [make.nic('eth1'), make.vlanLink('eth1.5', 'eth1', 5, { mtuBytes: 9000 })] },
      ['L13 error vlan-link:eth1.5'],
    ],
    [
      'L13: a tunnel in a link that is as small as the guests',
      {
        routes: [make.route({ family: 'inet', destination: 'default', gateway: '192.0.2.1', link: 'eth0' })],
        links: [make.nic('eth0'), tap],
        bridges: [
          make.ovsBridge('br-ovs', [
            make.ovsPort('vnet0', make.access(125)),
            make.tunnelPort('vx0', 'vxlan', '192.0.2.9'),
          ]),
        ],
        guests,
      },
      ['L13 error bridge-port:br-ovs/vx0'],
    ],
    [
      'L15: LACP that nobody answers',
      { bridges: [make.ovsBridge('br-ovs', [make.ovsBond('bond0', make.trunk(), lacp({}))])] },
      ['L15 error bond:br-ovs/bond0'],
    ],
    [
      'L15: with the fallback',
      {
        bridges: [
          make.ovsBridge('br-ovs', [make.ovsBond('bond0', make.trunk(), lacp({ hasFallbackActiveBackup: true }))]),
        ],
      },
      ['L15 warning bond:br-ovs/bond0'],
    ],
    [
      'L15: not known is not alone',
      { bridges: [make.ovsBridge('br-ovs', [make.ovsBond('bond0', make.trunk(), lacp({ lacpStatus: 'unknown' }))])] },
      [],
    ],
    [
      'L17: two uplinks',
      {
        links: [make.nic('eth1'), make.nic('eth2')],
        bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1'), make.ovsPort('eth2')])],
      },
      ['L17 error ovs-bridge:br-ovs'],
    ],
    [
      'L17: not with spanning tree',
      {
        links: [make.nic('eth1'), make.nic('eth2')],
        bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1'), make.ovsPort('eth2')], { isRstpEnabled: true })],
      },
      [],
    ],
    [
      'L17: one bond is one uplink',
      {
        links: [
          ...make.kernelBond('bond0', 'active-backup', ['eth1', 'eth2'], { master: 'br0' }),
          make.linuxBridge('br0'),
        ],
      },
      [],
    ],
    [
      'L19: a MAC twice, both running',
      { guests: [onTap('a', 'vnet0', '52:54:00:00:00:01'), onTap('b', 'vnet1', '52:54:00:00:00:01')] },
      ['L19 error guest-nic:uuid-a/net0'],
    ],
    [
      'L26: a controller gone, fail mode secure',
      {
        bridges: [
          make.ovsBridge('br-ovs', [], {
            failMode: 'secure',
            controllers: [
              { target: 'tcp:192.0.2.5:6633', isConnected: false, role: null, state: 'BACKOFF', lastError: null },
            ],
          }),
        ],
      },
      ['L26 error ovs-bridge:br-ovs'],
    ],
  ])('%s', (_, parts, wanted) => {
    expect(lint(parts).sort()).toEqual([...wanted].sort())
  })

  it('says what, why and how to cure it', () => {
    const [found] = runLint(
      make.hostState({ links: [make.nic('eth0', { ...OURS, master: 'br0' }), make.linuxBridge('br0')] }),
    )
    expect(found).toMatchObject({
      rule: 'L02',
      title: 'eth0 has an address and is a port of br0',
      evidence: ['eth0: 192.0.2.31/24', 'eth0 is a port of br0'],
      cure: 'Move the address to br0 or to an internal port of it.',
    })
  })

  it('points to nodes of the graph', () => {
    const state = sampleState()
    const nodes = new Set(buildGraph(state).nodes.map(({ id }) => id))
    const findings = runLint(state)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.filter(({ nodeId }) => !nodes.has(nodeId)).map(words)).toEqual([])
  })

  it('finds nothing on a host of which nothing was read', () => {
    expect(runLint(observeHost({}, { readAtMs: 0, sshConnection: null }))).toEqual([])
  })
})

describe('compareFindings', () => {
  it('tells what is created and what is solved', () => {
    const loop = {
      links: [make.nic('eth1'), make.nic('eth2')],
      bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1'), make.ovsPort('eth2')])],
    }
    const [before, after] = [
      runLint(make.hostState(loop)),
      runLint(make.hostState({ ...loop, bridges: [make.ovsBridge('br-ovs', [make.ovsPort('eth1')])] })),
    ]
    expect(compareFindings(before, after)).toEqual({ created: [], solved: before })
    expect(compareFindings(after, before)).toEqual({ created: before, solved: [] })
    expect(compareFindings(before, before)).toEqual({ created: [], solved: [] })
  })
})
