import type { Finding } from '../lint/finding'
import type { HostSummary } from '../model/host-summary'
import type { LibvirtVlan } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import type { PortVlan } from '../model/vlan'
import type { Graph } from '../topology/graph/graph'
import { nodesNeedingAttention } from '../topology/find/needs-attention'

/** What libvirt calls an active domain (virsh list without --all): one that has a process. */
const ACTIVE_GUEST = new Set(['running', 'idle', 'paused', 'in shutdown', 'pmsuspended'])

/** Counts for the overview, from one reading, its graph and what the rules find in it. Pure. */
export function summariseHost(state: NetworkState, graph: Graph, findings: readonly Finding[]): HostSummary {
  const ovsBridges = state.ovs?.bridges ?? []
  const lookAt = nodesNeedingAttention(graph)
  const kernelBonds = state.links.filter((link) => link.kind === 'bond')
  const ovsBonds = ovsBridges.flatMap((bridge) => bridge.ports.filter((port) => port.bond !== null))
  return {
    osName: joinWords(state.system.osName, state.system.osVersion),
    kernel: state.system.kernel,
    libvirtVersion: state.libvirt?.version ?? null,
    ovsVersion: state.ovs?.version ?? null,
    nics: summariseNics(state),
    linuxBridges: state.links.filter((link) => link.kind === 'bridge').length,
    ovsBridges: ovsBridges.length,
    bonds: kernelBonds.length + ovsBonds.length,
    networks: state.libvirt?.networks.length ?? 0,
    macvtaps: state.links.filter((link) => link.kind === 'macvtap').length,
    guestsRunning: state.guests.filter((guest) => ACTIVE_GUEST.has(guest.state)).length,
    guestsTotal: state.guests.length,
    vlans: vlansOf(state),
    unread: state.sources.filter(({ status }) => status === 'failed' || status === 'partial').map(({ id }) => id),
    warnings: lookAt.filter((node) => node.health === 'warn').length,
    errors: lookAt.filter((node) => node.health === 'error').length,
    findings: countFindings(findings, new Set(lookAt.map(({ id }) => id))),
  }
}

function countFindings(findings: readonly Finding[], marked: ReadonlySet<string>): HostSummary['findings'] {
  const others = findings.filter(({ nodeId }) => !marked.has(nodeId))
  const countOf = (severity: Finding['severity']): number => others.filter((each) => each.severity === severity).length
  return { warnings: countOf('warning'), errors: countOf('error') }
}

/** "Debian GNU/Linux" and "12"; some systems repeat the version in the name. */
function joinWords(name: string | null, version: string | null): string | null {
  if (name === null || version === null || name.includes(version)) return name ?? version
  return `${name} ${version}`
}

function summariseNics(state: NetworkState): HostSummary['nics'] {
  const bondOf = new Map<string, string>()
  for (const bridge of state.ovs?.bridges ?? []) {
    for (const port of bridge.ports) {
      if (port.bond) for (const { name } of port.interfaces) bondOf.set(name, port.name)
    }
  }
  const kernelBonds = new Set(state.links.filter((link) => link.kind === 'bond').map((link) => link.name))
  for (const { name, master } of state.links) {
    if (master !== null && kernelBonds.has(master)) bondOf.set(name, master)
  }
  const management = new Set(state.management.links)
  return state.links
    .filter((link) => link.kind === 'nic')
    .map(({ name, hasCarrier }) => ({
      name,
      hasCarrier,
      bond: bondOf.get(name) ?? null,
      isManagement: management.has(name),
    }))
}

/** Every VLAN that something names, ascending; a trunk that carries all names none. */
export function vlansOf(state: NetworkState): number[] {
  const ports = [
    ...state.links.map((link) => link.bridgePort?.vlan ?? null),
    ...(state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => port.vlan)),
  ]
  const networks = state.libvirt?.networks ?? []
  const ids = [
    ...state.links.map((link) => link.vlan?.id ?? 0),
    ...ports.flatMap(idsOfPort),
    ...networks
      .flatMap((network) => [network.vlan, ...network.portgroups.map((group) => group.vlan)])
      .flatMap(idsOfTags),
  ]
  return [...new Set(ids)].filter((id) => id >= 1 && id <= 4094).sort((a, b) => a - b)
}

const idsOfPort = (vlan: PortVlan | null) => (vlan ? [vlan.tag ?? 0, ...vlan.trunks] : [])
const idsOfTags = (vlan: LibvirtVlan | null) => vlan?.tags.map((tag) => tag.id) ?? []
