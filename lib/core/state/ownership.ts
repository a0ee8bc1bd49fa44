/* Whose is it? Names, external_ids and libvirt's networks tell what other software made and looks after. */
import type { LibvirtNetwork } from '../model/libvirt'
import type { OvsBridge, OvsPort } from '../model/ovs'
import type { HostIndex } from './host-index'

type Ownership = 'ours' | 'foreign'

/** Software that makes network objects and puts them back as it likes. */
export type Owner = { software: string; /** Where a change belongs, for people. */ right: string }

type OwnerRecord = Owner & {
  /** Names that it gives to links, to bridges above all. */
  links?: RegExp
  ovsBridges?: RegExp
  /** Keys of external_ids on its ports; libvirt sets iface-id, iface-status and vm-id itself: those say nothing. */
  portKeys?: readonly string[]
}

/** The first that fits counts. Names are those that the software always gives; what people name themselves is theirs. */
const OWNERS: readonly OwnerRecord[] = [
  {
    software: 'Docker',
    right: 'change it with "docker network", or "docker compose"',
    links: /^(docker\d+|br-[0-9a-f]{12}|docker_gwbridge)$/,
  },
  { software: 'Podman', right: 'change it with "podman network"', links: /^(podman\d+|cni-podman\d+)$/ },
  {
    software: 'Kubernetes',
    right: "change it in the cluster's network plugin",
    links:
      /^(cni\d+|cbr\d+|kube-bridge|kube-ipvs0|nodelocaldns|nerdctl\d+|flannel[.-].+|cali[0-9a-f]{11}|vxlan\.calico|cilium_.+|lxc[0-9a-f]{12}|lxc_health|weave|antrea-.+)$/,
    ovsBridges: /^antrea-.+$/,
    portKeys: ['container_id', 'antrea-type'],
  },
  { software: 'Incus', right: 'change it with "incus network"', links: /^incusbr\d+$/ },
  { software: 'LXD', right: 'change it with "lxc network"', links: /^lxdbr\d+$/ },
  { software: 'LXC', right: 'change it in /etc/default/lxc-net', links: /^lxcbr\d+$/ },
  {
    software: 'Proxmox VE',
    right: 'change it in Proxmox VE, in the hardware of the guest or the container',
    links: /^(fwbr\d+i\d+|fwln\d+[io]\d+|fwpr\d+[pi]\d+|tap\d+i\d+|veth\d+i\d+)$/,
  },
  {
    software: 'OpenStack',
    right: 'change it in Neutron',
    links: /^(qbr|brq|qvb|qvo|qr-|qg-|tap-?[0-9a-f]{8}-).+$/,
    ovsBridges: /^(br-tun|br-tunnel|tbr-.+)$/,
    portKeys: ['vm-uuid', 'subport_ids', 'trunk_id'],
  },
  {
    software: 'OVN',
    right: 'change it in the northbound database (ovn-nbctl), or in what writes that',
    ovsBridges: /^(ovn-.+|obr-.+)$/,
    portKeys: ['ovn-installed', 'ovn-localnet-port', 'ovn-l3gateway-port', 'ovn-chassis-id'],
  },
  {
    software: 'OVN or OpenStack',
    right: "change it in Neutron, or in OVN's northbound database (ovn-nbctl)",
    ovsBridges: /^br-int$/,
  },
  { software: 'VirtualBox', right: 'change it with "VBoxManage hostonlyif"', links: /^vboxnet\d+$/ },
  { software: 'VMware', right: 'change it with "vmware-netcfg"', links: /^vmnet\d+$/ },
  { software: 'Tailscale', right: 'change it with "tailscale"', links: /^tailscale\d+$/ },
  { software: 'ZeroTier', right: 'change it with "zerotier-cli"', links: /^zt[0-9a-z]{8,13}$/ },
  { software: 'Harvester', right: 'change it in Harvester, in the cluster networks', links: /^mgmt-(br|bo)$/ },
  { software: 'libvirt', right: 'change it with its network, or its guest', links: /^virbr\d+-nic$/ },
]

const OVN_MAPPED: Owner = {
  software: 'OVN',
  right: 'it is in ovn-bridge-mappings (ovs-vsctl get Open_vSwitch . external_ids): change it there',
}
const NEUTRON_PATCHED: Owner = { software: 'OpenStack', right: 'change it in Neutron' }

/** libvirt makes the bridge itself unless the network only borrows one (forward mode "bridge"). */
export const isLibvirtBridge = (network: LibvirtNetwork): boolean =>
  network.bridge !== null && !['bridge', 'private', 'vepa', 'passthrough', 'hostdev'].includes(network.forwardMode)

/** Who looks after a kernel link, or a Linux bridge; null: nobody else. */
export function ownerOfLink({ state, ovsBridge }: HostIndex, name: string): Owner | null {
  const network = (state.libvirt?.networks ?? []).find((each) => each.bridge === name && isLibvirtBridge(each))
  if (network !== undefined) return { software: 'libvirt', right: `it goes with network ${network.name}: change that` }
  // A bridge of Open vSwitch has a link of its name.
  const bridge = ovsBridge(name)
  if (bridge !== undefined) return ownerOfOvsBridge(bridge, state.ovs?.mappedBridges)
  return OWNERS.find(({ links }) => links?.test(name) === true) ?? null
}

/** `mapped`: the bridges that OVN is told to use. Also the one that OpenStack's agent patched to br-int (phy-br-ex ↔ int-br-ex). */
export function ownerOfOvsBridge({ name, ports }: OvsBridge, mapped: readonly string[] = []): Owner | null {
  const owner = OWNERS.find(({ ovsBridges }) => ovsBridges?.test(name) === true)
  if (owner !== undefined) return owner
  if (mapped.includes(name)) return OVN_MAPPED
  return ports.some((port) => port.name === `phy-${name}`) ? NEUTRON_PATCHED : null
}

/** A port is its bridge's owner's, and else theirs who plugged it in. */
export function ownerOfOvsPort(ofBridge: Owner | null, port: OvsPort): Owner | null {
  if (ofBridge !== null) return ofBridge
  const keys = new Set(
    [port.externalIds, ...port.interfaces.map(({ externalIds }) => externalIds)].flatMap((map) => Object.keys(map)),
  )
  return OWNERS.find(({ portKeys }) => portKeys?.some((key) => keys.has(key)) === true) ?? null
}

const border = (owner: Owner | null): Ownership => (owner === null ? 'ours' : 'foreign')

export const linuxBridgeOwnership = (index: HostIndex, name: string): Ownership => border(ownerOfLink(index, name))

export const ovsBridgeOwnership = ({ state }: HostIndex, bridge: OvsBridge): Ownership =>
  border(ownerOfOvsBridge(bridge, state.ovs?.mappedBridges))

export const ovsPortOwnership = (ofBridge: Ownership | 'drifted', port: OvsPort): Ownership =>
  ofBridge === 'foreign' ? 'foreign' : border(ownerOfOvsPort(null, port))
