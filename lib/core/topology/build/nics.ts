import type { Link } from '../../model/link'
import { linkFacts, nodeKindOf } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { HostIndex } from '../../state/host-index'
import { functionName, isUserspaceCard, nicEndsOf } from '../../state/nic-ends'
import type { Rank } from '../graph/graph'
import { nicHealth, ovsInterfaceHealth, verdict } from '../graph/health'
import { nodeId } from '../graph/ids'
import { isStacked } from './stacked'

/** 10000 → "10G", 2500 → "2.5G", 100 → "100M". */
export const formatSpeed = (mbps: number): string => (mbps >= 1000 ? `${mbps / 1000}G` : `${mbps}M`)

const isUsed = (index: HostIndex, link: Link): boolean =>
  link.master !== null ||
  index.isBondMember(link.name) ||
  index.ovsAttachment(link.name) !== undefined ||
  index.uppersOf(link.name).length > 0 ||
  link.addresses.some((address) => address.scope !== 'link') ||
  givesFunctions(index, link)

const givesFunctions = (index: HostIndex, { name, sriov }: Link): boolean =>
  sriov?.role === 'physical' &&
  nicEndsOf(index.state).functions.some(
    (place) => place.physical.name === name && index.guestBehind(functionName(place)),
  )

const nicLines = (link: Link): string[] => {
  if (!link.isUp) return ['down']
  if (!link.hasCarrier) return ['no carrier']
  const speed = link.speedMbps === null ? (link.kind === 'nic' ? [] : [link.kind]) : [formatSpeed(link.speedMbps)]
  return [[...speed, functionsWords(link) ?? `${link.mtuBytes}`].join(' · ')]
}

/** "4 of 64 VFs"; null: the card has none. A box has room for one line: the MTU is in the inspector. */
const functionsWords = ({ sriov }: Link): string | null => {
  if (sriov?.role !== 'physical' || sriov.functions.length === 0) return null
  const { functions, limit } = sriov
  return `${functions.length}${limit === null ? '' : ` of ${limit}`} VF${functions.length === 1 && limit === null ? '' : 's'}`
}

/** A function stands right of its card, where its frames come from, unless a bond has it. */
const rankOfNic = (index: HostIndex, link: Link): Rank =>
  link.sriov?.role === 'virtual' && link.sriov.of !== null && !index.isBondMember(link.name) ? 'vlan-link' : 'nic'

/** NICs, what plays their part, and links of the same height: dummies, tunnels for IP, kinds we do not know. */
export const addNics = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    const kind = nodeKindOf(index, link)
    if ((kind !== 'nic' && kind !== 'link' && kind !== 'unrecognised') || isStacked(link)) continue
    if (index.ovsAttachment(link.name)?.iface.type === 'internal') continue
    builder.add({
      id: nodeId(kind, link.name),
      kind,
      name: link.name,
      rank: rankOfNic(index, link),
      lines: kind === 'nic' ? nicLines(link) : [link.kernelKind ?? link.kind],
      ...linkFacts(link),
      ...(kind === 'unrecognised'
        ? verdict('unknown', `a link of kind ${link.kernelKind ?? link.kind}, which Patchbay does not know`)
        : nicHealth(link, isUsed(index, link))),
    })
  }
  for (const { port, iface } of attachmentsWithoutKernelLink(index))
    builder.add({
      id: nodeId('nic', iface.name),
      kind: 'nic',
      name: iface.name,
      rank: 'nic',
      lines: [`${iface.type}, no kernel link`],
      terms: [port.name, iface.mac ?? '', ...Object.values(iface.options)],
      ...(iface.linkState === 'down' ? verdict('error', `${iface.name} has no carrier`) : ovsInterfaceHealth(iface)),
    })
}

/** DPDK cards belong to Open vSwitch alone: the kernel does not list them. */
const attachmentsWithoutKernelLink = (index: HostIndex) =>
  (index.state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces
        .filter((iface) => isUserspaceCard(iface.type) && !index.link(iface.name))
        .map((iface) => ({ port, iface })),
    ),
  )
