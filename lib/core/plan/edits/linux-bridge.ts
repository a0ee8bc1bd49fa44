import type { Link } from '../../model/link'
import { vlanOfTable } from '../../vlan/bridge-port'
import { formatPortVlan } from '../../vlan/words'
import type { EditsOf } from './edit-record'
import { REMOVED_LINK } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { claimLink, joinLinuxBridge, leave } from './members'
import { newBridgeDetail, newLink } from '../../objects/new-objects'
import { mayBeRemoved, warnOfLinkLocal } from './removal'
import { networksOn } from './dependents'

/** A Linux bridge is there, has these settings and, where `ports` is given, exactly these members beside guests' taps. */
function setLinuxBridge(working: WorkingState, intent: IntentOf<'linuxBridge.set'>): void {
  const { name } = intent
  const existing = working.linuxBridge(name)
  const taken = working.whatIs(name)
  if (existing === undefined && taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bridge`)
  if (existing === undefined)
    working.putLink(
      newLink(name, 'bridge', { bridge: newBridgeDetail(intent.vlanFiltering ?? false, intent.stp ?? false) }),
    )
  else changeSettings(working, existing, intent)
  if (intent.ports !== undefined) setPorts(working, name, intent.ports, intent.takesMembers)
}

function changeSettings(
  working: WorkingState,
  link: Link & { bridge: NonNullable<Link['bridge']> },
  { vlanFiltering, stp }: IntentOf<'linuxBridge.set'>,
): void {
  const { bridge } = link
  const isVlanFiltering = vlanFiltering ?? bridge.isVlanFiltering
  const stpState = stp === undefined || stp === (bridge.stpState !== 'off') ? bridge.stpState : stp ? 'kernel' : 'off'
  if (isVlanFiltering === bridge.isVlanFiltering && stpState === bridge.stpState) return
  working.putLink({ ...link, bridge: { ...bridge, isVlanFiltering, stpState } })
  if (isVlanFiltering === bridge.isVlanFiltering) return
  // The kernel keeps the tables while it does not look at them.
  const waiting: string[] = []
  for (const port of working.state.links) {
    if (port.master !== link.name || port.bridgePort === null) continue
    const vlan = isVlanFiltering ? vlanOfTable(port.bridgePort.vlans, bridge.defaultPvid) : null
    if (vlan?.isExplicit === true) waiting.push(`${port.name} ${formatPortVlan(vlan)}`)
    working.putLink({ ...port, bridgePort: { ...port.bridgePort, vlan } })
  }
  const before = waiting.length === 0 ? '' : `, but what was set before comes into force: ${waiting.join(', ')}`
  working.warn(
    isVlanFiltering
      ? `${link.name} starts to look at tags: every port is in VLAN ${bridge.defaultPvid ?? 1} only, until it is given others${before}`
      : `${link.name} stops looking at tags: every port carries every VLAN`,
  )
}

function setPorts(working: WorkingState, bridge: string, wanted: readonly string[], takesMembers: boolean): void {
  const present = working.state.links.filter(({ master }) => master === bridge)
  for (const link of present) {
    if (wanted.includes(link.name) || link.kind === 'tap' || working.guestAt(link.name) !== undefined) continue
    leave(working, link.name)
  }
  for (const [index, name] of wanted.entries()) {
    if (working.link(name)?.master === bridge) continue
    const claim = { field: `ports.${index}`, name, into: bridge, role: 'port' as const, takesMembers }
    if (claimLink(working, claim)) joinLinuxBridge(working, name, bridge)
  }
}

function removeLinuxBridge(working: WorkingState, { name }: IntentOf<'linuxBridge.remove'>): void {
  const refuse = (code: string, message: string): void => working.refuse('name', code, message)
  const bridge = working.linuxBridge(name)
  if (bridge === undefined)
    return refuse('unknown_bridge', `${name} is ${working.whatIs(name) ?? 'not on this host'}: name a Linux bridge`)
  const [first] = working.guestPorts(name)
  if (first !== undefined)
    return refuse(
      'bridge_in_use',
      `${name} has the port ${first.port} of running guest ${first.guest}: move or stop the guest first`,
    )
  const own = (working.state.libvirt?.networks ?? []).find(
    (network) => network.bridge === name && network.forwardMode !== 'bridge',
  )
  const [network] = own === undefined ? networksOn(working.state, name) : [own]
  if (network !== undefined)
    return refuse('bridge_in_use', `libvirt network ${network.name} uses ${name}: remove or change the network first`)
  if (!mayBeRemoved(working, name) || !working.isManageable('name', name)) return
  warnOfLinkLocal(working, bridge)
  for (const link of working.state.links) if (link.master === name) leave(working, link.name)
  if (working.attachmentOf(name) !== null) leave(working, name)
  working.removeLink(name)
}

export const linuxBridgeEdits: EditsOf<'linuxBridge.set' | 'linuxBridge.remove'> = {
  'linuxBridge.set': { needs: ['links', 'ovs'], apply: setLinuxBridge },
  'linuxBridge.remove': { needs: REMOVED_LINK, apply: removeLinuxBridge },
}
