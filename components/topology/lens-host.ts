import type { NetworkState } from '@/lib/core/model/network-state'

/** What the lens must know of a host besides its state. */
export type LensHost = { id: string; name: string; address: string }

/** What runs there, for the label of the group box: "Debian 12", "libvirt 9.0.0", "OVS 3.1.0". */
export function softwareOf(state: NetworkState): string[] {
  const { osName, osVersion } = state.system
  const os = [osName, osVersion && !osName?.includes(osVersion) ? osVersion : null].filter(Boolean).join(' ')
  return [
    os,
    state.libvirt?.version ? `libvirt ${state.libvirt.version}` : '',
    state.ovs?.version ? `OVS ${state.ovs.version}` : '',
  ].filter((text) => text !== '')
}
