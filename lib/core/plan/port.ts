import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'
import { claimLink, inFakeBridge, joinLinuxBridge, joinOvsBridge, leave, warnOfForeign } from './members'
import { newInterface, newOvsPort } from './new-objects'
import { addInternal, dropPortLinks } from './ovs-bridge'
import { uppersOf } from './users'

type PortIntent = IntentOf<'port.set'>

/** A bridge has this port: an existing link, an internal port, one end of a patch, or a tunnel. */
export function setPort(draft: Draft, intent: PortIntent): void {
  const { bridge: wanted, name, type } = intent
  const fake = draft.fakeBridge(wanted)
  const bridge = fake?.parent ?? wanted
  if (draft.ovsBridge(bridge) === undefined) return setLinuxPort(draft, intent)
  const existing = draft.ovsPort(name)
  if (existing !== undefined && existing.bridge !== bridge && type !== 'system')
    return draft.refuse('name', 'name_taken', `${name} is a port of ${existing.bridge} already: remove it there first`)
  if (type === 'system') {
    const seat = draft.seatOf(name)
    if (seat?.kind === 'ovs' && seat.bridge === bridge && seat.port.name === name) return
    const claim = { field: 'name', name, into: bridge, role: 'port' as const, takesMembers: intent.takesMembers }
    if (claimLink(draft, claim)) joinOvsBridge(draft, name, wanted)
    return
  }
  if (existing !== undefined) return changePort(draft, intent)
  const taken = draft.whatIs(name)
  if (taken !== undefined)
    return draft.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the port`)
  const options = optionsOf(draft, intent)
  if (options === null) return
  if (type === 'internal') addInternal(draft, name, bridge)
  else draft.putOvsPort(newOvsPort(name, bridge, [newInterface(name, type, options)]))
  const port = draft.ovsPort(name)
  if (fake !== undefined && port !== undefined) draft.putOvsPort(inFakeBridge(port, fake.name, fake.vlanId))
}

function setLinuxPort(draft: Draft, intent: PortIntent): void {
  const { bridge, name, type } = intent
  if (draft.linuxBridge(bridge) === undefined)
    return draft.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  if (type !== 'system')
    return draft.refuse(
      'type',
      'wrong_kind',
      `${bridge} is a Linux bridge, which takes existing links only: a port of type ${type} needs an OVS bridge`,
    )
  if (draft.link(name)?.master === bridge) return
  const claim = { field: 'name', name, into: bridge, role: 'port' as const, takesMembers: intent.takesMembers }
  if (claimLink(draft, claim)) joinLinuxBridge(draft, name, bridge)
}

/** Options of an existing port; others than the given ones stay. */
function changePort(draft: Draft, intent: PortIntent): void {
  const port = draft.ovsPort(intent.name)
  const [iface] = port?.interfaces ?? []
  if (port === undefined || iface === undefined) return
  if (iface.type !== intent.type)
    return draft.refuse(
      'type',
      'wrong_kind',
      `${intent.name} is a port of type ${iface.type} already: remove it first, or choose another name`,
    )
  const options = optionsOf(draft, intent)
  if (options === null) return
  const cleared = new Set(Object.entries(intent.options).flatMap(([key, value]) => (value === null ? [key] : [])))
  const kept = Object.fromEntries(Object.entries(iface.options).filter(([key]) => !cleared.has(key)))
  const merged = { ...kept, ...options }
  warnOfForeign(draft, port)
  const changed = newInterface(iface.name, iface.type, merged)
  const after = { ...iface, options: merged, tunnel: changed.tunnel, patchPeer: changed.patchPeer }
  draft.putOvsPort({ ...port, interfaces: [after] })
}

const MAX_VNI = 16_777_215

function optionsOf(draft: Draft, { type, options, bridge }: PortIntent): Record<string, string> | null {
  const given = Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => entry[1] != null),
  )
  const refuse = (field: string, message: string): null => {
    draft.refuse(`options.${field}`, 'invalid_option', message)
    return null
  }
  const stray = Object.keys(given).find((key) =>
    type === 'patch' ? key !== 'peer' : type === 'internal' || key === 'peer',
  )
  if (stray !== undefined) return refuse(stray, `A port of type ${type} has no option ${stray}: leave it out`)
  if (type === 'patch') {
    if (given.peer === undefined) return refuse('peer', 'A patch port needs the name of its other end, e.g. patch-tun')
    const peer = draft.ovsPort(given.peer)
    if (peer?.bridge === bridge)
      return refuse('peer', `${given.peer} is in ${bridge} too: a patch joins two different bridges`)
    if (peer === undefined)
      draft.warn(`Patch ${given.peer} does not exist yet: nothing passes until its end is made too`)
  }
  if (type === 'vxlan' || type === 'gre' || type === 'geneve') {
    if (given.remote_ip === undefined)
      return refuse('remote_ip', `A ${type} tunnel needs the address of its other end, e.g. 192.0.2.7, or flow`)
    const limit = type === 'gre' ? 4_294_967_295 : MAX_VNI
    if (given.key !== undefined && given.key !== 'flow' && Number(given.key) > limit)
      return refuse('key', `${given.key} is too large: a ${type} key has at most ${limit}`)
    if (type === 'gre' && given.dst_port !== undefined) return refuse('dst_port', 'GRE has no UDP port: leave it out')
    if (given.dst_port !== undefined && (Number(given.dst_port) < 1 || Number(given.dst_port) > 65_535))
      return refuse(
        'dst_port',
        `${given.dst_port} is no UDP port: use 1 to 65535, usually 4789 (VXLAN) or 6081 (Geneve)`,
      )
  }
  return given
}

export function removePort(draft: Draft, { bridge, name }: IntentOf<'port.remove'>): void {
  const refuse = (code: string, message: string): void => draft.refuse('name', code, message)
  if (!draft.isManageable('name', name)) return
  const guest = draft.guestAt(name)
  if (guest !== undefined)
    return refuse(
      'guest_port',
      `${name} belongs to running guest ${guest.name}: detach or move the guest's NIC instead`,
    )
  const parent = draft.fakeBridge(bridge)?.parent ?? bridge
  const port = draft.ovsPort(name)
  if (port?.bridge === parent) {
    if (name === parent) return refuse('local_port', `${name} is the bridge's own port: it goes with the bridge`)
    if (draft.fakeBridge(name) !== undefined)
      return refuse('local_port', `${name} is a fake bridge: remove it as a bridge`)
    const internal = port.interfaces.find(({ type }) => type === 'internal')
    if (internal !== undefined && draft.holdsManagement(internal.name))
      return refuse(
        'management_link',
        `${name} carries the address that we are connected to: move it to another link first`,
      )
    const [upper] = internal === undefined ? [] : uppersOf(draft.state, internal.name)
    if (upper !== undefined) return refuse('link_in_use', `${upper.name} stands on ${name}: remove ${upper.name} first`)
    if (port.interfaces.some(({ options }) => options.psk === '(hidden)'))
      return refuse(
        'not_manageable',
        `${name} has a pre-shared key, which is not shown to us and could not be put back: remove it by hand`,
      )
    warnOfForeign(draft, port)
    const mirror = draft
      .ovsBridge(parent)
      ?.mirrors.find((each) => [...each.sourcePorts, ...each.destinationPorts, each.outputPort].includes(name))
    if (mirror !== undefined)
      return refuse('port_in_use', `Mirror ${mirror.name} uses ${name}: change or remove the mirror first`)
    dropPortLinks(draft, port)
    return draft.removeOvsPort(port)
  }
  if (draft.link(name)?.master === bridge && draft.linuxBridge(bridge) !== undefined) return leave(draft, name)
  refuse('unknown_port', `${bridge} has no port ${name}: name one that it has`)
}
