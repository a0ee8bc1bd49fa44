/* L17: two ways out of one bridge, and nobody who closes one. */
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'

/** Bridges with two or more physical uplinks that are not one bond, with neither STP nor RSTP. */
export function lintBridgeLoop(state: NetworkState): Finding[] {
  const { link: linkOf } = indexHost(state)
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) => {
    if (bridge.isStpEnabled || bridge.isRstpEnabled) return []
    const uplinks = bridge.ports.filter((port) => port.interfaces.some((iface) => isUplink(linkOf(iface.name), linkOf)))
    return looping(
      'ovs-bridge',
      bridge.name,
      uplinks.map(({ name }) => name),
      bridge.failMode === 'secure',
    )
  })
  const linux = state.links.flatMap((link) => {
    if (link.bridge === null || link.bridge.stpState !== 'off') return []
    const uplinks = state.links.filter((port) => port.master === link.name && isUplink(port, linkOf))
    return looping(
      'linux-bridge',
      link.name,
      uplinks.map(({ name }) => name),
      false,
    )
  })
  return [...ovs, ...linux]
}

/** A NIC, a kernel bond, or a VLAN link on one: what leads to a switch that may lead back. */
function isUplink(link: Link | undefined, linkOf: HostIndex['link']): boolean {
  if (link === undefined || !link.isUp) return false
  if (link.kind === 'nic' || link.kind === 'bond') return true
  return link.kind === 'vlan' && link.lower !== null && isUplink(linkOf(link.lower), linkOf)
}

function looping(
  kind: 'ovs-bridge' | 'linux-bridge',
  bridge: string,
  uplinks: readonly string[],
  isSecure: boolean,
): Finding[] {
  if (uplinks.length < 2) return []
  return [
    finding(
      {
        rule: 'L17',
        severity: isSecure ? 'warning' : 'error',
        nodeId: nodeId(kind, bridge),
        title: `${bridge} has ${uplinks.length} uplinks and no spanning tree`,
        evidence: [
          `uplinks ${uplinks.join(', ')}`,
          'STP off',
          ...(kind === 'ovs-bridge' ? ['RSTP off'] : []),
          ...(isSecure ? ['fail mode secure: a controller may prevent the loop'] : []),
        ],
        consequence:
          'Where both lead to the same network, broadcasts circle until the links are full, for everybody on it.',
        cure: `Make one bond of ${uplinks.join(' and ')}, take all but one out, or switch STP on.`,
      },
      uplinks.join(' '),
    ),
  ]
}
