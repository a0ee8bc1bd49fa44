import type { EditsOf } from './edit-record'
import { USERS } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { claimLink, inFakeBridge, joinLinuxBridge, joinOvsBridge, leave } from './members'
import { newInterface, newOvsPort } from '../../objects/new-objects'
import { addInternal, dropPortLinks } from './ovs-bridge'
import { uppersOf } from './dependents'

type PortIntent = IntentOf<'port.set'>

/** A bridge has this port: an existing link, an internal port, one end of a patch, or a tunnel. */
function setPort(working: WorkingState, intent: PortIntent): void {
  const { bridge: wanted, name, type } = intent
  const fake = working.fakeBridge(wanted)
  const bridge = fake?.parent ?? wanted
  if (working.ovsBridge(bridge) === undefined) return setLinuxPort(working, intent)
  const existing = working.ovsPort(name)
  if (existing !== undefined && existing.bridge !== bridge && type !== 'system')
    return working.refuse(
      'name',
      'name_taken',
      `${name} is a port of ${existing.bridge} already: remove it there first`,
    )
  if (type === 'system') {
    const attachment = working.attachmentOf(name)
    if (attachment?.kind === 'ovs' && attachment.bridge === bridge && attachment.port.name === name) return
    const claim = { field: 'name', name, into: bridge, role: 'port' as const, takesMembers: intent.takesMembers }
    if (claimLink(working, claim)) joinOvsBridge(working, name, wanted)
    return
  }
  if (existing !== undefined) return changePort(working, intent)
  const taken = working.whatIs(name)
  if (taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the port`)
  const options = optionsOf(working, intent)
  if (options === null) return
  if (type === 'internal') addInternal(working, name, bridge)
  else working.putOvsPort(newOvsPort(name, bridge, [newInterface(name, type, options)]))
  const port = working.ovsPort(name)
  if (fake !== undefined && port !== undefined) working.putOvsPort(inFakeBridge(port, fake.name, fake.vlanId))
}

function setLinuxPort(working: WorkingState, intent: PortIntent): void {
  const { bridge, name, type } = intent
  if (working.linuxBridge(bridge) === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${working.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  if (type !== 'system')
    return working.refuse(
      'type',
      'wrong_kind',
      `${bridge} is a Linux bridge, which takes existing links only: a port of type ${type} needs an OVS bridge`,
    )
  if (working.link(name)?.master === bridge) return
  const claim = { field: 'name', name, into: bridge, role: 'port' as const, takesMembers: intent.takesMembers }
  if (claimLink(working, claim)) joinLinuxBridge(working, name, bridge)
}

/** Options of an existing port; others than the given ones stay. */
function changePort(working: WorkingState, intent: PortIntent): void {
  const port = working.ovsPort(intent.name)
  const [iface] = port?.interfaces ?? []
  if (port === undefined || iface === undefined) return
  if (iface.type !== intent.type)
    return working.refuse(
      'type',
      'wrong_kind',
      `${intent.name} is a port of type ${iface.type} already: remove it first, or choose another name`,
    )
  const options = optionsOf(working, intent)
  if (options === null) return
  const cleared = new Set(Object.entries(intent.options).flatMap(([key, value]) => (value === null ? [key] : [])))
  const kept = Object.fromEntries(Object.entries(iface.options).filter(([key]) => !cleared.has(key)))
  const merged = { ...kept, ...options }
  const changed = newInterface(iface.name, iface.type, merged)
  const after = { ...iface, options: merged, tunnel: changed.tunnel, patchPeer: changed.patchPeer }
  working.putOvsPort({ ...port, interfaces: [after] })
}

const MAX_VNI = 16_777_215

function optionsOf(working: WorkingState, { type, options, bridge }: PortIntent): Record<string, string> | null {
  const given = Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => entry[1] != null),
  )
  const refuse = (field: string, message: string): null => {
    working.refuse(`options.${field}`, 'invalid_option', message)
    return null
  }
  const stray = Object.keys(given).find((key) =>
    type === 'patch' ? key !== 'peer' : type === 'internal' || key === 'peer',
  )
  if (stray !== undefined) return refuse(stray, `A port of type ${type} has no option ${stray}: leave it out`)
  if (type === 'patch') {
    if (given.peer === undefined) return refuse('peer', 'A patch port needs the name of its other end, e.g. patch-tun')
    const peer = working.ovsPort(given.peer)
    if (peer?.bridge === bridge)
      return refuse('peer', `${given.peer} is in ${bridge} too: a patch joins two different bridges`)
    if (peer === undefined)
      working.warn(`Patch ${given.peer} does not exist yet: nothing passes until its end is made too`)
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

function removePort(working: WorkingState, { bridge, name }: IntentOf<'port.remove'>): void {
  const refuse = (code: string, message: string): void => working.refuse('name', code, message)
  if (!working.isManageable('name', name)) return
  const guest = working.guestAt(name)
  if (guest !== undefined)
    return refuse(
      'guest_port',
      `${name} belongs to running guest ${guest.name}: detach or move the guest's NIC instead`,
    )
  const parent = working.fakeBridge(bridge)?.parent ?? bridge
  const port = working.ovsPort(name)
  if (port?.bridge === parent) {
    if (name === parent) return refuse('local_port', `${name} is the bridge's own port: it goes with the bridge`)
    if (working.fakeBridge(name) !== undefined)
      return refuse('local_port', `${name} is a fake bridge: remove it as a bridge`)
    const internal = port.interfaces.find(({ type }) => type === 'internal')
    if (internal !== undefined && working.holdsManagement(internal.name))
      return refuse(
        'management_link',
        `${name} carries the address that we are connected to: move it to another link first`,
      )
    const [upper] = internal === undefined ? [] : uppersOf(working.state, internal.name)
    if (upper !== undefined) return refuse('link_in_use', `${upper.name} stands on ${name}: remove ${upper.name} first`)
    if (port.interfaces.some(({ options }) => options.psk === '(hidden)'))
      return refuse(
        'not_manageable',
        `${name} has a pre-shared key, which is not shown to us and could not be put back: remove it by hand`,
      )
    const mirror = working
      .ovsBridge(parent)
      ?.mirrors.find((each) => [...each.sourcePorts, ...each.destinationPorts, each.outputPort].includes(name))
    if (mirror !== undefined)
      return refuse('port_in_use', `Mirror ${mirror.name} uses ${name}: change or remove the mirror first`)
    dropPortLinks(working, port)
    return working.removeOvsPort(port)
  }
  if (working.link(name)?.master === bridge && working.linuxBridge(bridge) !== undefined) return leave(working, name)
  refuse('unknown_port', `${bridge} has no port ${name}: name one that it has`)
}

export const portEdits: EditsOf<'port.set' | 'port.remove'> = {
  'port.set': { needs: ['links', 'ovs'], apply: setPort },
  'port.remove': { needs: ['links', 'ovs', ...USERS, 'management'], apply: removePort },
}
