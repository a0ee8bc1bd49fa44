import type { LibvirtNetwork } from '@/lib/core/model/libvirt'
import type { NetworkState } from '@/lib/core/model/network-state'
import { networkNameOf, portgroupNameOf } from '@/lib/core/observe/guest-nic-vlan'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { vlanOfLibvirt } from '@/lib/core/vlan/libvirt'

export type NetworkRow = {
  id: string
  network: LibvirtNetwork
  /** "br-ovs", "bond0 eth3", "" for isolated networks without a bridge. */
  leavesBy: string
  vlan: string | null
  addresses: string
  guestNics: number
}

const vlanText = (vlan: LibvirtNetwork['vlan']): string | null => {
  const port = vlanOfLibvirt(vlan)
  return port === null ? null : formatPortVlan(port)
}

export function networkRows(state: NetworkState): NetworkRow[] {
  return (state.libvirt?.networks ?? []).map((network) => ({
    id: wiringIdOf(network),
    network,
    leavesBy: [network.bridge ?? '', ...leavesByOf(network)].filter(Boolean).join(' '),
    vlan: vlanText(network.vlan),
    addresses: network.addresses.map(({ cidr, hasDhcp }) => (hasDhcp ? `${cidr} DHCP` : cidr)).join(' '),
    guestNics: countNics(state, network.name),
  }))
}

/** A pool of a card's functions is named by its card, where it has one, and says all addresses otherwise. */
const leavesByOf = ({ forwardDevices, forwardFunctions }: LibvirtNetwork): readonly string[] =>
  forwardDevices.length > 0 ? forwardDevices : forwardFunctions

/** A network with portgroups is drawn as its portgroups, so its name leads to the default one or the first. */
function wiringIdOf({ name, portgroups }: LibvirtNetwork): string {
  const group = portgroups.find((each) => each.isDefault) ?? portgroups[0]
  return group === undefined ? nodeId('network', name) : nodeId('portgroup', name, group.name)
}

export type PortgroupRow = {
  id: string
  network: string
  name: string
  isDefault: boolean
  vlan: string | null
  /** Whose VLAN counts: libvirt takes the portgroup's before the network's (formatnetwork.html). */
  vlanFrom: 'portgroup' | 'network' | 'none'
  virtualPort: string | null
  guestNics: number
}

export const portgroupRows = (state: NetworkState): PortgroupRow[] =>
  (state.libvirt?.networks ?? []).flatMap((network) =>
    network.portgroups.map((group) => ({
      id: nodeId('portgroup', network.name, group.name),
      network: network.name,
      name: group.name,
      isDefault: group.isDefault,
      vlan: vlanText(group.vlan) ?? vlanText(network.vlan),
      vlanFrom: group.vlan !== null ? 'portgroup' : network.vlan !== null ? 'network' : 'none',
      virtualPort: group.virtualPort ?? network.virtualPort,
      guestNics: countNics(state, network.name, group),
    })),
  )

/** Guest NICs, running or stored, on a network or on one portgroup of it: who names none is on the default one. */
function countNics(state: NetworkState, network: string, group?: LibvirtNetwork['portgroups'][number]): number {
  return state.guests
    .flatMap((guest) => guest.nics)
    .filter(({ running, stored }) => {
      const config = running ?? stored
      if (config === null || networkNameOf(config) !== network) return false
      if (group === undefined) return true
      const portgroup = portgroupNameOf(config)
      return portgroup === null ? group.isDefault : portgroup === group.name
    }).length
}
