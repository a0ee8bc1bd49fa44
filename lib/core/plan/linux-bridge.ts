import type { Link } from '../model/link'
import { defaultTable, vlanOfTable } from '../vlan/bridge-port'
import { linuxBridgeOwnership } from '../topology/ownership'
import { indexHost } from '../state/host-index'
import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'
import { claimLink, joinLinuxBridge, leave } from './members'
import { newBridgeDetail, newLink } from './new-objects'
import { mayBeRemoved, warnOfLinkLocal } from './removal'
import { networksOn } from './users'

/** A Linux bridge is there, has these settings and, where `ports` is given, exactly these members beside guests' taps. */
export function setLinuxBridge(draft: Draft, intent: IntentOf<'linuxBridge.set'>): void {
  const { name } = intent
  const existing = draft.linuxBridge(name)
  const taken = draft.whatIs(name)
  if (existing === undefined && taken !== undefined)
    return draft.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bridge`)
  if (existing === undefined)
    draft.putLink(
      newLink(name, 'bridge', { bridge: newBridgeDetail(intent.vlanFiltering ?? false, intent.stp ?? false) }),
    )
  else changeSettings(draft, existing, intent)
  if (linuxBridgeOwnership(indexHost(draft.observed), name) === 'foreign')
    draft.warn(`${name} is looked after by other software, which may change it back`)
  if (intent.ports !== undefined) setPorts(draft, name, intent.ports, intent.takesMembers)
}

function changeSettings(
  draft: Draft,
  link: Link & { bridge: NonNullable<Link['bridge']> },
  { vlanFiltering, stp }: IntentOf<'linuxBridge.set'>,
): void {
  const { bridge } = link
  const isVlanFiltering = vlanFiltering ?? bridge.isVlanFiltering
  const stpState = stp === undefined || stp === (bridge.stpState !== 'off') ? bridge.stpState : stp ? 'kernel' : 'off'
  if (isVlanFiltering === bridge.isVlanFiltering && stpState === bridge.stpState) return
  const vlans = defaultTable(bridge.defaultPvid)
  const isNewlyFiltering = isVlanFiltering && !bridge.isVlanFiltering
  const own = isNewlyFiltering ? vlans : isVlanFiltering ? bridge.vlans : []
  draft.putLink({ ...link, bridge: { ...bridge, isVlanFiltering, stpState, vlans: own } })
  if (isVlanFiltering === bridge.isVlanFiltering) return
  for (const port of draft.state.links) {
    if (port.master !== link.name || port.bridgePort === null) continue
    const table = isVlanFiltering ? vlans : []
    const vlan = isVlanFiltering ? vlanOfTable(table, bridge.defaultPvid) : null
    draft.putLink({ ...port, bridgePort: { ...port.bridgePort, vlans: table, vlan } })
  }
  draft.warn(
    isVlanFiltering
      ? `${link.name} starts to look at tags: every port is in VLAN ${bridge.defaultPvid ?? 1} only, until it is given others`
      : `${link.name} stops looking at tags: every port carries every VLAN`,
  )
}

function setPorts(draft: Draft, bridge: string, wanted: readonly string[], takesMembers: boolean): void {
  const present = draft.state.links.filter(({ master }) => master === bridge)
  for (const link of present) {
    if (wanted.includes(link.name) || link.kind === 'tap' || draft.guestAt(link.name) !== undefined) continue
    leave(draft, link.name)
  }
  for (const [index, name] of wanted.entries()) {
    if (draft.link(name)?.master === bridge) continue
    const claim = { field: `ports.${index}`, name, into: bridge, role: 'port' as const, takesMembers }
    if (claimLink(draft, claim)) joinLinuxBridge(draft, name, bridge)
  }
}

export function removeLinuxBridge(draft: Draft, { name }: IntentOf<'linuxBridge.remove'>): void {
  const refuse = (code: string, message: string): void => draft.refuse('name', code, message)
  const bridge = draft.linuxBridge(name)
  if (bridge === undefined)
    return refuse('unknown_bridge', `${name} is ${draft.whatIs(name) ?? 'not on this host'}: name a Linux bridge`)
  const [first] = draft.guestPorts(name)
  if (first !== undefined)
    return refuse(
      'bridge_in_use',
      `${name} has the port ${first.port} of running guest ${first.guest}: move or stop the guest first`,
    )
  const own = (draft.state.libvirt?.networks ?? []).find(
    (network) => network.bridge === name && network.forwardMode !== 'bridge',
  )
  const [network] = own === undefined ? networksOn(draft.state, name) : [own]
  if (network !== undefined)
    return refuse('bridge_in_use', `libvirt network ${network.name} uses ${name}: remove or change the network first`)
  if (!mayBeRemoved(draft, name) || !draft.isManageable('name', name)) return
  warnOfLinkLocal(draft, bridge)
  for (const link of draft.state.links) if (link.master === name) leave(draft, link.name)
  if (draft.seatOf(name) !== null) leave(draft, name)
  draft.removeLink(name)
}
