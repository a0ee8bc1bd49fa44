/* L06 and L07: ports of Open vSwitch that do something else with tags than it seems. */
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsPort } from '../model/ovs'
import { indexHost } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import { isTrunkBridge } from '../topology/build/openstack'
import { formatVlanList } from '../vlan/words'
import type { Finding } from './finding'
import { finding } from './finding'

const portsOf = (state: NetworkState): { bridge: OvsBridge; port: OvsPort }[] =>
  (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map((port) => ({ bridge, port })))

/** L06: a guest's port that carries every VLAN of the switch. */
export function lintOpenTrunk(state: NetworkState): Finding[] {
  const index = indexHost(state)
  return portsOf(state).flatMap(({ bridge, port }) => {
    const [iface] = port.interfaces
    const attachment = iface === undefined ? undefined : index.guestAt(iface.name)
    // A trunk bridge of OpenStack is the guest's alone: its other ports say which VLANs the guest may use.
    if (attachment === undefined || !port.vlan.carriesAll || isTrunkBridge(bridge.name)) return []
    // Where nobody tags anything, a port without VLANs is as it should be.
    const usesVlans = bridge.ports.some(
      (other) => other !== port && (other.vlan.trunks.length > 0 || (other.vlan.tag ?? 0) > 0),
    )
    return [
      finding({
        rule: 'L06',
        severity: usesVlans ? 'error' : 'info',
        nodeId: nodeId('bridge-port', bridge.name, port.name),
        title: `${port.name} gives guest ${attachment.guest.name} every VLAN of ${bridge.name}`,
        evidence: [
          `${port.name}: ${port.vlan.isExplicit ? `vlan_mode ${port.vlan.mode}` : 'no tag, no vlan_mode'}, trunks empty`,
          `${attachment.nic.name} of ${attachment.guest.name}`,
        ],
        consequence: 'An empty list means all: the guest can send and receive frames of any VLAN by tagging them.',
        cure: 'Choose a portgroup or VLAN for the NIC, or list the VLANs that the guest may use.',
      }),
    ]
  })
}

/** L07: tag and trunks are both set and no mode is: the list is ignored. */
export function lintIgnoredTrunks(state: NetworkState): Finding[] {
  return portsOf(state).flatMap(({ bridge, port }) => {
    if (port.ignoredTrunks.length === 0) return []
    const list = formatVlanList(port.ignoredTrunks)
    return [
      finding({
        rule: 'L07',
        severity: 'error',
        nodeId: nodeId('bridge-port', bridge.name, port.name),
        title: `${port.name} lists VLANs ${list} and carries none of them`,
        evidence: [
          `${port.name}: tag ${port.vlan.tag ?? 'none'}, trunks ${list}, ${port.vlan.isExplicit ? `vlan_mode ${port.vlan.mode}` : 'no vlan_mode'}`,
        ],
        consequence: `It is an access port of VLAN ${port.vlan.tag ?? 0}: Open vSwitch ignores the list.`,
        cure: `Choose mode native-untagged (untagged frames are VLAN ${port.vlan.tag ?? 0}) or trunk, or take the list away.`,
      }),
    ]
  })
}
