/*
 * Test support: NetworkStates made by hand, with as few words as a scenario needs.
 * `sampleState()` in fixtures-sample.ts is the whole host of the wiring picture (a host to draw); the set-ups that people
 * really build are in fixtures-scenarios.ts (`scenarioA()` … `scenarioK()`).
 */
import type { LibvirtNetwork } from '../../model/libvirt'
import type { BondDetail, BondMember, Link } from '../../model/link'
import type { LldpNeighbour, NetworkState, SourceId } from '../../model/network-state'
import type { OvsBridge, OvsInterface, OvsPort } from '../../model/ovs'
import type { Sriov } from '../../model/sriov'
import type { PortVlan } from '../../model/vlan'
import { newLink, newOvsBridge } from '../../objects/new-objects'

export * from './libvirt'

const indexes = (name: string) => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99_991, 7)

/** A link that is up, of the given kind. */
export const link = (name: string, kind: Link['kind'], rest: Partial<Link> = {}): Link =>
  newLink(name, kind, { index: indexes(name), kernelKind: null, ...rest })

export { newAddress as address, newRoute as route } from '../../model/new-ip'

export const nic = (name: string, rest: Partial<Link> = {}) => link(name, 'nic', { speedMbps: 10_000, ...rest })
/** A card with these functions, by number. */
export const physicalFunction = (addresses: readonly string[]): Sriov => ({
  role: 'physical',
  limit: null,
  switchId: null,
  functions: addresses.map((pci, number) => ({
    number,
    pci,
    driver: 'vfio-pci',
    mac: null,
    vlanId: number,
    vlanPriority: null,
    vlanProtocol: null,
    isSpoofChecked: null,
    isTrusted: null,
    linkState: null,
    maxRateMbps: null,
    minRateMbps: null,
  })),
})
export const tap = (name: string, master: string | null = null, rest: Partial<Link> = {}) =>
  link(name, 'tap', { master, ...rest })
export const macvtap = (name: string, lower: string, mode: 'vepa' | 'bridge' | 'private' | 'passthru', up = true) =>
  link(name, 'macvtap', { lower, macvlan: { mode }, isUp: up, hasCarrier: up, operState: up ? 'up' : 'down' })
export const vlanLink = (name: string, lower: string, id: number, rest: Partial<Link> = {}) =>
  link(name, 'vlan', { lower, vlan: { id, protocol: '802.1Q' }, ...rest })
export const veth = (name: string, peer: string | null, rest: Partial<Link> = {}) =>
  link(name, 'veth', { peer, isPeerElsewhere: peer === null, ...rest })

export const linuxBridge = (name: string, rest: Partial<Link> = {}, isVlanFiltering = false) =>
  link(name, 'bridge', {
    bridge: {
      isVlanFiltering,
      vlanProtocol: '802.1Q',
      defaultPvid: 1,
      stpState: 'off',
      bridgeId: null,
      rootId: null,
      ageingTimeMs: null,
      forwardDelayMs: null,
      isMulticastSnooping: null,
      vlans: [],
    },
    ...rest,
  })

/** The port half of a link in a vlan_filtering bridge. */
export const filteredPort = (vlan: PortVlan): Pick<Link, 'bridgePort'> => ({
  bridgePort: {
    state: 'forwarding',
    isHairpin: false,
    isIsolated: false,
    isLearning: true,
    cost: null,
    priority: null,
    vlans: [],
    vlan,
  },
})

export const member = (name: string, rest: Partial<BondMember> = {}): BondMember => ({
  name,
  isUp: true,
  isEnabled: true,
  isActive: true,
  speedMbps: 10_000,
  linkFailureCount: 0,
  permanentMac: null,
  aggregatorId: null,
  lacpStatus: null,
  actor: null,
  partner: null,
  ...rest,
})

export const bondDetail = (mode: string, members: BondMember[], rest: Partial<BondDetail> = {}): BondDetail => ({
  mode,
  members,
  activeMember: null,
  primary: null,
  hashPolicy: mode === '802.3ad' ? 'layer3+4' : null,
  lacp: mode === '802.3ad' ? 'active' : 'off',
  lacpRate: null,
  lacpStatus: mode === '802.3ad' ? 'negotiated' : 'off',
  partnerMac: mode === '802.3ad' ? '4e:35:a6:24:ba:3f' : null,
  hasFallbackActiveBackup: false,
  detectMode: 'miimon',
  monitorIntervalMs: 100,
  upDelayMs: 0,
  downDelayMs: 0,
  ...rest,
})

/** A kernel bond and its members, as links. */
export const kernelBond = (name: string, mode: string, members: string[], rest: Partial<Link> = {}): Link[] => [
  ...members.map((each) => nic(each, { master: name, mtuBytes: rest.mtuBytes ?? 1500 })),
  link(name, 'bond', {
    bond: bondDetail(
      mode,
      members.map((each) => member(each)),
    ),
    ...rest,
  }),
]

const vlanOf = (mode: PortVlan['mode'], tag: number | null, trunks: number[]): PortVlan => ({
  mode,
  tag,
  trunks,
  carriesAll: mode !== 'access' && trunks.length === 0,
  customerVlans: [],
  isExplicit: true,
})
export const access = (tag: number) => vlanOf('access', tag, [])
export const trunk = (...trunks: number[]) => vlanOf('trunk', null, trunks)
export const nativeUntagged = (tag: number, ...trunks: number[]) => vlanOf('native-untagged', tag, trunks)
export const nativeTagged = (tag: number, ...trunks: number[]) => vlanOf('native-tagged', tag, trunks)

const ovsInterface = (name: string, rest: Partial<OvsInterface> = {}): OvsInterface => ({
  uuid: `if-${name}`,
  name,
  type: 'system',
  ofport: 1,
  error: null,
  mac: null,
  mtuBytes: 1500,
  adminState: 'up',
  linkState: 'up',
  linkSpeedBps: null,
  options: {},
  externalIds: {},
  otherConfig: {},
  patchPeer: null,
  tunnel: null,
  ingressPolicingKbps: null,
  ...rest,
})

export const ovsPort = (
  name: string,
  vlan: PortVlan = trunk(),
  rest: Partial<OvsPort> & { iface?: Partial<OvsInterface> } = {},
): OvsPort => {
  const { iface, ...port } = rest
  return {
    uuid: `port-${name}`,
    name,
    bridge: '',
    vlan,
    ignoredTrunks: [],
    interfaces: [ovsInterface(name, iface)],
    bond: null,
    fakeBridge: null,
    qos: null,
    externalIds: {},
    otherConfig: {},
    ...port,
  }
}
export const internalPort = (name: string, vlan: PortVlan = trunk(), rest: Partial<OvsPort> = {}) =>
  ovsPort(name, vlan, { ...rest, iface: { type: 'internal' } })
export const patchPort = (name: string, peer: string, vlan: PortVlan = trunk()) =>
  ovsPort(name, vlan, { iface: { type: 'patch', patchPeer: peer, options: { peer } } })
export const tunnelPort = (
  name: string,
  type: 'vxlan' | 'gre' | 'geneve',
  remote: string | null,
  key: string | null = null,
) =>
  ovsPort(name, trunk(), {
    iface: {
      type,
      tunnel: { type, remote, local: null, key, destinationPort: null, lower: null, isExternal: remote === null },
    },
  })
export const ovsBond = (name: string, vlan: PortVlan, detail: BondDetail): OvsPort =>
  ovsPort(name, vlan, { interfaces: detail.members.map((each) => ovsInterface(each.name)), bond: detail })

/** A bridge with its local port (named like it), as ovs-vswitchd makes it. */
export const ovsBridge = (name: string, ports: OvsPort[], rest: Partial<OvsBridge> = {}): OvsBridge => ({
  ...newOvsBridge(name),
  uuid: `br-${name}`,
  ports: [internalPort(name), ...ports].map((port) => ({ ...port, bridge: name })),
  ...rest,
})

export const neighbour = (linkName: string, chassis: string, port: string): LldpNeighbour => ({
  link: linkName,
  chassisId: `id-${chassis}`,
  chassisName: chassis,
  chassisDescription: null,
  portId: port,
  portDescription: null,
  managementAddresses: [],
  vlans: [],
  ttlSeconds: 120,
  maxFrameBytes: null,
})

type Parts = Partial<Omit<NetworkState, 'ovs' | 'libvirt'>> & { bridges?: OvsBridge[]; networks?: LibvirtNetwork[] }

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
const ok = (id: SourceId, ...commands: string[]) => ({
  id,
  status: 'ok' as const,
  commands,
  readAtMs: 0,
  problems: [],
})

/** A host with these parts, its links sorted as a reading sorts them. Patch pairs, bonds and taps are the caller's matter. */
export const hostState = (parts: Parts): NetworkState => {
  const { bridges, networks, ...rest } = parts
  return {
    system: {
      hostname: 'kvm1',
      machineId: null,
      bootId: null,
      osId: 'debian',
      osName: 'Debian GNU/Linux',
      osVersion: '12',
      kernel: '6.1.0',
      uptimeSeconds: null,
      clockOffsetMs: null,
      userName: 'root',
      isRoot: true,
      hasSystemd: true,
      abilities: { bonding: 'yes', vlanLinks: 'yes', vlanFiltering: 'yes' },
      linkManagers: [],
    },
    tools: [],
    sources: [
      ok('system', 'hostname; uname -r'),
      ok('links', 'ip -d -j link', 'ip -j addr', 'cat /proc/net/bonding/*', 'bridge -j vlan'),
      ok('ovs', 'ovs-vsctl --format=json list Port', 'ovs-appctl bond/show', 'ovs-appctl lacp/show'),
      ok('networks', 'virsh net-dumpxml'),
      ok('guests', 'virsh dumpxml'),
      ok('processes', 'grep iff: /proc/PID/fdinfo/*'),
      ok('lldp', 'lldpcli -f json show neighbors'),
    ],
    management: { localAddress: null, peerAddress: null, isGuess: false, links: [] },
    routes: [],
    fdb: [],
    ovs: bridges
      ? {
          version: '3.1.0',
          schemaVersion: '8.3.1',
          systemId: null,
          mappedBridges: [],
          bridges,
          managers: [],
          nextConfig: 1,
          currentConfig: 1,
        }
      : null,
    libvirt: networks ? { version: '9.0.0', networks } : null,
    guests: [],
    neighbours: [],
    unrecognised: [],
    ...rest,
    links: [...(rest.links ?? [])].sort(byName),
  }
}
