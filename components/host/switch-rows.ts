import type { Link } from '@/lib/core/model/link'
import { LINK_KINDS } from '@/lib/core/model/link-kinds'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { OvsBridge, OvsPort } from '@/lib/core/model/ovs'
import type { PortVlan } from '@/lib/core/model/vlan'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { carriesVlan } from '@/lib/core/vlan/carriage'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { indexHost } from '@/lib/core/state/host-index'

export type SwitchRow = {
  id: string
  name: string
  kind: 'Linux' | 'OVS'
  ports: number
  mtuBytes: number | null
  /** "on"; for Open vSwitch, which always filters, "always". */
  vlanFiltering: string
  spanningTree: string
  /** OVS only: standalone (also where unset) or secure. */
  failMode: string | null
  /** OVS only: "2 of 2 connected"; null without controllers. */
  controllers: string | null
  addresses: string
}

const addressesOf = (link: Link | undefined): string =>
  (link?.addresses ?? [])
    .filter((address) => address.scope !== 'link')
    .map((address) => address.cidr)
    .join(' ')

/** All bridges of a host, Linux and OVS. An OVS bridge's own link carries its addresses and MTU. */
export function switchRows(state: NetworkState): SwitchRow[] {
  const { link: linkOf } = indexHost(state)
  const linux = state.links.flatMap((link): SwitchRow[] =>
    link.bridge === null
      ? []
      : [
          {
            id: nodeId('linux-bridge', link.name),
            name: link.name,
            kind: 'Linux',
            ports: state.links.filter((port) => port.master === link.name).length,
            mtuBytes: link.mtuBytes,
            vlanFiltering: link.bridge.isVlanFiltering ? 'on' : 'off',
            spanningTree: link.bridge.stpState === 'off' ? 'off' : 'STP',
            failMode: null,
            controllers: null,
            addresses: addressesOf(link),
          },
        ],
  )
  const ovs = (state.ovs?.bridges ?? []).map((bridge): SwitchRow => ({
    id: nodeId('ovs-bridge', bridge.name),
    name: bridge.name,
    kind: 'OVS',
    ports: bridge.ports.length,
    mtuBytes: linkOf(bridge.name)?.mtuBytes ?? null,
    vlanFiltering: 'always',
    spanningTree: bridge.isRstpEnabled ? 'RSTP' : bridge.isStpEnabled ? 'STP' : 'off',
    failMode: bridge.failMode ?? 'standalone (unset)',
    controllers: controllerWords(bridge),
    addresses: addressesOf(linkOf(bridge.name)),
  }))
  return [...linux, ...ovs]
}

function controllerWords({ controllers }: OvsBridge): string | null {
  if (controllers.length === 0) return null
  return `${controllers.filter((each) => each.isConnected).length} of ${controllers.length} connected`
}

export type PortRow = {
  id: string
  bridge: string
  name: string
  /** What stands behind the port, in the host's words: "NIC", "tap of web1 net0", "bond of eth5 eth6", "patch to patch-ovs", "vxlan to 192.0.2.9". */
  what: string
  vlan: string | null
  portVlan: PortVlan | null
  /** "forwarding", "up", "down", or ovs-vswitchd's own error. */
  state: string
  health: 'ok' | 'warn' | 'error' | 'off'
}

/** The ports of all bridges, in the order of bridges and names. */
export function portRows(state: NetworkState): PortRow[] {
  const words = linkWords(state)
  return [
    ...linuxPortRows(state, words),
    ...(state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => ovsPortRow(port, words))),
  ]
}

type LinkWords = (name: string) => string | null

/** What a link is, and whose where it is a guest's: "tap of web1 net0". */
function linkWords(state: NetworkState): LinkWords {
  const index = indexHost(state)
  return (name) => {
    const link = index.link(name)
    if (link === undefined) return null
    const owner = index.guestAt(name)
    const word = link.kind === 'other' ? (link.kernelKind ?? 'link') : LINK_KINDS[link.kind].noun
    return owner === undefined ? word : `${word} of ${owner.guest.name} ${owner.nic.name}`
  }
}

function linuxPortRows(state: NetworkState, words: LinkWords): PortRow[] {
  const bridges = new Set(state.links.filter((link) => link.bridge !== null).map((link) => link.name))
  return state.links
    .flatMap((link): PortRow[] => {
      const { master, bridgePort } = link
      if (master === null || !bridges.has(master)) return []
      const isForwarding = bridgePort === null || bridgePort.state === 'forwarding'
      return [
        {
          id: nodeId('bridge-port', master, link.name),
          bridge: master,
          name: link.name,
          what: words(link.name) ?? link.kind,
          vlan: bridgePort?.vlan == null ? null : formatPortVlan(bridgePort.vlan),
          portVlan: bridgePort?.vlan ?? null,
          state: `${bridgePort?.state ?? 'unknown'}${link.hasCarrier ? '' : ', no carrier'}`,
          health: !link.isUp ? 'off' : !link.hasCarrier ? 'error' : isForwarding ? 'ok' : 'warn',
        },
      ]
    })
    .sort((a, b) => a.bridge.localeCompare(b.bridge))
}

function ovsPortRow(port: OvsPort, words: LinkWords): PortRow {
  const error = port.interfaces.find((each) => each.error !== null)?.error ?? null
  const isUp = port.interfaces.some((each) => each.linkState === 'up')
  return {
    id: nodeId('bridge-port', port.bridge, port.name),
    bridge: port.bridge,
    name: port.name,
    what: ovsPortWords(port, words),
    vlan: formatPortVlan(port.vlan),
    portVlan: port.vlan,
    state: error ?? (isUp ? 'up' : 'down'),
    health: error !== null ? 'error' : isUp ? 'ok' : 'off',
  }
}

function ovsPortWords(port: OvsPort, words: LinkWords): string {
  const [first] = port.interfaces
  if (port.interfaces.length > 1) return `bond of ${port.interfaces.map((each) => each.name).join(' ')}`
  if (first === undefined) return 'port without interface'
  if (first.patchPeer !== null) return `patch to ${first.patchPeer}`
  if (first.tunnel !== null) return `${first.tunnel.type} to ${first.tunnel.remote ?? 'any'}`
  return first.type === 'system' ? (words(first.name) ?? first.type) : first.type
}

export type VlanRow = {
  id: string
  vlanId: number
  bridge: string
  tagged: readonly string[]
  untagged: readonly string[]
}

/** Which ports carry a VLAN that some port names, per bridge. Trunks that carry all are counted as tagged members. */
export function vlanRows(ports: readonly PortRow[]): VlanRow[] {
  const bridges = [...new Set(ports.map((port) => port.bridge))]
  return bridges.flatMap((bridge) => {
    const members = ports.flatMap(({ portVlan, ...port }) =>
      port.bridge === bridge && portVlan !== null ? [{ name: port.name, vlan: portVlan }] : [],
    )
    const named = new Set(members.flatMap(({ vlan }) => [...(vlan.tag ? [vlan.tag] : []), ...vlan.trunks]))
    return [...named]
      .sort((a, b) => a - b)
      .map((vlanId): VlanRow => {
        const carrying = members.filter(({ vlan }) => carriesVlan(vlan, vlanId))
        const isUntagged = (vlan: PortVlan): boolean =>
          vlan.tag === vlanId && (vlan.mode === 'access' || vlan.mode === 'native-untagged')
        return {
          id: `${bridge} ${vlanId}`,
          vlanId,
          bridge,
          tagged: carrying.filter(({ vlan }) => !isUntagged(vlan)).map(({ name }) => name),
          untagged: carrying.filter(({ vlan }) => isUntagged(vlan)).map(({ name }) => name),
        }
      })
  })
}
