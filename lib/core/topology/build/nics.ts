import type { Link } from '../../model/link'
import { linkFacts, nodeKindOf } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { HostIndex } from '../../state/host-index'
import { nicHealth, verdict } from '../graph/health'
import { nodeId } from '../graph/ids'
import { isStacked } from './stacked'

/** 10000 → "10G", 2500 → "2.5G", 100 → "100M". */
export const formatSpeed = (mbps: number): string => (mbps >= 1000 ? `${mbps / 1000}G` : `${mbps}M`)

const isUsed = (index: HostIndex, link: Link): boolean =>
  link.master !== null ||
  index.isBondMember(link.name) ||
  index.ovsAttachment(link.name) !== undefined ||
  index.uppersOf(link.name).length > 0 ||
  link.addresses.some((address) => address.scope !== 'link')

const nicLines = (link: Link): string[] => {
  if (!link.isUp) return ['down']
  if (!link.hasCarrier) return ['no carrier']
  const speed = link.speedMbps === null ? (link.kind === 'nic' ? [] : [link.kind]) : [formatSpeed(link.speedMbps)]
  return [[...speed, `${link.mtuBytes}`].join(' · ')]
}

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
      rank: 'nic',
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
      terms: [port.name, iface.mac ?? ''],
      ...(iface.linkState === 'down' ? verdict('error', `${iface.name} has no carrier`) : {}),
    })
}

/** DPDK cards belong to Open vSwitch alone: the kernel does not list them. */
const attachmentsWithoutKernelLink = (index: HostIndex) =>
  (index.state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces
        .filter((iface) => ['dpdk', 'afxdp', 'afxdp-nonpmd'].includes(iface.type) && !index.link(iface.name))
        .map((iface) => ({ port, iface })),
    ),
  )
