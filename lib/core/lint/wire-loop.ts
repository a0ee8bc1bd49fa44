/* L17, its other half: bridges of one host joined in a circle by patch ports or veth pairs. */
import type { NetworkState } from '../model/network-state'
import type { PortVlan } from '../model/vlan'
import { indexHost } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import { carriesVlan } from '../vlan/carriage'
import type { Finding } from './finding'
import { finding } from './finding'

type End = { kind: 'ovs-bridge' | 'linux-bridge'; bridge: string; port: string; vlan: PortVlan | null }
type Wire = readonly [End, End]

/** A wire that closes a circle, for the VLANs that pass all of it, where no bridge of the host breaks it by spanning tree. */
export function lintWireLoop(state: NetworkState): Finding[] {
  const { runsStp } = indexHost(state)
  const wires = [...patches(state), ...veths(state)].filter((wire) => !wire.some(({ bridge }) => runsStp(bridge)))
  const closing = new Set<Wire>()
  // 0 stands for every VLAN that no port names.
  const ids = new Set([
    0,
    ...wires
      .flat()
      .flatMap(({ vlan }) => (vlan === null ? [] : [...vlan.trunks, ...(vlan.tag === null ? [] : [vlan.tag])])),
  ])
  for (const id of ids)
    for (const wire of closingOf(
      wires.filter((each) => each.every(({ vlan }) => vlan === null || carriesVlan(vlan, id))),
    ))
      closing.add(wire)
  return [...closing].map(([a, b]) => looping(state, a, b))
}

/** Wires between bridges that are joined already, in their order (Kruskal's algorithm, what is left over). */
function closingOf(wires: readonly Wire[]): Wire[] {
  const group = new Map<string, string>()
  const rootOf = (name: string): string => {
    let root = name
    for (let next = group.get(root); next !== undefined; next = group.get(root)) root = next
    return root
  }
  return wires.filter(([a, b]) => {
    const [left, right] = [rootOf(a.bridge), rootOf(b.bridge)]
    if (left === right) return true
    group.set(left, right)
    return false
  })
}

function patches(state: NetworkState): Wire[] {
  const ends = new Map(
    (state.ovs?.bridges ?? []).flatMap(({ name, ports }) =>
      ports.flatMap((port) =>
        port.interfaces.map((iface) => [
          iface.name,
          {
            peer: iface.patchPeer,
            end: { kind: 'ovs-bridge', bridge: name, port: port.name, vlan: port.vlan } as const,
          },
        ]),
      ),
    ),
  )
  return [...ends].flatMap(([name, { peer, end }]): Wire[] => {
    const other = peer === null || name >= peer ? undefined : ends.get(peer)
    return other?.peer === name ? [[end, other.end]] : []
  })
}

function veths(state: NetworkState): Wire[] {
  const index = indexHost(state)
  const endOf = (name: string): End | null => {
    const attachment = index.ovsAttachment(name)
    if (attachment !== undefined)
      return {
        kind: 'ovs-bridge',
        bridge: attachment.bridge.name,
        port: attachment.port.name,
        vlan: attachment.port.vlan,
      }
    const link = index.link(name)
    const master = link?.master == null ? undefined : index.link(link.master)
    if (link === undefined || master?.bridge == null) return null
    return { kind: 'linux-bridge', bridge: master.name, port: name, vlan: link.bridgePort?.vlan ?? null }
  }
  return state.links.flatMap((link): Wire[] => {
    if (link.kind !== 'veth' || !link.isUp || link.peer === null || link.name >= link.peer) return []
    const [a, b] = [endOf(link.name), endOf(link.peer)]
    return a === null || b === null ? [] : [[a, b]]
  })
}

function looping(state: NetworkState, a: End, b: End): Finding {
  const { ovsBridge } = indexHost(state)
  const isSecure = [a, b].some(({ bridge }) => ovsBridge(bridge)?.failMode === 'secure')
  const names = a.bridge === b.bridge ? a.bridge : `${a.bridge} and ${b.bridge}`
  return finding(
    {
      rule: 'L17',
      severity: isSecure ? 'warning' : 'error',
      nodeId: nodeId(a.kind, a.bridge),
      title: `${a.port} and ${b.port} close a circle of ${names}`,
      evidence: [
        `${a.port} of ${a.bridge} leads to ${b.port} of ${b.bridge}`,
        a.bridge === b.bridge ? 'both ends are in one bridge' : 'another way between the two carries the same VLANs',
        'STP off',
        ...(isSecure ? ['fail mode secure: a controller may prevent the loop'] : []),
      ],
      consequence: 'Broadcasts circle in the host until its processors are full.',
      cure: `Remove ${a.port}, or give the two ways different VLANs, or switch STP on.`,
    },
    `${a.port} ${b.port}`,
  )
}
