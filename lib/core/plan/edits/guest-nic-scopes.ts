/* A guest's NIC in its two definitions: which of them can be changed, and how they are written. */
import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../../address/mac'
import type { Guest, GuestNic } from '../../model/libvirt'
import type { NetworkState } from '../../model/network-state'
import { matchNics } from '../../observe/guests-nics'
import { isFirmKey, macOfKey, nicKeys, nicOfKey } from '../../observe/nic-key'
import type { WorkingState, XmlPair } from '../working-state'
import { configOf, hasBusAddress, interfaceIn, withInterface } from '../definitions/guest-nic-xml'
import type { ChangeScope } from '../../intents/fields'

export type Scopes = { guest: Guest; pair: XmlPair; running: boolean; stored: boolean }

/** What can be changed of a guest: a stopped one has no running definition, a transient one no stored one. */
export function scopesOf(working: WorkingState, text: string, scope: ChangeScope): Scopes | null {
  const guest = working.guest(text)
  const refuse = (field: string, code: string, message: string): null => {
    working.refuse(field, code, message)
    return null
  }
  if (guest === undefined)
    return refuse('guest', 'unknown_guest', `libvirt knows no guest ${text} on this host: name one by its name or UUID`)
  if (guest.manager !== 'libvirt')
    return refuse(
      'guest',
      'not_manageable',
      `${guest.name} is not listed by libvirt: it is shown by its process, but not manageable here`,
    )
  const isRunning = guest.state !== 'shut off' && guest.state !== 'crashed'
  const running = isRunning && scope !== 'stored'
  const stored = guest.isPersistent && scope !== 'running'
  if (scope === 'running' && !isRunning)
    return refuse('scope', 'not_running', `${guest.name} does not run: change its stored definition (scope "stored")`)
  if (scope === 'stored' && !guest.isPersistent)
    return refuse(
      'scope',
      'transient',
      `${guest.name} is not stored, it exists only while it runs: change what runs (scope "running")`,
    )
  const pair = Object.hasOwn(working.xml.guests, guest.uuid) ? working.xml.guests[guest.uuid] : undefined
  if (pair === undefined || (isRunning && pair.running === null) || (guest.isPersistent && pair.stored === null))
    return refuse(
      'guest',
      'xml_missing',
      `The definition of guest ${guest.name} could not be read from the host: read the host again`,
    )
  return { guest, pair, running, stored }
}

export const macOf = (nic: GuestNic): string => nic.running?.mac ?? nic.stored?.mac ?? ''

/** Why libvirt could take another NIC of the guest for this one; null where it cannot. Most have their MAC alone. */
export function whyNotTold({ guest, pair }: Scopes, key: string): string | null {
  const keys = nicKeys(guest.nics)
  const mac = macOfKey(key)
  if (normaliseMac(mac) === null) return `${guest.name} has a NIC without an address, by which libvirt could find it`
  if (!keys.some((other) => other !== key && macOfKey(other) === mac)) return null
  if (!isFirmKey(key, keys))
    return `${guest.name} has several NICs with the address ${mac}, and none of them is a team's transient one: nothing tells them apart. Give them different addresses first`
  const elements = [pair.running, pair.stored].map((text) => interfaceIn(text, key))
  return elements.every((element) => element === null || hasBusAddress(element))
    ? null
    : `${guest.name} has two NICs with the address ${mac}. libvirt tells them apart by their PCI address, and this one has none in its definition yet: start the guest once, or give it one`
}

/** MACs that are in use, with whose they are. */
export function takenMacs(working: WorkingState): Map<string, string> {
  const taken = new Map(Object.entries(working.macsElsewhere))
  for (const link of working.state.links) if (link.mac !== null) taken.set(link.mac, `link ${link.name}`)
  for (const guest of working.state.guests) for (const nic of guest.nics) taken.set(macOf(nic), `guest ${guest.name}`)
  return taken
}

/** The guest's NIC of this key (nicKey) as these two elements describe it; both null: gone. `followers`: keys it was stored before. */
export function writeNic(
  working: WorkingState,
  { guest, pair }: Scopes,
  key: string,
  running: Element | null,
  stored: Element | null,
  followers: readonly string[] = [],
): void {
  const next: XmlPair = {
    running: pair.running === null ? null : withInterface(pair.running, key, running),
    stored: pair.stored === null ? null : withInterface(pair.stored, key, stored, followers),
  }
  working.xml = { ...working.xml, guests: { ...working.xml.guests, [guest.uuid]: next } }
  const old = nicOfKey(guest, key)
  const seen = nicSeen(working.state, running, stored)
  const after = seen === null ? null : { ...seen, name: old?.name ?? freeName(guest) }
  working.write({ kind: 'guest-nic', owner: guest.uuid, name: key, before: null, after })
}

/** The NIC as it is read on this host where these are its two elements; null without either. */
export function nicSeen(
  { libvirt }: Pick<NetworkState, 'libvirt'>,
  running: Element | null,
  stored: Element | null,
): GuestNic | null {
  const [a, b] = [configOf(running), configOf(stored)]
  const networks = new Map((libvirt?.networks ?? []).map((network) => [network.name, network]))
  const version = libvirt?.version ?? null
  return matchNics(a === null ? [] : [a], b === null ? null : [b], { networks, version })[0] ?? null
}

function freeName(guest: Guest): string {
  const names = new Set(guest.nics.map(({ name }) => name))
  let number = 0
  while (names.has(`net${number}`)) number += 1
  return `net${number}`
}
