/* Test support: libvirt's networks and guests made by hand; what fixtures.ts hands out of them. */
import type { Guest, GuestNic, GuestNicSource, LibvirtNetwork, LibvirtVlan, Portgroup } from '../../model/libvirt'

export const libvirtVlan = (...ids: number[]): LibvirtVlan => ({
  isTrunk: ids.length > 1,
  tags: ids.map((id) => ({ id, nativeMode: null })),
})
export const portgroup = (name: string, ids: number[] = [], isDefault = false): Portgroup => ({
  name,
  isDefault,
  vlan: ids.length > 0 ? libvirtVlan(...ids) : null,
  virtualPort: null,
  isTrustGuestRxFilters: false,
})
export const network = (name: string, rest: Partial<LibvirtNetwork> = {}): LibvirtNetwork => ({
  uuid: `net-${name}`,
  name,
  isActive: true,
  isAutostart: true,
  isPersistent: true,
  forwardMode: 'bridge',
  forwardDevices: [],
  forwardFunctions: [],
  bridge: null,
  virtualPort: null,
  vlan: null,
  portgroups: [],
  mtuBytes: null,
  addresses: [],
  differsFromStored: false,
  hasUnknownElements: false,
  ...rest,
})

export const onBridge = (bridge: string): GuestNicSource => ({ type: 'bridge', bridge })
export const onNetwork = (name: string, group: string | null = null): GuestNicSource => ({
  type: 'network',
  network: name,
  portgroup: group,
  bridge: null,
})

/** A guest NIC that runs (with a target) or is only stored (target null). */
export const guestNic = (
  name: string,
  mac: string,
  source: GuestNicSource,
  target: string | null,
  vlan: LibvirtVlan | null = null,
): GuestNic => {
  const config = {
    mac,
    model: 'virtio',
    alias: name,
    target,
    source,
    vlan,
    virtualPort: null,
    interfaceId: null,
    linkState: 'up' as const,
    mtuBytes: null,
    filter: null,
    isTrustGuestRxFilters: false,
    teaming: null,
  }
  return {
    name,
    running: target === null ? null : config,
    stored: { ...config, target: null, alias: null },
    differences: [],
  }
}

export const guest = (name: string, nics: GuestNic[], rest: Partial<Guest> = {}): Guest => ({
  uuid: `uuid-${name}`,
  name,
  title: null,
  state: nics.every((each) => each.running === null) && nics.length > 0 ? 'shut off' : 'running',
  manager: 'libvirt',
  isPersistent: true,
  isAutostart: false,
  hasAcpi: true,
  machineType: null,
  pid: null,
  nics,
  ...rest,
})
