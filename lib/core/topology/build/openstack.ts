/*
 * OpenStack's Open vSwitch agent gives a guest with several networks on one NIC either a trunk bridge (tbr-…, joined to br-int
 * by patch pairs: tpt/tpi for the parent, spt/spi per sub-port) or VLAN links on its tap. Both come down to one sentence.
 */
import type { OvsBridge } from '../../model/ovs'
import { deviceId, nodeKindOf } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'

export const isTrunkBridge = (name: string): boolean => name.startsWith('tbr-')

type SubPort = { vlanId: number; localVlan: number | null }

/** "network 3 local, sub-port VLAN 100 → local 5". */
const sentence = (parent: number | null, subPorts: readonly SubPort[]): string =>
  [
    parent === null ? 'network without local VLAN' : `network ${parent} local`,
    ...subPorts.map((sub) => `sub-port VLAN ${sub.vlanId} → local ${sub.localVlan ?? 'none'}`),
  ].join(', ')

/** Puts the sentence on each trunk bridge and on the guest NIC behind it. */
export const describeTrunks = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? []) {
    if (!isTrunkBridge(bridge.name)) continue
    const text = trunkBridgeText(index, bridge)
    builder.patch(nodeId('ovs-bridge', bridge.name), () => ({ lines: [text] }))
    for (const port of bridge.ports) addLine(builder, index, port.name, text)
  }
  for (const link of index.state.links) {
    if (nodeKindOf(index, link) !== 'tap') continue
    const subPorts = index
      .uppersOf(link.name)
      .flatMap((upper) => (upper.vlan ? [{ vlanId: upper.vlan.id, localVlan: localVlanOf(index, upper.name) }] : []))
    if (subPorts.some((sub) => sub.localVlan !== null))
      addLine(builder, index, link.name, sentence(localVlanOf(index, link.name), subPorts))
  }
}

const trunkBridgeText = (index: HostIndex, bridge: OvsBridge): string => {
  const pairs = bridge.ports.flatMap((port) => {
    const peer = port.interfaces[0]?.patchPeer
    const localVlan = peer ? (index.ovsAttachment(peer)?.port.vlan.tag ?? null) : null
    return peer ? [{ vlanId: port.vlan.tag, localVlan }] : []
  })
  const parent = pairs.find((pair) => pair.vlanId === null)?.localVlan ?? null
  const subPorts = pairs.flatMap(({ vlanId, localVlan }) => (vlanId === null ? [] : [{ vlanId, localVlan }]))
  return sentence(
    parent,
    subPorts.sort((a, b) => a.vlanId - b.vlanId),
  )
}

/** br-int's tag for a link: on its own port, or at the far end of its firewall bridge's veth pair. */
const localVlanOf = (index: HostIndex, name: string): number | null => {
  const own = index.ovsAttachment(name)
  if (own) return own.port.vlan.tag
  const master = index.link(name)?.master
  if (!master) return null
  for (const member of index.membersOf(master)) {
    const far = member.peer === null ? undefined : index.ovsAttachment(member.peer)
    if (far) return far.port.vlan.tag
  }
  return null
}

const addLine = (builder: GraphBuilder, index: HostIndex, target: string, text: string): void => {
  const attachment = index.guestAt(target)
  if (!attachment || deviceId(index, target) === null) return
  builder.patch(nodeId('guest-nic', attachment.guest.uuid, attachment.nic.name), (node) => ({
    lines: [...node.lines, text],
  }))
}
