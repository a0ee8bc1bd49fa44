import type { LldpNeighbour } from '../../model/network-state'
import type { PortVlan } from '../../model/vlan'
import { deviceId } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { healthy, verdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { accessVlan, askedVlan, trunkVlan } from '../../vlan/make'

/** Switches as their LLDP frames describe them: one box per chassis, a row per port that one of our NICs hears. */
export const addSwitches = (builder: GraphBuilder, index: HostIndex): void => {
  for (const neighbour of index.state.neighbours) {
    const nic = deviceId(index, neighbour.link)
    // Open vSwitch passes LLDP on between its own ports: what an internal port hears is not a cable.
    if (nic === null || builder.get(nic)?.rank !== 'nic') continue
    const chassis = builder.add({
      id: nodeId('switch', neighbour.chassisId),
      kind: 'switch',
      name: neighbour.chassisName ?? neighbour.chassisId,
      rank: 'switch',
      lines: neighbour.chassisDescription === null ? [] : [neighbour.chassisDescription],
      ref: neighbour.chassisId,
      terms: [neighbour.chassisId, ...neighbour.managementAddresses],
    })
    const link = index.link(neighbour.link)
    const port = builder.add({
      id: nodeId('switch-port', neighbour.chassisId, neighbour.portId, neighbour.link),
      kind: 'switch-port',
      name: portName(neighbour),
      rank: 'switch',
      parent: chassis,
      ref: neighbour.link,
      vlan: announcedVlans(neighbour),
      terms: [neighbour.portId, neighbour.portDescription ?? '', neighbour.chassisName ?? ''],
      ...(link && link.isUp && !link.hasCarrier
        ? verdict('error', `its cable to ${link.name} has no carrier`)
        : healthy),
    })
    builder.join({ from: port, to: nic })
  }
}

/** A port that calls itself by a MAC address (often the chassis's) is known by its description. */
const portName = ({ portId, portDescription }: LldpNeighbour): string =>
  /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(portId) ? (portDescription ?? portId) : portId

/** The VLANs the switch announces (IEEE 802.1 TLVs); null where it announces none, as most do. */
const announcedVlans = ({ vlans }: LldpNeighbour): PortVlan | null => {
  const tagged = vlans.filter((vlan) => !vlan.isPvid).map((vlan) => vlan.id)
  const native = vlans.find((vlan) => vlan.isPvid)
  if (vlans.length === 0) return null
  if (!native) return trunkVlan(tagged)
  return tagged.length === 0
    ? accessVlan(native.id)
    : askedVlan({ mode: 'native-untagged', tag: native.id, trunks: tagged })
}
