import type { GuestNicConfig, LibvirtNetwork, Portgroup } from '../model/libvirt'
import type { Link, Route } from '../model/link'
import type { OvsBridge, OvsMirror, OvsPort } from '../model/ovs'
import { byText } from '../observe/in-order'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { vlanKey } from '../vlan/same'
import type { ObjectChange } from './object-ref'

/**
 * The configuration of an object (its `after`), reduced to what a plan decides about: equal text, nothing to do. Left out is
 * what the host works out by itself: counters, carrier, learned state, MACs that follow from others, order of sets.
 */
export function comparable(object: ObjectChange): string {
  const config = configOf(object)
  return config === null ? '' : JSON.stringify(config)
}

/** A flat record of facts: what verify compares one by one. Values are text, numbers, booleans, null or lists of them. */
export type Config = Readonly<Record<string, unknown>>

export function configOf(object: ObjectChange): Config | null {
  if (object.after === null) return null
  switch (object.kind) {
    case 'link':
      return linkConfig(object.after)
    case 'route':
      return routeConfig(object.after)
    case 'ovs-bridge':
      return ovsBridgeConfig(object.after)
    case 'ovs-fake-bridge':
      return { parent: object.after.parent, vlanId: object.after.vlanId }
    case 'ovs-port':
      return ovsPortConfig(object.after)
    case 'ovs-mirror':
      return mirrorConfig(object.after)
    case 'network':
      return networkConfig(object.after)
    case 'guest-nic':
      return {
        ...prefixed('running', object.after.running === null ? null : nicConfig(object.after.running)),
        ...prefixed('stored', object.after.stored === null ? null : nicConfig(object.after.stored)),
      }
  }
}

const prefixed = (name: string, config: Config | null): Config =>
  config === null
    ? { [name]: 'none' }
    : Object.fromEntries(Object.entries(config).map(([key, value]) => [`${name}.${key}`, value]))

/** Open vSwitch's datapath is no bridge: membership is OVSDB's word. */
export const OVS_DATAPATH = 'ovs-system'

/** Addresses that somebody set, here or at a DHCP server; what the kernel makes from router advertisements comes by itself. */
export const keptAddresses = (link: Link): Link['addresses'] =>
  link.addresses.filter(({ family, scope, isDynamic }) => family === 'inet' || (scope !== 'link' && !isDynamic))

/** Who set it is not configured, nor how long it lives; table, destination and metric are what it is known by. */
const routeConfig = ({ gateway, link, isOnlink, preferredSource, options, hops }: Route): Config => ({
  gateway,
  link,
  onlink: isOnlink,
  source: preferredSource,
  options: options.join(' '),
  hops: hops.map((hop) =>
    [hop.gateway ?? '', hop.link ?? '', hop.weight, ...(hop.isOnlink ? ['onlink'] : [])].join(' '),
  ),
})

function linkConfig(link: Link): Config {
  const { bridge, bridgePort, bond, vlan, macvlan } = link
  return {
    kind: link.kind,
    // Who sets an internal port up is the host's matter, unless we want it up.
    ...((link.kind !== 'ovs-internal' || link.isUp) && { isUp: link.isUp }),
    master: link.master === OVS_DATAPATH ? null : link.master,
    lower: link.lower,
    // A label or a broadcast address more after the next boot is no other address.
    addresses: keptAddresses(link)
      .map(({ cidr, peer }) => (peer === null ? cidr : `${cidr} peer ${peer}`))
      .sort(),
    ...(bridge !== null && {
      vlanFiltering: bridge.isVlanFiltering,
      stp: bridge.stpState !== 'off',
      ownVlans: bridge.vlans.map(vlanEntry),
    }),
    ...(bridgePort !== null && {
      hairpin: bridgePort.isHairpin,
      isolated: bridgePort.isIsolated,
      learning: bridgePort.isLearning,
      vlans: bridgePort.vlans.map(vlanEntry),
      // Where only the words are known, the words are compared.
      ...(bridgePort.vlans.length === 0 && bridgePort.vlan !== null && { vlan: vlanKey(bridgePort.vlan) }),
    }),
    ...(bond !== null && {
      mode: bond.mode,
      lacpRate: bond.lacpRate,
      hashPolicy: bond.hashPolicy,
      primary: bond.primary,
    }),
    ...(vlan !== null && { vlanId: vlan.id, vlanProtocol: vlan.protocol }),
    ...(macvlan !== null && { mode: macvlan.mode }),
  }
}

const vlanEntry = (entry: NonNullable<Link['bridgePort']>['vlans'][number]): string =>
  `${entry.from}-${entry.to}${entry.isPvid ? ' PVID' : ''}${entry.isEgressUntagged ? ' untagged' : ''}`

function ovsBridgeConfig(bridge: OvsBridge): Config {
  return {
    failMode: bridge.failMode,
    controllers: bridge.controllers.map(({ target }) => target).sort(),
    stp: bridge.isStpEnabled,
    rstp: bridge.isRstpEnabled,
    otherConfig: sortedMap(bridge.otherConfig),
  }
}

function ovsPortConfig(port: OvsPort): Config {
  const { mode, tag, trunks, customerVlans } = port.vlan
  return {
    mode,
    tag,
    trunks,
    customerVlans,
    ignoredTrunks: port.ignoredTrunks,
    interfaces: port.interfaces.map(({ name }) => name).sort(),
    types: port.interfaces.map(({ name, type, options }) => `${name} ${type} ${sortedMap(options)}`).sort(),
    fakeBridge: port.fakeBridge,
    ...(port.bond !== null && { bondMode: port.bond.mode, lacp: port.bond.lacp }),
    otherConfig: sortedMap(withoutTransient(port.otherConfig)),
  }
}

/** libvirt marks its own ports as gone with the next start of ovs-vswitchd: not an administrator's setting. */
const withoutTransient = (config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'transient'))

const sortedMap = (map: Record<string, string>): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(' ')

const mirrorConfig = (mirror: OvsMirror): Config => ({
  selectsAll: mirror.selectsAll,
  sourcePorts: mirror.sourcePorts,
  destinationPorts: mirror.destinationPorts,
  selectVlans: mirror.selectVlans,
  outputPort: mirror.outputPort,
  outputVlan: mirror.outputVlan,
})

const networkConfig = (network: LibvirtNetwork): Config => ({
  active: network.isActive,
  autostart: network.isAutostart,
  persistent: network.isPersistent,
  forwardMode: network.forwardMode,
  forwardDevices: [...network.forwardDevices].sort(),
  // A network with a bridge of libvirt's own gets its name when it starts.
  ...(network.forwardMode === 'bridge' && { bridge: network.bridge }),
  virtualPort: network.virtualPort,
  vlan: vlanKey(vlanOfLibvirt(network.vlan)),
  addresses: network.addresses.map(({ cidr }) => cidr),
  ...Object.fromEntries(
    network.portgroups.map((group) => [`portgroup ${group.name}`, portgroupWords(group)] as const).sort(byText(nameOf)),
  ),
  differsFromStored: network.differsFromStored,
})

const nameOf = ([name]: readonly [string, string]): string => name

const portgroupWords = ({ vlan, isDefault, virtualPort, isTrustGuestRxFilters }: Portgroup): string =>
  [
    vlanKey(vlanOfLibvirt(vlan)),
    ...(isDefault ? ['default'] : []),
    ...(virtualPort === null ? [] : [`virtualport ${virtualPort}`]),
    ...(isTrustGuestRxFilters ? ['trusts guest filters'] : []),
  ].join(', ')

/** The text is the whole NIC's, whose link, driver and the like are no part of where it is plugged. */
const SOURCE = /<source\b[^>]*>/

/** A NIC by what was asked for: a network's NIC by network and portgroup, whatever libvirt filled in. */
export function nicConfig(nic: GuestNicConfig): Config {
  const { source } = nic
  return {
    mac: nic.mac,
    model: nic.model,
    link: nic.linkState,
    source:
      source.type === 'network'
        ? `network ${source.network}, portgroup ${source.portgroup ?? 'none'}`
        : source.type === 'bridge'
          ? `bridge ${source.bridge}`
          : source.type === 'direct'
            ? source.network === null
              ? `macvtap on ${source.dev}, ${source.mode}`
              : `network ${source.network}`
            : source.type === 'other'
              ? `${source.libvirtType} ${SOURCE.exec(source.text)?.[0] ?? ''}`
              : JSON.stringify(source),
    ...(source.type === 'bridge' && { vlan: vlanKey(vlanOfLibvirt(nic.vlan)), virtualPort: nic.virtualPort }),
  }
}
