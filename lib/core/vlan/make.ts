/* Settings of a port by what they are to be. Those read off a host come from bridge-port.ts, ovs-port.ts and libvirt.ts. */
import type { PortVlan, VlanMode } from '../model/vlan'

export type AskedVlan = {
  mode: VlanMode
  tag?: number | null | undefined
  trunks?: readonly number[] | 'all' | undefined
  customerVlans?: readonly number[] | undefined
}

/** What is asked for, the mode not written out on the host; what the mode has no use for is left out. */
export function askedVlan({ mode, tag = null, trunks = [], customerVlans = [] }: AskedVlan): PortVlan {
  return {
    mode,
    tag: mode === 'trunk' ? null : tag,
    trunks: isTrunking(mode) && trunks !== 'all' ? inOrder(trunks) : [],
    carriesAll: isTrunking(mode) && trunks === 'all',
    customerVlans: mode === 'dot1q-tunnel' ? inOrder(customerVlans) : [],
    isExplicit: false,
  }
}

/** Whether a port in this mode has a list of VLANs that it carries. */
export function isTrunking(mode: VlanMode): boolean {
  return mode !== 'access' && mode !== 'dot1q-tunnel'
}

/** Each VLAN once, ascending. */
export function inOrder(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}

export const accessVlan = (tag: number): PortVlan => askedVlan({ mode: 'access', tag })

export const trunkVlan = (trunks: readonly number[] | 'all'): PortVlan => askedVlan({ mode: 'trunk', trunks })

/** A port of Open vSwitch that nobody set VLANs on: no tag, no list, no mode (ovs-vsctl add-port, a NIC without `<vlan>`). */
export const OPEN_TRUNK: PortVlan = trunkVlan('all')
