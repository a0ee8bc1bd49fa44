import type { OvsBridge, OvsPort } from '../../model/ovs'
import { ovsBondId } from './bonds'
import { joinDevice, roleOf } from './bridge-ports'
import { fakeBridgeOfPort, linkFacts, ovsPortId } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { GraphNode, Ownership, PortRole } from '../graph/graph'
import { ovsBridgeHealth, ovsInterfaceHealth } from '../graph/health'
import { isOvsBond } from '../../state/host-index'
import type { HostIndex, OvsAttachment } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { isUserspaceCard, isVhostUser } from '../../state/nic-ends'
import { ovsBridgeOwnership, ovsPortOwnership } from '../../state/ownership'
import { edgeKindOf } from '../graph/edge-kind'
import { formatPortVlan } from '../../vlan/words'
import { isSameVlan } from '../../vlan/same'
import { vlanOfLibvirt } from '../../vlan/libvirt'

/** Open vSwitch bridges as OVSDB has them: box, fake bridges as boxes inside it, port rows, patch pairs, bonds. */
export const addOvsBridges = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? []) {
    const local = index.link(bridge.name)
    const ownership = ovsBridgeOwnership(index, bridge)
    builder.add({
      id: nodeId('ovs-bridge', bridge.name),
      kind: 'ovs-bridge',
      name: bridge.name,
      rank: 'bridge',
      ownership,
      lines: [headerText(index, bridge), ...mirrorTexts(bridge)],
      terms: [bridge.datapathId ?? '', ...(bridge.failMode ? [bridge.failMode] : [])],
      addresses: local ? linkFacts(local).addresses : [],
      ...ovsBridgeHealth(bridge),
    })
    addFakeBridges(builder, index, bridge)
    for (const port of bridge.ports) addPort(builder, index, bridge, port, ownership)
  }
}

const headerText = (index: HostIndex, bridge: OvsBridge): string => {
  if (ovsBridgeOwnership(index, bridge) === 'foreign') return 'OVS · foreign'
  const version = index.state.ovs?.version
  const base = version ? `OVS ${version}` : 'OVS'
  return bridge.failMode === 'secure' ? `${base} · secure` : base
}

const mirrorTexts = (bridge: OvsBridge): string[] =>
  bridge.mirrors.map((mirror) => {
    const from = mirror.selectsAll
      ? 'all ports'
      : [...new Set([...mirror.sourcePorts, ...mirror.destinationPorts])].join(', ')
    const to = mirror.outputPort ?? (mirror.outputVlan === null ? 'nowhere' : `VLAN ${mirror.outputVlan}`)
    return `mirror ${mirror.name}: ${from || 'nothing'} → ${to}`
  })

const addFakeBridges = (builder: GraphBuilder, index: HostIndex, bridge: OvsBridge): void => {
  for (const fake of bridge.fakeBridges) {
    const link = index.link(fake.name)
    builder.add({
      id: nodeId('fake-bridge', bridge.name, fake.name),
      kind: 'fake-bridge',
      name: fake.name,
      rank: 'bridge',
      parent: nodeId('ovs-bridge', bridge.name),
      ownership: ovsBridgeOwnership(index, bridge),
      lines: [`VLAN ${fake.vlanId} of ${bridge.name}`],
      ...(link ? linkFacts(link) : {}),
    })
  }
}

const addPort = (
  builder: GraphBuilder,
  index: HostIndex,
  bridge: OvsBridge,
  port: OvsPort,
  ownership: Ownership,
): void => {
  const [iface] = port.interfaces
  if (!iface || fakeBridgeOfPort({ bridge, port, iface })) return
  const attachment = { bridge, port, iface }
  const link = index.link(iface.name)
  const role = ovsRole(index, attachment)
  const facts = link ? linkFacts(link) : { addresses: [], terms: [iface.mac ?? ''] }
  if (role === 'local' && !isLocalRowShown(index, attachment, facts.addresses)) return
  const drift = role === 'guest' ? expectedVlan(index, attachment) : null
  const fake = bridge.fakeBridges.find((each) => each.name === port.fakeBridge)
  const row = builder.add({
    id: ovsPortId(attachment),
    kind: 'bridge-port',
    name: port.name,
    rank: 'bridge',
    parent: fake ? nodeId('fake-bridge', bridge.name, fake.name) : nodeId('ovs-bridge', bridge.name),
    role,
    vlan: port.vlan,
    ownership: drift ? 'drifted' : ovsPortOwnership(ownership, port),
    lines: [...(drift ? [`expected ${drift}`] : []), ...rowLines(index, attachment, role)],
    ...facts,
    ref: port.name,
    terms: [...facts.terms, ...Object.values(port.externalIds), ...Object.values(iface.externalIds)],
    ...(isOvsBond(port) ? {} : ovsInterfaceHealth(iface)),
  })
  joinPort(builder, index, attachment, row, role)
}

/** The local port carries no guest: it is shown where the host uses it or where it is not what it should be. */
const isLocalRowShown = (index: HostIndex, attachment: OvsAttachment, addresses: readonly string[]): boolean =>
  addresses.length > 0 ||
  index.uppersOf(attachment.bridge.name).some((upper) => upper.kind !== 'vlan') ||
  attachment.port.vlan.tag !== null ||
  ovsInterfaceHealth(attachment.iface).health !== 'ok'

export const ovsRole = (index: HostIndex, { bridge, port, iface }: OvsAttachment): PortRole => {
  if (port.name === bridge.name) return 'local'
  if (isOvsBond(port)) return 'uplink'
  if (iface.type === 'internal') return 'internal'
  if (iface.type === 'patch') return 'patch'
  if (iface.tunnel !== null) return 'tunnel'
  if (isVhostUser(iface.type)) return 'guest'
  if (isUserspaceCard(iface.type)) return 'uplink'
  const link = index.link(iface.name)
  if (link) return roleOf(index, link)
  return index.guestAt(iface.name) || 'attached-mac' in iface.externalIds ? 'guest' : 'other'
}

const rowLines = (index: HostIndex, { bridge, port, iface }: OvsAttachment, role: PortRole): string[] => {
  const mirrored = bridge.mirrors
    .filter((mirror) => mirror.outputPort === port.name)
    .map((each) => `mirror ${each.name}`)
  if (role === 'patch' && iface.type === 'patch') {
    const peer = iface.patchPeer === null ? undefined : index.ovsAttachment(iface.patchPeer)
    return [`patch ↔ ${peer?.bridge.name ?? `${iface.patchPeer ?? 'nothing'} (missing)`}`, ...mirrored]
  }
  if (role === 'tunnel') return [tunnelText(iface.tunnel?.type ?? 'tunnel', iface.tunnel?.key ?? null), ...mirrored]
  return role === 'local' ? ['this host', ...mirrored] : role === 'internal' ? ['internal', ...mirrored] : mirrored
}

const TUNNEL_NAMES: Record<string, string> = {
  vxlan: 'VXLAN',
  gre: 'GRE',
  geneve: 'Geneve',
  stt: 'STT',
  erspan: 'ERSPAN',
  ipip: 'IPIP',
  sit: 'SIT (6in4)',
  ip6tnl: 'IPv6 tunnel',
  vti: 'VTI',
  xfrm: 'XFRM',
  bareudp: 'Bare UDP',
}

/** "VXLAN 5001"; a key of "flow" is set per packet and says nothing here. */
export const tunnelText = (type: string, key: string | null): string =>
  [TUNNEL_NAMES[type] ?? type, ...(key === null || key === 'flow' ? [] : [key])].join(' ')

/**
 * The VLAN that libvirt's live XML asks for, in words, where the port has another: someone changed the port behind its back.
 * Null where they agree or libvirt asks for nothing.
 */
const expectedVlan = (index: HostIndex, attachment: OvsAttachment): string | null => {
  const wanted = vlanOfLibvirt(index.guestAt(attachment.iface.name)?.nic.running?.vlan ?? null)
  if (wanted === null || isSameVlan(wanted, attachment.port.vlan)) return null
  return wanted.mode === 'access' ? `${wanted.tag ?? ''}` : formatPortVlan(wanted)
}

const joinPort = (
  builder: GraphBuilder,
  index: HostIndex,
  attachment: OvsAttachment,
  row: string,
  role: PortRole,
): void => {
  const { bridge, port, iface } = attachment
  const line = { vlan: port.vlan, kind: edgeKindOf(port.vlan) }
  if (isOvsBond(port)) return builder.join({ ...line, from: ovsBondId({ bridge, port }), to: row })
  if (iface.type === 'patch') return joinPatch(builder, index, attachment, row)
  const link = index.link(iface.name)
  if (role === 'tunnel' || role === 'internal' || role === 'local') return
  if (link) joinDevice(builder, index, row, link, port.vlan)
  else if (role === 'uplink') builder.join({ ...line, from: nodeId('nic', iface.name), to: row })
  else if (role === 'guest') builder.join({ ...line, from: row, to: nodeId('tap', iface.name) })
}

/** Both ends name each other; the pair is one edge. A peer that is missing or names another is a fault of this row. */
const joinPatch = (builder: GraphBuilder, index: HostIndex, attachment: OvsAttachment, row: string): void => {
  const peerName = attachment.iface.patchPeer
  const peer = peerName === null ? undefined : index.ovsAttachment(peerName)
  const fault = peerFault(attachment, peer)
  if (fault) builder.patch(row, (): Partial<GraphNode> => ({ health: 'error', healthReason: fault }))
  if (!peer || (!fault && attachment.bridge.name > peer.bridge.name)) return
  const vlan = attachment.port.vlan.tag === null ? peer.port.vlan : attachment.port.vlan
  builder.join({ from: row, to: ovsPortId(peer), kind: 'patch', vlan, health: fault ? 'error' : 'ok' })
}

const peerFault = (attachment: OvsAttachment, peer: OvsAttachment | undefined): string | null => {
  const wanted = attachment.iface.patchPeer
  if (wanted === null) return `${attachment.iface.name} is a patch port without a peer`
  if (!peer) return `the peer ${wanted} of patch port ${attachment.iface.name} does not exist`
  if (peer.iface.patchPeer !== attachment.iface.name)
    return `the peer ${wanted} of patch port ${attachment.iface.name} names ${peer.iface.patchPeer ?? 'nobody'} as its own peer`
  return null
}
