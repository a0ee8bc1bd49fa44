import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../address/mac'
import type { Guest, GuestNic } from '../model/libvirt'
import { deriveMac } from './derive'
import type { Draft } from './draft'
import { refusesLinkState, unplugHint, whyDeaf } from './guest-nic-how'
import { moveNic } from './guest-nic-move'
import { macOf, scopesOf, takenMacs, writeNic } from './guest-nic-scopes'
import { resolveTarget } from './guest-nic-target'
import { configOf, interfaceIn, newInterfaceElement, retarget, setLinkElement } from './guest-nic-xml'
import type { IntentOf } from './intent'
import { standalone } from './xml-edit'

export function attachGuestNic(draft: Draft, intent: IntentOf<'guestNic.attach'>): void {
  const scopes = scopesOf(draft, intent.guest, intent.scope)
  const target = resolveTarget(draft, intent.target)
  if (scopes === null || target === null) return
  const { guest } = scopes
  const taken = takenMacs(draft)
  const holder = intent.mac === undefined ? undefined : taken.get(intent.mac)
  if (holder !== undefined)
    return draft.refuse(
      'mac',
      'mac_taken',
      `${intent.mac ?? ''} belongs to ${holder} already: leave it out, and one is made that is free`,
    )
  if (scopes.running && !guest.hasAcpi)
    return draft.refuse(
      'guest',
      'no_acpi',
      `${guest.name} has no ACPI, so no NIC can be plugged while it runs: change the stored definition only (scope "stored") and restart it`,
    )
  const mac = intent.mac ?? deriveMac(`${guest.uuid} nic ${guest.nics.length}`, new Set(taken.keys()))
  const element = newInterfaceElement(mac, intent.model, target)
  writeNic(draft, scopes, mac, scopes.running ? element : null, scopes.stored ? element : null)
}

export function detachGuestNic(draft: Draft, intent: IntentOf<'guestNic.detach'>): void {
  const scopes = scopesOf(draft, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(draft, scopes.guest, intent.nic)
  if (scopes === null || nic === null) return
  const { guest, pair } = scopes
  const mac = macOf(nic)
  const isUnplugged = scopes.running && nic.running !== null
  if (isUnplugged && nic.running?.target != null) draft.vanishing.add(nic.running.target)
  const deaf = isUnplugged ? whyDeaf(guest) : null
  if (deaf !== null)
    return draft.refuse(
      'guest',
      deaf.code,
      `${deaf.text}. Or change the stored definition only (scope "stored") and restart it`,
    )
  if (isUnplugged) draft.warn(unplugHint(guest, mac))
  writeNic(
    draft,
    scopes,
    mac,
    isUnplugged ? null : interfaceIn(pair.running, mac),
    scopes.stored ? null : interfaceIn(pair.stored, mac),
  )
}

export function moveGuestNic(draft: Draft, intent: IntentOf<'guestNic.move'>): void {
  const scopes = scopesOf(draft, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(draft, scopes.guest, intent.nic)
  const target = resolveTarget(draft, intent.target)
  if (scopes === null || nic === null || target === null) return
  const { pair } = scopes
  const mac = macOf(nic)
  const moved = (text: string | null): Element | null => {
    const old = interfaceIn(text, mac)
    if (old === null) return null
    const element = standalone(old)
    retarget(element, target)
    return JSON.stringify(configOf(element)) === JSON.stringify(configOf(old)) ? old : element
  }
  const stored = scopes.stored ? moved(pair.stored) : interfaceIn(pair.stored, mac)
  const runningNow = interfaceIn(pair.running, mac)
  const runningNext = scopes.running ? moved(pair.running) : null
  if (runningNow === null || runningNext === null || nic.running === null)
    return writeNic(draft, scopes, mac, runningNow, stored)
  moveNic(draft, scopes, nic, { running: runningNext, stored }, intent.how)
}

export function setGuestNicLink(draft: Draft, intent: IntentOf<'guestNic.setLink'>): void {
  const scopes = scopesOf(draft, intent.guest, intent.scope)
  const nic = scopes === null ? null : knownNic(draft, scopes.guest, intent.nic)
  if (scopes === null || nic === null) return
  const mac = macOf(nic)
  const isChanged = scopes.running && nic.running !== null && nic.running.linkState !== intent.state
  if (isChanged && nic.running !== null && refusesLinkState(draft, nic.running))
    return draft.refuse(
      'scope',
      'not_live',
      `libvirt ${draft.state.libvirt?.version ?? ''} cannot set the link of a network's NIC on Open vSwitch while the guest runs: change the stored definition only (scope "stored"), or detach the NIC`,
    )
  const edited = (text: string | null): Element | null => {
    const old = interfaceIn(text, mac)
    if (old === null) return null
    const element = standalone(old)
    setLinkElement(element, intent.state)
    return element
  }
  const { pair } = scopes
  writeNic(
    draft,
    scopes,
    mac,
    isChanged ? edited(pair.running) : interfaceIn(pair.running, mac),
    scopes.stored && nic.stored?.linkState !== intent.state ? edited(pair.stored) : interfaceIn(pair.stored, mac),
  )
}

function knownNic(draft: Draft, guest: Guest, text: string): GuestNic | null {
  const mac = normaliseMac(text)
  const found = guest.nics.filter((nic) => nic.name === text || (mac !== null && macOf(nic) === mac))
  const [nic] = found
  const refuse = (code: string, message: string): null => {
    draft.refuse('nic', code, message)
    return null
  }
  if (nic === undefined)
    return refuse(
      'unknown_nic',
      `${guest.name} has no NIC ${text}: it has ${guest.nics.map(({ name }) => name).join(', ') || 'none'}`,
    )
  if (guest.nics.filter((other) => macOf(other) === macOf(nic)).length > 1 || normaliseMac(macOf(nic)) === null)
    return refuse(
      'not_manageable',
      `${guest.name} has several NICs with the address ${macOf(nic)}, which libvirt cannot tell apart: give them different ones first`,
    )
  return nic
}
