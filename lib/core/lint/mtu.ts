/* L13: a hop that takes smaller frames than the one before. */
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'
import { nodeOfLink } from './link-node'

/** What a tunnel puts around a frame over IPv4: outer Ethernet is not counted, inner Ethernet is (RFC 7348, RFC 2784, RFC 8926). */
const TUNNEL_OVERHEAD = new Map([
  ['vxlan', 50],
  ['geneve', 50],
  ['gre', 38],
])

/** Ports of one bridge whose MTU differs towards the switch, VLAN links above their parent, tunnels that do not fit below. */
export function lintMtu(state: NetworkState): Finding[] {
  const index = indexHost(state)
  return [...bridgePorts(state, index), ...stacked(state, index), ...tunnels(state, index)]
}

/** A guest's tap that is larger than an uplink of its bridge: large frames go in and do not come out. */
function bridgePorts(state: NetworkState, index: HostIndex): Finding[] {
  const bridges = [
    ...(state.ovs?.bridges ?? []).map(({ name, ports }) => ({
      name,
      members: ports.flatMap((port) => port.interfaces.flatMap((iface) => index.link(iface.name) ?? [])),
    })),
    ...state.links
      .filter((link) => link.bridge !== null)
      .map(({ name }) => ({ name, members: [...index.membersOf(name)] })),
  ]
  return bridges.flatMap(({ name, members }) => {
    const uplinks = members.filter(({ kind, isUp }) => isUp && (kind === 'nic' || kind === 'bond' || kind === 'vlan'))
    const narrowest = [...uplinks].sort((a, b) => a.mtuBytes - b.mtuBytes)[0]
    if (narrowest === undefined) return []
    return members.flatMap((member) => {
      const isInside =
        member.kind === 'tap' || (member.kind === 'ovs-internal' && member.isUp && member.addresses.length > 0)
      if (!isInside || member.mtuBytes <= narrowest.mtuBytes) return []
      return [mismatch(index, member, narrowest, `on their way out of ${name}`)]
    })
  })
}

const stacked = (state: NetworkState, index: HostIndex): Finding[] =>
  state.links.flatMap((link) => {
    const lower = link.lower === null ? undefined : index.link(link.lower)
    if (lower === undefined || lower.mtuBytes >= link.mtuBytes || (link.vlan === null && link.macvlan === null))
      return []
    return [mismatch(index, link, lower, `below ${link.name}`)]
  })

function mismatch(index: HostIndex, wide: Link, narrow: Link, where: string): Finding {
  return finding(
    {
      rule: 'L13',
      severity: 'error',
      nodeId: nodeOfLink(index, wide),
      title: `${wide.name} takes frames of ${wide.mtuBytes} bytes, ${narrow.name} only ${narrow.mtuBytes}`,
      evidence: [`${wide.name} mtu ${wide.mtuBytes}`, `${narrow.name} mtu ${narrow.mtuBytes}`],
      consequence: `Large frames are dropped ${where}: connections open and then hang.`,
      cure: `Give ${narrow.name} MTU ${wide.mtuBytes}, if its switch takes that, or ${wide.name} MTU ${narrow.mtuBytes}.`,
    },
    narrow.name,
  )
}

/** Guests' frames plus the tunnel's header against the link that holds the tunnel's own address, or the default route's. */
function tunnels(state: NetworkState, index: HostIndex): Finding[] {
  return (state.ovs?.bridges ?? []).flatMap((bridge) => {
    const inner = Math.max(
      0,
      ...bridge.ports.flatMap((port) =>
        port.interfaces.flatMap((iface) =>
          index.guestAt(iface.name) === undefined ? [] : (index.link(iface.name)?.mtuBytes ?? []),
        ),
      ),
    )
    return bridge.ports.flatMap((port) => {
      const [iface] = port.interfaces
      const overhead = TUNNEL_OVERHEAD.get(iface?.tunnel?.type ?? '')
      if (iface?.tunnel == null || overhead === undefined || inner === 0) return []
      const local = iface.tunnel.local
      const lower =
        local === null
          ? index.link(
              state.routes.find(({ destination, table }) => destination === 'default' && table === 'main')?.link ?? '',
            )
          : index.holdersOf(local)[0]
      if (lower === undefined || inner + overhead <= lower.mtuBytes) return []
      return [
        finding({
          rule: 'L13',
          severity: 'error',
          nodeId: nodeId('bridge-port', bridge.name, port.name),
          title: `Frames of ${inner} bytes do not fit into tunnel ${port.name}`,
          evidence: [
            `guests on ${bridge.name} use mtu ${inner}`,
            `${iface.tunnel.type} adds ${overhead} bytes`,
            `${lower.name} mtu ${lower.mtuBytes}`,
          ],
          consequence: 'Large frames are dropped or cut in pieces: connections open and then hang.',
          cure: `Give ${lower.name} MTU ${inner + overhead} or more, or the guests MTU ${lower.mtuBytes - overhead}.`,
        }),
      ]
    })
  })
}
