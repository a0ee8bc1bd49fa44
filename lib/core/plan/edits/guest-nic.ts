import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../../address/mac'
import type { Guest, GuestNic } from '../../model/libvirt'
import { nicKey, teamRoleOf } from '../../observe/nic-key'
import { firstChild } from '../../parse/xml'
import { isLastInBootOrder } from '../definitions/boot-order'
import { deriveMac } from '../derive'
import type { EditsOf } from './edit-record'
import type { Ground } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import { refusesLinkState, unplugHint, whyDeaf } from '../definitions/guest-nic-how'
import { moveNic, warnOfFunction } from './guest-nic-move'
import type { Scopes } from './guest-nic-scopes'
import { macOf, scopesOf, takenMacs, whyNotTold, writeNic } from './guest-nic-scopes'
import { refusesStopped, refusesUnnamed, resolveTarget } from './guest-nic-target'
import { configOf, interfaceIn, newInterfaceElement, retarget, setLinkElement } from '../definitions/guest-nic-xml'
import type { IntentOf } from '../../intents/intent'
import { standalone } from '../definitions/xml-edit'

function attachGuestNic(working: WorkingState, intent: IntentOf<'guestNic.attach'>): void {
  const scopes = scopesOf(working, intent.guest, intent.scope)
  const target = resolveTarget(working, intent.target)
  if (scopes === null || target === null) return
  const { guest } = scopes
  const taken = takenMacs(working)
  const holder = intent.mac === undefined ? undefined : taken.get(intent.mac)
  if (holder !== undefined)
    return working.refuse(
      'mac',
      'mac_taken',
      `${intent.mac ?? ''} belongs to ${holder} already: leave it out, and one is made that is free`,
    )
  if (scopes.running && !guest.hasAcpi)
    return working.refuse(
      'guest',
      'no_acpi',
      `${guest.name} has no ACPI, so no NIC can be plugged while it runs: change the stored definition only (scope "stored") and restart it`,
    )
  const network = 'network' in target ? target.network : null
  if (
    scopes.running &&
    refusesStopped(working, guest.name, network, 'change the stored definition only (scope "stored")')
  )
    return
  if (refusesUnnamed(working, scopes, network)) return
  const mac = intent.mac ?? deriveMac(`${guest.uuid} nic ${guest.nics.length}`, new Set(taken.keys()))
  const element = newInterfaceElement(mac, intent.model, target)
  writeNic(working, scopes, mac, scopes.running ? element : null, scopes.stored ? element : null)
}

function detachGuestNic(working: WorkingState, intent: IntentOf<'guestNic.detach'>): void {
  const scopes = scopesOf(working, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(working, scopes, intent.nic)
  if (scopes === null || nic === null) return
  const { guest, pair } = scopes
  const key = nicKey(scopes.guest, nic)
  const isUnplugged = scopes.running && nic.running !== null
  if (isUnplugged && nic.running?.target != null) working.vanishing.add(nic.running.target)
  const deaf = isUnplugged ? whyDeaf(guest) : null
  if (deaf !== null)
    return working.refuse(
      'guest',
      deaf.code,
      `${deaf.text}. Or change the stored definition only (scope "stored") and restart it`,
    )
  const transient = partnerOf(guest, nic)
  if (transient !== undefined)
    working.warn(`${transient.name} of ${guest.name} is in a team with ${nic.name}, and stays without its partner`)
  if (isUnplugged) {
    working.warn(unplugHint(guest, key))
    warnOfFunction(working, guest, nic)
  }
  if (scopes.stored && isLastInBootOrder(pair.stored, key))
    working.warn(
      `${nic.name} is the last device of ${guest.name} with a boot order: without it libvirt stores that the guest boots from its hard disk`,
    )
  writeNic(
    working,
    scopes,
    key,
    isUnplugged ? null : interfaceIn(pair.running, key),
    scopes.stored ? null : interfaceIn(pair.stored, key),
  )
}

function moveGuestNic(working: WorkingState, intent: IntentOf<'guestNic.move'>): void {
  const scopes = scopesOf(working, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(working, scopes, intent.nic)
  const target = resolveTarget(working, intent.target)
  if (scopes === null || nic === null || target === null) return
  const { pair } = scopes
  if (teamRoleOf(nic) === 'transient')
    return working.refuse(
      'nic',
      'not_supported',
      `${nic.name} of ${scopes.guest.name} is a team's transient NIC, which libvirt wants to be a device of the host: move its partner, or detach it`,
    )
  if (refusesUnnamed(working, scopes, 'network' in target ? target.network : null)) return
  const key = nicKey(scopes.guest, nic)
  const fixed = isGivenFunction(nic) ? null : whyFixed(interfaceIn(pair.running, key) ?? interfaceIn(pair.stored, key))
  if (fixed !== null)
    return working.refuse(
      'nic',
      'not_supported',
      `${nic.name} of ${scopes.guest.name} is ${fixed}, so it cannot be plugged elsewhere: detach it, and attach a new NIC there`,
    )
  const moved = (text: string | null): Element | null => {
    const old = interfaceIn(text, key)
    if (old === null) return null
    const element = standalone(old)
    retarget(element, target)
    return JSON.stringify(configOf(element)) === JSON.stringify(configOf(old)) ? old : element
  }
  const stored = scopes.stored ? moved(pair.stored) : interfaceIn(pair.stored, key)
  const runningNow = interfaceIn(pair.running, key)
  const runningNext = scopes.running ? moved(pair.running) : null
  if (runningNow === null || runningNext === null || nic.running === null)
    return writeNic(working, scopes, key, runningNow, stored)
  moveNic(working, scopes, nic, { running: runningNext, stored }, intent.how)
}

/** A function that a network gave: the network takes it back when the NIC is unplugged, and another NIC is plugged in its place. */
const isGivenFunction = ({ running, stored }: GuestNic): boolean =>
  running?.source.type === 'hostdev' && running.source.network !== null && stored?.source.type === 'network'

/** What a NIC is that has more to it than a place on a bridge, network or link; null: it can go to any of them. */
function whyFixed(element: Element | null): string | null {
  const type = element?.getAttribute('type') ?? ''
  if (type === 'hostdev') return 'a PCI device of the host that the guest has for itself'
  if (type === 'vdpa' || type === 'vhostuser' || type === 'vds') return `of type ${type}, whose other end is no bridge`
  const backend = firstChild(element, 'backend')
  if (firstChild(element, 'portForward') !== null || backend?.getAttribute('type') === 'passt')
    return 'run by a process of its own (passt) with forwarded ports'
  return null
}

function setGuestNicLink(working: WorkingState, intent: IntentOf<'guestNic.setLink'>): void {
  const scopes = scopesOf(working, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(working, scopes, intent.nic)
  if (scopes === null || nic === null) return
  const key = nicKey(scopes.guest, nic)
  if ((nic.running ?? nic.stored)?.source.type === 'hostdev')
    return working.refuse(
      'nic',
      'not_supported',
      `${nic.name} of ${scopes.guest.name} is a PCI device of the host that the guest has for itself: libvirt sets no link state on it`,
    )
  const isChanged = scopes.running && nic.running !== null && nic.running.linkState !== intent.state
  if (isChanged && nic.running !== null && refusesLinkState(working, nic.running))
    return working.refuse(
      'scope',
      'not_live',
      `libvirt ${working.state.libvirt?.version ?? ''} cannot set the link of a network's NIC on Open vSwitch while the guest runs: change the stored definition only (scope "stored"), or detach the NIC`,
    )
  const edited = (text: string | null): Element | null => {
    const old = interfaceIn(text, key)
    if (old === null) return null
    const element = standalone(old)
    setLinkElement(element, intent.state)
    return element
  }
  const { pair } = scopes
  writeNic(
    working,
    scopes,
    key,
    isChanged ? edited(pair.running) : interfaceIn(pair.running, key),
    scopes.stored && nic.stored?.linkState !== intent.state ? edited(pair.stored) : interfaceIn(pair.stored, key),
  )
}

/** The transient NIC that names this one as its persistent one. */
const partnerOf = ({ nics }: Guest, nic: GuestNic): GuestNic | undefined =>
  teamRoleOf(nic) === 'persistent'
    ? nics.find((other) => teamRoleOf(other) === 'transient' && macOf(other) === macOf(nic))
    : undefined

function knownNic(working: WorkingState, scopes: Scopes, text: string): GuestNic | null {
  const { guest } = scopes
  const mac = normaliseMac(text)
  const named = guest.nics.filter((nic) => nic.name === text || nicKey(guest, nic) === text)
  const found = mac === null ? named : guest.nics.filter((nic) => macOf(nic) === mac)
  const [nic] = found
  const refuse = (code: string, message: string): null => {
    working.refuse('nic', code, message)
    return null
  }
  if (nic === undefined)
    return refuse(
      'unknown_nic',
      `${guest.name} has no NIC ${text}: it has ${guest.nics.map(({ name }) => name).join(', ') || 'none'}`,
    )
  if (found.length > 1)
    return refuse(
      'ambiguous_nic',
      `${guest.name} has ${found.length} NICs with the address ${text}: name one of ${found.map(({ name }) => name).join(', ')}`,
    )
  const why = whyNotTold(scopes, nicKey(guest, nic))
  return why === null ? nic : refuse('not_manageable', why)
}

const PLUGGED: readonly Ground[] = ['links', 'ovs', 'networks', 'guests']

export const guestNicEdits: EditsOf<'guestNic.attach' | 'guestNic.move' | 'guestNic.detach' | 'guestNic.setLink'> = {
  // A MAC is given out that nobody has.
  'guestNic.attach': { needs: [...PLUGGED, 'processes'], apply: attachGuestNic },
  'guestNic.move': { needs: PLUGGED, apply: moveGuestNic },
  'guestNic.detach': { needs: ['guests'], apply: detachGuestNic },
  'guestNic.setLink': { needs: ['guests'], apply: setGuestNicLink },
}
