/* Who stands on an object: what must go before it can. */
import type { GuestNic, Guest, LibvirtNetwork } from '../../model/libvirt'
import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { networkNameOf, portgroupNameOf } from '../../observe/guest-nic-vlan'

/** Networks that plug their guests into this bridge without owning it. */
export const networksOn = (state: NetworkState, bridge: string): LibvirtNetwork[] =>
  (state.libvirt?.networks ?? []).filter((network) => network.bridge === bridge && network.forwardMode === 'bridge')

/** Links stacked on this one: VLAN links, macvtaps, macvlans. */
export const uppersOf = (state: NetworkState, name: string): Link[] =>
  state.links.filter((link) => link.lower === name && link.name !== name)

/** NICs, running or stored, whose definition names this network (and portgroup, where one is given). */
export function nicsOn(
  state: NetworkState,
  network: string,
  portgroup?: { name: string; isDefault: boolean },
): { guest: Guest; nic: GuestNic; isRunning: boolean }[] {
  return state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic) => {
      const uses = (config: GuestNic['running']): boolean => {
        if (config === null) return false
        if (networkNameOf(config) !== network) return false
        if (portgroup === undefined) return true
        const named = portgroupNameOf(config)
        return named === null ? portgroup.isDefault : named === portgroup.name
      }
      const isRunning = uses(nic.running)
      return isRunning || uses(nic.stored) ? [{ guest, nic, isRunning }] : []
    }),
  )
}
