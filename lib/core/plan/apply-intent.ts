import { setAddress } from './address-set'
import { removeBond, setBond } from './bond'
import type { Draft } from './draft'
import { attachGuestNic, detachGuestNic, moveGuestNic, setGuestNicLink } from './guest-nic'
import type { Intent } from './intent'
import { removeLinuxBridge, setLinuxBridge } from './linux-bridge'
import { removeMirror, setMirror } from './mirror'
import { removeNetwork, setNetwork } from './network'
import { removeOvsBridge, setOvsBridge } from './ovs-bridge'
import { removePort, setPort } from './port'
import { setPortVlan } from './port-vlan'
import { removePortgroup, setPortgroup } from './portgroup'
import { removeStacked, setMacvlan, setMacvtap, setVlanLink } from './stacked-links'
import { moveUplink } from './uplink-move'

/** Makes the draft as one intent wants it, or refuses with the reason. What is so already stays untouched. */
export function applyIntent(draft: Draft, intent: Intent): void {
  switch (intent.kind) {
    case 'ovsBridge.set':
      return setOvsBridge(draft, intent)
    case 'ovsBridge.remove':
      return removeOvsBridge(draft, intent)
    case 'linuxBridge.set':
      return setLinuxBridge(draft, intent)
    case 'linuxBridge.remove':
      return removeLinuxBridge(draft, intent)
    case 'bond.set':
      return setBond(draft, intent)
    case 'bond.remove':
      return removeBond(draft, intent)
    case 'port.set':
      return setPort(draft, intent)
    case 'port.remove':
      return removePort(draft, intent)
    case 'portVlan.set':
      return setPortVlan(draft, intent)
    case 'vlanLink.set':
      return setVlanLink(draft, intent)
    case 'vlanLink.remove':
      return removeStacked(draft, intent.name, 'vlan')
    case 'mirror.set':
      return setMirror(draft, intent)
    case 'mirror.remove':
      return removeMirror(draft, intent)
    case 'address.set':
      return setAddress(draft, intent)
    case 'uplink.move':
      return moveUplink(draft, intent)
    case 'macvtap.set':
      return setMacvtap(draft, intent)
    case 'macvtap.remove':
      return removeStacked(draft, intent.name, 'macvtap')
    case 'macvlan.set':
      return setMacvlan(draft, intent)
    case 'macvlan.remove':
      return removeStacked(draft, intent.name, 'macvlan')
    case 'network.set':
      return setNetwork(draft, intent)
    case 'network.remove':
      return removeNetwork(draft, intent)
    case 'portgroup.set':
      return setPortgroup(draft, intent)
    case 'portgroup.remove':
      return removePortgroup(draft, intent)
    case 'guestNic.attach':
      return attachGuestNic(draft, intent)
    case 'guestNic.move':
      return moveGuestNic(draft, intent)
    case 'guestNic.detach':
      return detachGuestNic(draft, intent)
    case 'guestNic.setLink':
      return setGuestNicLink(draft, intent)
  }
}
