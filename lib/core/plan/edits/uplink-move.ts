import type { IpAddress, Link, Route } from '../../model/link'
import { isMadeByKernel, linksOfRoute } from '../../observe/routes'
import { putRoute } from './address-set'
import { keptAddresses } from '../../objects/link-facts'
import type { EditsOf } from './edit-record'
import { REMOVED_LINK } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { addressText } from '../../objects/ip-text'
import { joinLinuxBridge, joinOvsBridge, whyHeld } from './members'
import { addInternal } from './ovs-bridge'

/**
 * A NIC (or bond) enters a bridge and what the host is reached by moves to the bridge, or to an internal port of it: addresses,
 * then the routes by the NIC. One change, done by the host alone: there is a moment without network in its middle.
 */
function moveUplink(working: WorkingState, intent: IntentOf<'uplink.move'>): void {
  const { nic: nicName, bridge: bridgeName, internalPort } = intent
  const nic = working.link(nicName)
  if (nic === undefined || (nic.kind !== 'nic' && nic.kind !== 'bond' && nic.kind !== 'vlan' && nic.kind !== 'veth'))
    return working.refuse(
      'nic',
      'unknown_link',
      `${nicName} is ${working.whatIs(nicName) ?? 'not on this host'}: name a NIC, a bond or a VLAN link`,
    )
  if (!working.isManageable('nic', nicName)) return
  const attachment = working.attachmentOf(nicName)
  if (
    attachment !== null &&
    attachment.kind !== 'linux-bond' &&
    attachment.bridge === bridgeName &&
    keptAddresses(nic).length === 0
  )
    return
  if (attachment !== null)
    return working.refuse(
      'nic',
      'member_taken',
      `${nicName} is in ${attachment.kind === 'linux-bond' ? attachment.bond : attachment.bridge} already: take it out there first`,
    )
  const vrf = working.vrfOf(nicName)
  if (vrf !== null)
    return working.refuse(
      'nic',
      'member_taken',
      `${nicName} is in VRF ${vrf.name}, whose table ${vrf.vrfTable ?? ''} has its routes: they would stay there without a link. Take it out of the VRF first, or put the bridge into the VRF by hand`,
    )
  const held = whyHeld(working, nicName, bridgeName, 'port')
  if (held !== null) return working.refuse('nic', held.code, held.message)
  const ovs = working.ovsBridge(bridgeName)
  const linux = working.linuxBridge(bridgeName)
  if (ovs === undefined && linux === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridgeName} is ${working.whatIs(bridgeName) ?? 'not on this host'}: make the bridge in the same change, before this`,
    )
  if (linux !== undefined && internalPort !== undefined)
    return working.refuse(
      'internalPort',
      'wrong_kind',
      `${bridgeName} is a Linux bridge, which has no internal ports: leave it out, the address goes to ${bridgeName}`,
    )
  const target = internalPort ?? bridgeName
  if (internalPort !== undefined) {
    const port = working.ovsPort(internalPort)
    const taken =
      port?.bridge === bridgeName && port.interfaces[0]?.type === 'internal' ? undefined : working.whatIs(internalPort)
    if (taken !== undefined)
      return working.refuse('internalPort', 'name_taken', `${internalPort} is ${taken} already: choose another name`)
    if (port === undefined) addInternal(working, internalPort, bridgeName)
  }
  const moved = keptAddresses(nic)
  const { links } = working.state
  working.updateLink(nicName, { addresses: [], isUp: true })
  if (ovs !== undefined) joinOvsBridge(working, nicName, bridgeName)
  else joinLinuxBridge(working, nicName, bridgeName)
  receive(
    working,
    target,
    moved.map((address) => addressBy(address, nicName, target)),
    internalPort === undefined ? nic.mac : null,
  )
  for (const route of working.state.routes) {
    if (!linksOfRoute(route).includes(nicName)) continue
    working.removeRoute(route)
    if (!isMadeByKernel(route, links)) putRoute(working, routeBy(route, nicName, target))
  }
  const learned = nic.addresses.filter((address) => address.scope === 'global' && !moved.includes(address))
  if (learned.length > 0)
    working.warn(
      `${nicName} has ${learned.map(({ cidr }) => cidr).join(', ')} from its router's advertisements or a lease: that stays there until it ends. ${target} must get one of its own`,
    )
  if (moved.some(({ isDynamic }) => isDynamic))
    working.warn(
      `${nicName} has its address from DHCP: it moves as it is. The DHCP client must be told to use ${target} before the lease ends`,
    )
  working.warn(
    `The configuration of ${nicName} at boot is not changed: after a reboot the address is on ${nicName} again`,
  )
}

const routeBy = (route: Route, from: string, to: string): Route => ({
  ...route,
  link: route.link === from ? to : route.link,
  hops: route.hops.map((hop) => (hop.link === from ? { ...hop, link: to } : hop)),
})

/** A label begins with its link's name and holds 15 bytes (IFNAMSIZ). */
function addressBy(address: IpAddress, from: string, to: string): IpAddress {
  const label = address.label === null ? null : `${to}${address.label.slice(from.length)}`
  return {
    ...address,
    // What it becomes when its lease ends is its client's matter, who does not know the bridge: it stays.
    ...{ isDynamic: false, validSeconds: null, preferredSeconds: address.preferredSeconds === 0 ? 0 : null },
    label: label !== null && label.length > 15 ? null : label,
  }
}

/**
 * The bridge takes the NIC's MAC: neighbours and DHCP reservations know the host by it. An internal port keeps its own, since
 * the bridge itself already answers to the NIC's.
 */
function receive(working: WorkingState, target: string, addresses: Link['addresses'], mac: string | null): void {
  const link = working.link(target)
  if (link === undefined) return
  const present = new Set(link.addresses.map(addressText))
  const added = addresses.filter((address) => !present.has(addressText(address)))
  const bridge = working.ovsBridge(target)
  if (bridge !== undefined && mac !== null && bridge.otherConfig.hwaddr === undefined)
    working.write({
      kind: 'ovs-bridge',
      owner: null,
      name: target,
      before: null,
      after: { ...bridge, otherConfig: { ...bridge.otherConfig, hwaddr: mac } },
    })
  working.putLink({
    ...link,
    isUp: true,
    addresses: [...link.addresses, ...added],
    ...(link.kind === 'bridge' && mac !== null && { mac }),
  })
}

export const uplinkEdits: EditsOf<'uplink.move'> = {
  'uplink.move': { needs: REMOVED_LINK, apply: moveUplink },
}
