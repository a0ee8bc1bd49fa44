import type { BondDetail } from '@/lib/core/model/link'
import type { GuestNicConfig } from '@/lib/core/model/libvirt'
import type { NetworkState } from '@/lib/core/model/network-state'

/**
 * What a simulated and a lab host must agree on: everything a person configured and what came of it. Left out, with the reason:
 *   MACs, UUIDs, ifindex, ofport numbers, ages, versions   differ between any two hosts
 *   the management NIC, `lo`, neighbours, routes, FDB        belong to the surroundings, not to the script
 *   `ovs-netdev`, `ovs-system`                               userspace (lab) or kernel (simulated) datapath
 *   datapath type, kernel kind of internal ports             the same difference
 *   speed, driver, offered MTU of NICs                       veth (lab) or a card (simulated)
 *   libvirt's `default` network                              defined by the lab's packages
 */
export function normaliseState(state: NetworkState) {
  const ovsPorts = new Set(state.ovs?.bridges.flatMap((bridge) => bridge.ports.map((port) => port.name)))
  return {
    links: state.links
      .filter(
        (link) => !['loopback', 'ovs-datapath'].includes(link.kind) && !state.management.links.includes(link.name),
      )
      .map((link) => ({
        name: link.name,
        // The same port is a tun device in userspace and an openvswitch one in the kernel.
        kind:
          ovsPorts.has(link.name) && link.kind === 'tap'
            ? 'ovs-internal or tap'
            : link.kind.replace('ovs-internal', 'ovs-internal or tap'),
        isUp: link.isUp,
        // Open vSwitch's kernel datapath shows as a master; membership is compared below.
        master: link.master === 'ovs-system' ? null : link.master,
        lower: link.lower,
        addresses: link.addresses.filter(({ family }) => family === 'inet').map(({ cidr }) => cidr),
        macvlan: link.macvlan?.mode ?? null,
        vlan: link.vlan?.id ?? null,
      })),
    bridges: state.ovs?.bridges.map((bridge) => ({
      name: bridge.name,
      failMode: bridge.failMode,
      controllers: bridge.controllers.map(({ target, isConnected }) => ({ target, isConnected })),
      fakeBridges: bridge.fakeBridges,
      ports: bridge.ports.map((port) => ({
        name: port.name,
        vlan: port.vlan,
        fakeBridge: port.fakeBridge,
        bond: port.bond ? bondWords(port.bond) : null,
        interfaces: port.interfaces.map((face) => ({
          name: face.name,
          type: face.type,
          isOpen: (face.ofport ?? -1) > 0,
          hasError: face.error !== null,
          patchPeer: face.patchPeer,
          tunnel: face.tunnel && { type: face.tunnel.type, remote: face.tunnel.remote, key: face.tunnel.key },
        })),
      })),
    })),
    networks: state.libvirt?.networks
      .filter((network) => network.name !== 'default')
      .map(({ name, forwardMode, bridge, portgroups, isActive, isAutostart, isPersistent, virtualPort }) => ({
        name,
        forwardMode,
        bridge,
        portgroups,
        isActive,
        isAutostart,
        isPersistent,
        virtualPort,
      })),
    guests: state.guests.map((guest) => ({
      name: guest.name,
      state: guest.state,
      nics: guest.nics.map(({ name, running, stored }) => ({
        name,
        running: running && nicWords(running),
        stored: stored && nicWords(stored),
      })),
    })),
    unrecognised: state.unrecognised.map(({ what }) => what),
  }
}

const bondWords = ({ mode, lacp, members }: BondDetail) => ({
  mode,
  lacp,
  members: members.map(({ name, isEnabled }) => ({ name, isEnabled })),
})

const nicWords = ({ mac, model, source, target, vlan, virtualPort, linkState }: GuestNicConfig) => ({
  mac,
  model,
  source,
  target,
  vlan,
  virtualPort,
  linkState,
})
