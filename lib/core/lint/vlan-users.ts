/* Who is in a VLAN of a bridge: ports that run, and networks, portgroups and guests' NICs that will make such ports. */
import type { PortVlan } from '../model/vlan'
import { networkNameOf, resolveGuestNicVlan } from '../observe/guest-nic-vlan'
import { fakeBridgeOfPort, ovsPortId } from '../topology/build/devices'
import type { HostIndex } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import { isSameVlan } from '../vlan/same'
import { vlanOfLibvirt } from '../vlan/libvirt'
import type { BridgeOfPorts } from './vlan-ways'

export type VlanUser = {
  nodeId: string
  /** "vnet3 of guest web1", "portgroup vlan-300 of network ovsnet". */
  words: string
  vlan: PortVlan
  /** The host's own foot: an internal port, a fake bridge's or a VLAN link. It may be the way on from a VLAN that stays here. */
  isHost: boolean
}

/** Everything that names a VLAN on this bridge but the ports that lead out of it; definitions before ports. */
export const vlanUsers = (index: HostIndex, bridge: BridgeOfPorts): VlanUser[] => [
  ...definitions(index, bridge),
  ...ports(index, bridge),
  ...storedNics(index, bridge),
]

/** The bridge that a name stands for, and its VLAN where it is a fake bridge. */
function plugs(bridge: BridgeOfPorts, name: string | null): { vlanId: number | null } | null {
  if (name === bridge.name) return { vlanId: null }
  const fake = bridge.ovs?.fakeBridges.find((each) => each.name === name)
  return fake === undefined ? null : { vlanId: fake.vlanId }
}

function definitions(index: HostIndex, bridge: BridgeOfPorts): VlanUser[] {
  return (index.state.libvirt?.networks ?? []).flatMap((network) => {
    // A fake bridge gives its own VLAN, whatever the network says.
    if (plugs(bridge, network.bridge)?.vlanId !== null) return []
    const ofNetwork = vlanOfLibvirt(network.vlan)
    const hasOwnNode = network.portgroups.length === 0
    return [
      ...(ofNetwork === null
        ? []
        : [
            {
              nodeId: hasOwnNode ? nodeId('network', network.name) : nodeId(bridge.kind, bridge.name),
              words: `network ${network.name}`,
              vlan: ofNetwork,
              isHost: false,
            },
          ]),
      ...network.portgroups.flatMap((group) => {
        const vlan = vlanOfLibvirt(group.vlan)
        if (vlan === null) return []
        const words = `portgroup ${group.name} of network ${network.name}`
        return [{ nodeId: nodeId('portgroup', network.name, group.name), words, vlan, isHost: false }]
      }),
    ]
  })
}

function ports(index: HostIndex, bridge: BridgeOfPorts): VlanUser[] {
  return bridge.ports.flatMap(({ name, role, vlan }): VlanUser[] => {
    if (vlan === null) return []
    const attachment = bridge.ovs === null ? undefined : index.ovsAttachment(name)
    const fake = attachment && fakeBridgeOfPort(attachment)
    const node = attachment === undefined ? nodeId('bridge-port', bridge.name, name) : ovsPortId(attachment)
    if (role === 'guest') {
      const guest = index.guestAt(name)?.guest.name
      return [{ nodeId: node, words: guest === undefined ? name : `${name} of guest ${guest}`, vlan, isHost: false }]
    }
    if (role !== 'internal') return []
    return [
      { nodeId: node, words: fake === undefined ? `${name} of this host` : `fake bridge ${name}`, vlan, isHost: true },
    ]
  })
}

/** What a NIC will be in when its guest starts next, where that is not what its port is in now. */
function storedNics(index: HostIndex, bridge: BridgeOfPorts): VlanUser[] {
  return index.state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic): VlanUser[] => {
      const { stored } = nic
      if (stored === null) return []
      const networkName = networkNameOf(stored)
      const network = networkName === null ? null : (index.network(networkName) ?? null)
      const on = stored.source.type === 'bridge' ? stored.source.bridge : (network?.bridge ?? null)
      if (plugs(bridge, on)?.vlanId !== null) return []
      const { vlan } = resolveGuestNicVlan(stored, network, 'stored')
      if (vlan === null) return []
      const running = nic.running?.target == null ? undefined : index.ovsAttachment(nic.running.target)
      if (running?.bridge.name === bridge.name && isSameVlan(running.port.vlan, vlan)) return []
      return [
        {
          nodeId: nodeId('guest-nic', guest.uuid, nic.name),
          words: `${nic.name} of guest ${guest.name}`,
          vlan,
          isHost: false,
        },
      ]
    }),
  )
}
