/* Whose is it? Names and external_ids tell what other software made and looks after. */
import type { LibvirtNetwork } from '../model/libvirt'
import type { OvsBridge, OvsPort } from '../model/ovs'
import type { HostIndex } from './host-index'

type Ownership = 'ours' | 'foreign'

/** Bridges of container engines, OpenStack's agents and hypervisor daemons, by the names they always use. */
const FOREIGN_LINUX_BRIDGE =
  /^(docker\d+|br-[0-9a-f]{12}|docker_gwbridge|cni\d+|cni-podman\d+|podman\d+|lxcbr\d+|lxdbr\d+|incusbr\d+|cbr\d+|kube-bridge|nerdctl\d+|qbr.+|brq[0-9a-f-]+|virbr\d+-nic)$/
const FOREIGN_OVS_BRIDGE = /^(br-int|br-tun|br-tunnel|ovn-.+|tbr-.+|antrea-.+|obr-.+)$/

/** libvirt makes the bridge itself unless the network only borrows one (forward mode "bridge"). */
export const isLibvirtBridge = (network: LibvirtNetwork): boolean =>
  network.bridge !== null && !['bridge', 'private', 'vepa', 'passthrough', 'hostdev'].includes(network.forwardMode)

export const linuxBridgeOwnership = (index: HostIndex, name: string): Ownership => {
  const isLibvirts = (index.state.libvirt?.networks ?? []).some(
    (network) => network.bridge === name && isLibvirtBridge(network),
  )
  return isLibvirts || FOREIGN_LINUX_BRIDGE.test(name) ? 'foreign' : 'ours'
}

/** Also the physical bridge that OpenStack's agent patched to br-int (phy-br-ex ↔ int-br-ex). */
export const ovsBridgeOwnership = (bridge: OvsBridge): Ownership =>
  FOREIGN_OVS_BRIDGE.test(bridge.name) || bridge.ports.some((port) => port.name === `phy-${bridge.name}`)
    ? 'foreign'
    : 'ours'

/** Ports that OpenStack, OVN or a container network plugged in say so in their external_ids. */
/** libvirt sets iface-id, iface-status and vm-id itself: those say nothing. */
const FOREIGN_PORT_KEYS = ['vm-uuid', 'subport_ids', 'trunk_id', 'ovn-installed', 'container_id']

export const ovsPortOwnership = (ofBridge: Ownership, port: OvsPort): Ownership => {
  if (ofBridge === 'foreign') return 'foreign'
  const keys = [port.externalIds, ...port.interfaces.map((iface) => iface.externalIds)].flatMap((map) =>
    Object.keys(map),
  )
  return keys.some((key) => FOREIGN_PORT_KEYS.includes(key)) ? 'foreign' : 'ours'
}
