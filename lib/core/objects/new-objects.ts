/* Objects that do not exist yet, as a reading would show them right after they were made. */
import type { BondDetail, BridgeDetail, BridgePortDetail, Link } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'
import type { OvsBridge, OvsInterface, OvsPort } from '../model/ovs'
import { defaultTable, vlanOfTable } from '../vlan/bridge-port'
import { OPEN_TRUNK } from '../vlan/make'
import { noParts } from './in-bridges'

/** A link that was just added and set up. Index 0 and no MAC: the kernel will choose them. */
export const newLink = (name: string, kind: Link['kind'], rest: Partial<Link> = {}): Link => ({
  index: 0,
  name,
  kind,
  kernelKind: kind === 'ovs-internal' ? 'openvswitch' : (LINK_KINDS[kind].kernelKinds[0] ?? null),
  alias: null,
  altNames: [],
  mac: null,
  mtuBytes: 1500,
  isUp: true,
  hasCarrier: true,
  operState: 'up',
  master: null,
  lower: null,
  peer: null,
  isPeerElsewhere: false,
  speedMbps: null,
  duplex: null,
  driver: null,
  isFallback: false,
  addresses: [],
  bridge: null,
  bridgePort: null,
  bond: null,
  vlan: null,
  macvlan: null,
  ipvlan: null,
  vrfTable: null,
  ring: [],
  pci: null,
  sriov: null,
  tunnel: null,
  options: [],
  kindOptions: [],
  portOptions: [],
  unknownKeys: [],
  ...rest,
})

export const newBridgeDetail = (isVlanFiltering: boolean, stp: boolean): BridgeDetail => ({
  isVlanFiltering,
  vlanProtocol: '802.1Q',
  defaultPvid: 1,
  stpState: stp ? 'kernel' : 'off',
  bridgeId: null,
  rootId: null,
  ageingTimeMs: null,
  forwardDelayMs: null,
  isMulticastSnooping: null,
  vlans: defaultTable(1),
})

/** A link's port half right after it joined a Linux bridge. */
export const newBridgePort = (bridge: BridgeDetail): BridgePortDetail => {
  const vlans = defaultTable(bridge.defaultPvid)
  return {
    state: 'forwarding',
    isHairpin: false,
    isIsolated: false,
    isLearning: true,
    cost: null,
    priority: null,
    vlans,
    vlan: bridge.isVlanFiltering ? vlanOfTable(vlans, bridge.defaultPvid) : null,
  }
}

export const newBondDetail = (mode: string, rest: Partial<BondDetail> = {}): BondDetail => ({
  mode,
  members: [],
  activeMember: null,
  primary: null,
  hashPolicy: null,
  lacp: 'off',
  lacpRate: null,
  lacpStatus: 'off',
  partnerMac: null,
  hasFallbackActiveBackup: false,
  detectMode: null,
  monitorIntervalMs: null,
  upDelayMs: null,
  downDelayMs: null,
  ...rest,
})

export const newBondMember = (name: string): BondDetail['members'][number] => ({
  name,
  isUp: true,
  isEnabled: true,
  isActive: true,
  speedMbps: null,
  linkFailureCount: null,
  permanentMac: null,
  aggregatorId: null,
  lacpStatus: null,
  actor: null,
  partner: null,
})

export const newInterface = (name: string, type = 'system', options: Record<string, string> = {}): OvsInterface => ({
  uuid: '',
  name,
  type,
  ofport: null,
  error: null,
  mac: null,
  mtuBytes: null,
  adminState: null,
  linkState: null,
  linkSpeedBps: null,
  options,
  externalIds: {},
  otherConfig: {},
  patchPeer: type === 'patch' ? (options.peer ?? null) : null,
  tunnel:
    type === 'vxlan' || type === 'gre' || type === 'geneve'
      ? {
          type,
          remote: options.remote_ip === 'flow' ? null : (options.remote_ip ?? null),
          local: options.local_ip === 'flow' ? null : (options.local_ip ?? null),
          key: options.key === 'flow' ? null : (options.key ?? null),
          destinationPort: options.dst_port === undefined ? null : Number(options.dst_port),
          lower: null,
          isExternal: options.remote_ip === 'flow' || options.key === 'flow',
        }
      : null,
  ingressPolicingKbps: null,
})

export const newOvsPort = (name: string, bridge: string, interfaces: OvsInterface[]): OvsPort => ({
  uuid: '',
  name,
  bridge,
  vlan: OPEN_TRUNK,
  ignoredTrunks: [],
  interfaces,
  bond: null,
  fakeBridge: null,
  qos: null,
  externalIds: {},
  otherConfig: {},
})

/** A bridge without ports: its local port is an object of its own. */
export const newOvsBridge = (name: string): OvsBridge => ({
  uuid: '',
  name,
  datapathType: 'system',
  datapathId: null,
  failMode: null,
  controllers: [],
  isStpEnabled: false,
  isRstpEnabled: false,
  isMulticastSnooping: false,
  protocols: [],
  ...noParts(),
  externalIds: {},
  otherConfig: {},
})
