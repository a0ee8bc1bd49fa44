import type { Portgroup } from '../model/libvirt'
import { byText } from '../observe/in-order'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { vlanKey } from '../vlan/same'
import { replace } from './in-list'
import type { ObjectRecord } from './object-record'

export const network: ObjectRecord<'network'> = {
  owner: null,
  list: ({ libvirt }) => (libvirt?.networks ?? []).map((value) => ({ owner: null, name: value.name, value })),
  write: (state, ref, value) => {
    if (state.libvirt === null) return state
    const networks = replace(state.libvirt.networks, ({ name }) => name, ref.name, value)
    return { ...state, libvirt: { ...state.libvirt, networks } }
  },
  canonicalConfig: (network) => ({
    active: network.isActive,
    autostart: network.isAutostart,
    persistent: network.isPersistent,
    forwardMode: network.forwardMode,
    forwardDevices: [...network.forwardDevices].sort(),
    // A network with a bridge of libvirt's own gets its name when it starts.
    ...(network.forwardMode === 'bridge' && { bridge: network.bridge }),
    virtualPort: network.virtualPort,
    vlan: vlanKey(vlanOfLibvirt(network.vlan)),
    addresses: network.addresses.map(({ cidr }) => cidr),
    ...Object.fromEntries(
      network.portgroups
        .map((group) => [`portgroup ${group.name}`, portgroupWords(group)] as const)
        .sort(byText(nameOf)),
    ),
    differsFromStored: network.differsFromStored,
  }),
}

const nameOf = ([name]: readonly [string, string]): string => name

const portgroupWords = ({ vlan, isDefault, virtualPort, isTrustGuestRxFilters }: Portgroup): string =>
  [
    vlanKey(vlanOfLibvirt(vlan)),
    ...(isDefault ? ['default'] : []),
    ...(virtualPort === null ? [] : [`virtualport ${virtualPort}`]),
    ...(isTrustGuestRxFilters ? ['trusts guest filters'] : []),
  ].join(', ')
