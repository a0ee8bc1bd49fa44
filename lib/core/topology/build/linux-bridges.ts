import type { Link } from '../../model/link'
import type { PortVlan } from '../../model/vlan'
import { bridgedPeer, joinDevice, roleOf } from './bridge-ports'
import { linkFacts } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { Ownership } from '../graph/graph'
import { healthy, linuxBridgeHealth, verdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { isLibvirtBridge, linuxBridgeOwnership } from '../../state/ownership'
import { accessVlan } from '../../vlan/make'

export const addLinuxBridges = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    if (link.kind !== 'bridge' || index.ovsBridge(link.name)) continue
    const ownership = linuxBridgeOwnership(index, link.name)
    const ports = index.membersOf(link.name)
    const facts = linkFacts(link)
    const id = builder.add({
      id: nodeId('linux-bridge', link.name),
      kind: 'linux-bridge',
      name: link.name,
      rank: 'bridge',
      ownership,
      lines: [headerText(index, link, ports.filter((port) => roleOf(index, port) !== 'uplink').length)],
      ...facts,
      ...linuxBridgeHealth(link),
    })
    if (facts.addresses.length > 0 && ownership === 'ours') addLocalRow(builder, link, id)
    const derived = vlanOfUplinks(index, ports)
    for (const port of ports) addPort(builder, index, link.name, port, ownership, derived)
  }
}

const headerText = (index: HostIndex, link: Link, ports: number): string => {
  const network = (index.state.libvirt?.networks ?? []).find((each) => each.bridge === link.name)
  const count = ports === 1 ? '1 port' : `${ports} ports`
  if (network && isLibvirtBridge(network)) return `${forwardWord(network.forwardMode)} · ${count}`
  if (link.bridge?.isVlanFiltering) return 'Linux · vlan_filtering'
  return link.mtuBytes === 1500 ? `Linux · ${count}` : `Linux · mtu ${link.mtuBytes}`
}

const forwardWord = (mode: string) => (mode === 'nat' ? 'NAT' : mode === 'none' ? 'isolated' : mode)

/** The host's own foot in the bridge: shown where it holds an address. */
const addLocalRow = (builder: GraphBuilder, link: Link, parent: string): void => {
  builder.add({
    id: nodeId('bridge-port', link.name, link.name),
    kind: 'bridge-port',
    name: link.name,
    rank: 'bridge',
    parent,
    role: 'local',
    lines: ['this host'],
    vlan: link.bridgePort?.vlan ?? null,
    ...linkFacts(link),
  })
}

const addPort = (
  builder: GraphBuilder,
  index: HostIndex,
  bridge: string,
  link: Link,
  ownership: Ownership,
  derived: PortVlan | null,
): void => {
  const role = roleOf(index, link)
  const peer = bridgedPeer(index, link)
  const row = builder.add({
    id: nodeId('bridge-port', bridge, link.name),
    kind: 'bridge-port',
    name: link.name,
    rank: 'bridge',
    parent: nodeId('linux-bridge', bridge),
    role,
    ownership,
    vlan: link.bridgePort?.vlan ?? null,
    lines: peer ? [`veth ↔ ${link.peer ?? ''}`] : role === 'uplink' && !link.bridgePort?.vlan ? ['uplink'] : [],
    ...linkFacts(link),
    ...portHealth(link),
  })
  const vlan = link.bridgePort?.vlan ?? (role === 'uplink' && link.vlan ? accessVlan(link.vlan.id) : derived)
  joinDevice(builder, index, row, link, vlan)
}

const portHealth = (link: Link) =>
  link.bridgePort?.state === 'blocking'
    ? verdict('warn', `spanning tree blocks ${link.name}`)
    : link.isUp
      ? healthy
      : verdict('off', `${link.name} is down`)

/** A bridge that does not filter and has one VLAN link as its only uplink carries just that VLAN, untagged. */
const vlanOfUplinks = (index: HostIndex, ports: readonly Link[]): PortVlan | null => {
  const uplinks = ports.filter((port) => roleOf(index, port) === 'uplink')
  const [only] = uplinks
  return uplinks.length === 1 && only?.vlan ? accessVlan(only.vlan.id) : null
}
