/* Where a VLAN leaves a bridge: its uplinks, and through patch and veth pairs those of further bridges. */
import type { OvsBridge } from '../model/ovs'
import type { PortVlan } from '../model/vlan'
import { roleOf } from '../topology/build/bridge-ports'
import type { PortRole } from '../topology/graph/graph'
import type { HostIndex } from '../state/host-index'
import { ovsBridgeOwnership } from '../state/ownership'
import { ovsRole } from '../topology/build/ovs-bridges'
import { carriesVlan } from '../vlan/carriage'

export type BridgeOfPorts = {
  kind: 'ovs-bridge' | 'linux-bridge'
  name: string
  /** Flows or another program decide where frames go: tags of the ports say nothing for sure. */
  isRuled: boolean
  ports: readonly BridgePort[]
  /** Null where it looks at no tags. */
  ovs: OvsBridge | null
}

type BridgePort = {
  name: string
  role: PortRole
  /** Null where the bridge looks at no tags. */
  vlan: PortVlan | null
  /** The interface at the other end of a patch or veth pair. */
  peer: string | null
}

/** A port by which frames leave the host, or would. */
export type WayOut = { bridge: string; port: string; vlan: PortVlan | null; carries: boolean }

/** Every bridge of the host with what its ports are, by name. */
export function bridgesOf(index: HostIndex): ReadonlyMap<string, BridgeOfPorts> {
  const { state } = index
  const linux = state.links
    .filter((link) => link.kind === 'bridge' && index.ovsBridge(link.name) === undefined)
    .map((link): BridgeOfPorts => {
      const ports = index.membersOf(link.name).map((member): BridgePort => {
        const role = roleOf(index, member)
        const vlan = link.bridge?.isVlanFiltering === true ? (member.bridgePort?.vlan ?? null) : null
        return { name: member.name, role, vlan, peer: member.peer }
      })
      return { kind: 'linux-bridge', name: link.name, isRuled: false, ports, ovs: null }
    })
  const ovs = (state.ovs?.bridges ?? []).map((bridge) => ovsBridgeOf(index, bridge))
  return new Map([...linux, ...ovs].map((bridge) => [bridge.name, bridge]))
}

function ovsBridgeOf(index: HostIndex, bridge: OvsBridge): BridgeOfPorts {
  // What a mirror copies to its output port leaves there, and nothing else.
  const copies = new Set(bridge.mirrors.map(({ outputPort }) => outputPort))
  const ports = bridge.ports.flatMap((port): BridgePort[] => {
    const [iface] = port.interfaces
    if (iface === undefined || copies.has(port.name)) return []
    const role = ovsRole(index, { bridge, port, iface })
    const link = index.link(iface.name)
    const peer = iface.type === 'patch' ? iface.patchPeer : (link?.peer ?? null)
    const isBridged = link?.master != null && index.link(link.master)?.kind === 'bridge'
    return [{ name: port.name, role: isBridged ? 'other' : role, vlan: port.vlan, peer }]
  })
  const isRuled =
    bridge.failMode === 'secure' || bridge.controllers.length > 0 || ovsBridgeOwnership(index, bridge) === 'foreign'
  return { kind: 'ovs-bridge', name: bridge.name, isRuled, ports, ovs: bridge }
}

/**
 * Ports by which frames of VLAN `id` (0: untagged) leave the host from this bridge, and those that would but do not carry it.
 * Empty where the bridge leads nowhere.
 */
export function waysOut(
  index: HostIndex,
  bridges: ReadonlyMap<string, BridgeOfPorts>,
  name: string,
  id: number,
  seen = new Set<string>(),
): WayOut[] {
  const bridge = bridges.get(name)
  if (bridge === undefined || seen.has(`${name} ${id}`)) return []
  seen.add(`${name} ${id}`)
  return bridge.ports.flatMap((port): WayOut[] => {
    const carries = passes(port.vlan, id)
    const here = { bridge: name, port: port.name, vlan: port.vlan }
    switch (port.role) {
      case 'uplink':
      case 'tunnel':
        return [{ ...here, carries }]
      case 'patch': {
        if (!carries) return deadEnd(index, bridges, port.peer, here, seen)
        return throughPair(index, bridges, port.peer, wireTag(port.vlan, id), here, seen)
      }
      // Nobody knows what hangs on it: it may carry a VLAN, but it proves no way out.
      case 'other':
        return carries && !isDummy(index, port.name) ? [{ ...here, carries }] : []
      default:
        return []
    }
  })
}

/** The pair does not take the VLAN, though there may be a way out behind it. */
function deadEnd(
  index: HostIndex,
  bridges: ReadonlyMap<string, BridgeOfPorts>,
  peer: string | null,
  here: Omit<WayOut, 'carries'>,
  seen: ReadonlySet<string>,
): WayOut[] {
  const far = peer === null ? null : endAt(index, peer)
  const isBack = far !== null && [...seen].some((key) => key.startsWith(`${far.bridge} `))
  if (far === null || isBack) return []
  const bridge = bridges.get(far.bridge)
  const leadsOut = bridge?.isRuled === true || bridge?.ports.some(({ role }) => role === 'uplink' || role === 'tunnel')
  return leadsOut === true ? [{ ...here, carries: false }] : []
}

function throughPair(
  index: HostIndex,
  bridges: ReadonlyMap<string, BridgeOfPorts>,
  peer: string | null,
  tag: number,
  here: Omit<WayOut, 'carries'>,
  seen: Set<string>,
): WayOut[] {
  const far = peer === null ? null : endAt(index, peer)
  if (far === null) return []
  if (bridges.get(far.bridge)?.isRuled === true) return [{ ...here, carries: true }]
  const id = entering(far.vlan, tag)
  return id === null ? deadEnd(index, bridges, peer, here, seen) : waysOut(index, bridges, far.bridge, id, seen)
}

/** The bridge that the other end of a pair is in, and what its port does with tags. */
function endAt(index: HostIndex, name: string): { bridge: string; vlan: PortVlan | null } | null {
  const attachment = index.ovsAttachment(name)
  if (attachment !== undefined) return { bridge: attachment.bridge.name, vlan: attachment.port.vlan }
  const link = index.link(name)
  const master = link?.master == null ? undefined : index.link(link.master)
  if (master?.kind !== 'bridge') return null
  return {
    bridge: master.name,
    vlan: master.bridge?.isVlanFiltering === true ? (link?.bridgePort?.vlan ?? null) : null,
  }
}

/** Whether a frame of this VLAN leaves by a port; untagged frames are VLAN 0, which a list of trunks must name too. */
function passes(vlan: PortVlan | null, id: number): boolean {
  if (vlan === null) return true
  if (id === 0 && vlan.mode === 'access') return (vlan.tag ?? 0) === 0
  return carriesVlan(vlan, id)
}

/** What it wears on the wire: 0 where the port takes the tag off. */
function wireTag(vlan: PortVlan | null, id: number): number {
  if (vlan === null) return id
  const isUntagging = vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel' || vlan.mode === 'native-untagged'
  return isUntagging && vlan.tag === id ? 0 : id
}

/** The VLAN that a frame belongs to once it is in; null where the port drops it. */
function entering(vlan: PortVlan | null, tag: number): number | null {
  if (vlan === null) return tag
  if (vlan.mode === 'dot1q-tunnel') return vlan.tag ?? tag
  if (tag === 0 && vlan.mode !== 'trunk') return vlan.tag ?? 0
  if (tag !== 0 && vlan.mode === 'access') return (vlan.tag ?? 0) === tag ? tag : null
  return passes(vlan, tag) ? tag : null
}

const isDummy = (index: HostIndex, name: string): boolean => index.link(name)?.kind === 'dummy'
