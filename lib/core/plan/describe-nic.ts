import type { GuestNicConfig } from '../model/libvirt'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { formatPortVlan } from '../vlan/words'

/** "network ovs-net, portgroup Vlan125", "bridge br0, access 20", "eth3 (macvtap, vepa)". */
export function nicSource({ source, vlan }: GuestNicConfig): string {
  switch (source.type) {
    case 'network':
      return `network ${source.network}${source.portgroup === null ? '' : `, portgroup ${source.portgroup}`}`
    case 'bridge':
      return `bridge ${source.bridge}${vlan === null ? '' : `, ${formatPortVlan(vlanOfLibvirt(vlan))}`}`
    case 'direct':
      return source.network === null ? `${source.dev} (macvtap, ${source.mode})` : `network ${source.network}`
    case 'hostdev':
      return source.network === null
        ? `host device ${source.address ?? ''}`.trim()
        : `network ${source.network}${source.portgroup == null ? '' : `, portgroup ${source.portgroup}`}`
    case 'vhostuser':
      return `vhost-user socket ${source.path ?? ''}`.trim()
    case 'ethernet':
    case 'user':
      return source.type
    case 'other':
      return `type ${source.libvirtType}`
  }
}
