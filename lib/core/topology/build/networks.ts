import type { GuestNicConfig, LibvirtNetwork, Portgroup } from '../../model/libvirt'
import { deviceId } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { healthy, verdict } from '../graph/health'
import type { HealthVerdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { isLibvirtBridge } from '../../state/ownership'
import { portgroupNameOf } from '../../observe/guest-nic-vlan'
import { nicEndsOf } from '../../state/nic-ends'
import { formatPortVlan } from '../../vlan/words'
import { vlanOfLibvirt } from '../../vlan/libvirt'

/** libvirt's own rule: without a named portgroup the default one counts, if there is one (formatnetwork.html). */
const portgroupOf = (network: LibvirtNetwork | undefined, name: string | null): Portgroup | undefined =>
  network?.portgroups.find((group) => (name === null ? group.isDefault : group.name === name))

/** Node of the network or portgroup that a guest NIC is on; null where it is on none. */
export const networkNodeOf = (index: HostIndex, config: GuestNicConfig): string | null => {
  const { source } = config
  if (source.type !== 'network' && source.type !== 'direct' && source.type !== 'hostdev') return null
  if (source.network === null) return null
  const group = portgroupOf(index.network(source.network), portgroupNameOf(config))
  return group ? nodeId('portgroup', source.network, group.name) : nodeId('network', source.network)
}

/** The same for the running NIC behind a tap or macvtap. */
export const networkNodeAt = (index: HostIndex, target: string): string | null => {
  const config = index.guestAt(target)?.nic.running
  return config ? networkNodeOf(index, config) : null
}

/** Portgroups, and networks that have none or are used without; used or not. */
export const addNetworks = (builder: GraphBuilder, index: HostIndex): void => {
  const used = usedNetworkNodes(index)
  for (const network of index.state.libvirt?.networks ?? []) {
    for (const group of network.portgroups) addNetworkNode(builder, index, network, group)
    if (network.portgroups.length === 0 || used.has(nodeId('network', network.name)))
      addNetworkNode(builder, index, network, null)
  }
}

/** A guest may name a network that is not defined any more: its network node says so. */
export const addMissingNetworks = (builder: GraphBuilder, index: HostIndex): void => {
  for (const [id, name] of usedNetworkNodes(index))
    builder.add({
      id,
      kind: 'network',
      name,
      rank: 'network',
      lines: ['not defined'],
      ...verdict('error', `no libvirt network ${name} is defined on this host`),
    })
}

const usedNetworkNodes = (index: HostIndex): Map<string, string> => {
  const used = new Map<string, string>()
  for (const guest of index.state.guests)
    for (const nic of guest.nics)
      for (const config of [nic.running, nic.stored]) {
        const id = config && networkNodeOf(index, config)
        if (id && config.source.type !== 'bridge' && 'network' in config.source)
          used.set(id, config.source.network ?? '')
      }
  return used
}

const addNetworkNode = (
  builder: GraphBuilder,
  index: HostIndex,
  network: LibvirtNetwork,
  group: Portgroup | null,
): void => {
  const vlan = vlanOfLibvirt(group?.vlan ?? network.vlan)
  builder.add({
    id: group ? nodeId('portgroup', network.name, group.name) : nodeId('network', network.name),
    kind: group ? 'portgroup' : 'network',
    name: group?.name ?? network.name,
    rank: 'network',
    isDefault: group?.isDefault ?? false,
    ownership: network.differsFromStored ? 'drifted' : isLibvirtBridge(network) ? 'foreign' : 'ours',
    lines: [...(group ? [network.name] : [network.forwardMode]), ...(vlan ? [formatPortVlan(vlan)] : [])],
    vlan,
    ref: network.name,
    terms: [network.uuid, ...(group?.isDefault ? ['default'] : [])],
    ...networkHealth(index, network),
  })
}

const networkHealth = (index: HostIndex, network: LibvirtNetwork): HealthVerdict => {
  const { bridge } = network
  const isThere = bridge === null || index.ovsBridge(bridge) || index.link(bridge) || isFakeBridge(index, bridge)
  if (!isThere && (network.isActive || !isLibvirtBridge(network)))
    return verdict('error', `bridge ${bridge ?? ''} of network ${network.name} does not exist on this host`)
  if (!network.isActive) return verdict('off', `network ${network.name} is defined and not started`)
  return healthy
}

const isFakeBridge = (index: HostIndex, name: string): boolean =>
  (index.state.ovs?.bridges ?? []).some((bridge) => bridge.fakeBridges.some((fake) => fake.name === name))

/** What a network stands on: its bridge, or for macvtap and passthrough networks the links it forwards by. */
const belowNetwork = (index: HostIndex, network: LibvirtNetwork): string[] => {
  if (network.bridge !== null) return [bridgeId(index, network.bridge)].filter((id) => id !== null)
  if (['bridge', 'private', 'vepa', 'passthrough', 'hostdev'].includes(network.forwardMode))
    return [...new Set([...network.forwardDevices, ...cardsOf(index, network)])]
      .map((name) => deviceId(index, name))
      .filter((id) => id !== null)
  return []
}

/** Links of the cards whose functions the network gives away. */
const cardsOf = (index: HostIndex, { forwardFunctions }: LibvirtNetwork): string[] =>
  forwardFunctions.flatMap((address) => nicEndsOf(index.state).functionAt(address)?.physical.name ?? [])

/** Node of a bridge by its name, whichever kind; null where the host has none of this name. */
export const bridgeId = (index: HostIndex, name: string): string | null => {
  if (index.ovsBridge(name)) return nodeId('ovs-bridge', name)
  for (const bridge of index.state.ovs?.bridges ?? [])
    if (bridge.fakeBridges.some((fake) => fake.name === name)) return nodeId('fake-bridge', bridge.name, name)
  return index.link(name)?.kind === 'bridge' ? nodeId('linux-bridge', name) : null
}

/**
 * Joins network nodes to what they stand on. Where ports of guests lead from the bridge to the network node already, that says it better.
 * Call it after all ports are joined.
 */
export const joinNetworks = (builder: GraphBuilder, index: HostIndex): void => {
  const reached = new Set<string>()
  for (const edge of builder.edges()) if (edge.from.startsWith('bridge-port:')) reached.add(edge.to)
  for (const network of index.state.libvirt?.networks ?? []) {
    const below = belowNetwork(index, network)
    for (const networkNode of networkNodesOf(network))
      if (builder.has(networkNode) && !reached.has(networkNode))
        for (const from of below) builder.join({ from, to: networkNode })
  }
}

const networkNodesOf = (network: LibvirtNetwork): string[] => [
  nodeId('network', network.name),
  ...network.portgroups.map((group) => nodeId('portgroup', network.name, group.name)),
]
