import type { Element } from '@xmldom/xmldom'
import { normaliseMac } from '../address/mac'
import type { Guest, GuestNic } from '../model/libvirt'
import { matchNics } from '../observe/guests-nics'
import { deriveMac } from './derive'
import type { Draft, XmlPair } from './draft'
import { moveWay, refusesLinkState } from './guest-nic-how'
import {
  asConfigured,
  configOf,
  interfaceIn,
  newInterfaceElement,
  retarget,
  setLinkElement,
  withInterface,
} from './guest-nic-xml'
import { resolveTarget } from './guest-nic-target'
import { switchPortVlan } from './guest-port'
import type { IntentOf } from './intent'
import type { ChangeScope } from './intent-fields'
import { standalone } from './xml-edit'

type Scopes = { guest: Guest; pair: XmlPair; running: boolean; stored: boolean }

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
  if (isUnplugged && !guest.hasAcpi)
    return draft.refuse(
      'guest',
      'no_acpi',
      `${guest.name} has no ACPI, so no NIC can be unplugged while it runs: change the stored definition only (scope "stored") and restart it`,
    )
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
  const { guest, pair } = scopes
  const mac = macOf(nic)
  const moved = (text: string | null): Element | null => {
    const old = interfaceIn(text, mac)
    if (old === null) return null
    const element = standalone(old)
    retarget(element, target)
    return element
  }
  const stored = scopes.stored ? moved(pair.stored) : interfaceIn(pair.stored, mac)
  const runningNow = interfaceIn(pair.running, mac)
  const runningNext = scopes.running ? moved(pair.running) : null
  const wanted = configOf(runningNext)
  if (nic.running === null || wanted === null || runningNow === null)
    return writeNic(draft, scopes, mac, runningNow, stored)
  if (sourceText(nic.running) === sourceText(wanted)) return writeNic(draft, scopes, mac, runningNow, stored)
  const way = moveWay(draft, guest, nic.running, wanted)
  const isForcedReplug = intent.how === 'replug'
  if (isForcedReplug && !guest.hasAcpi)
    return draft.refuse(
      'how',
      'no_acpi',
      `${guest.name} has no ACPI, so its NIC cannot be unplugged while it runs: choose "power cycle"`,
    )
  if (intent.how === 'live' && way.how !== 'port' && way.how !== 'update')
    return draft.refuse(
      'how',
      'not_live',
      `${nic.name} of ${guest.name} cannot be moved live: ${way.why}. Choose ${guest.hasAcpi ? '"replug" or ' : ''}"power cycle"`,
    )
  const how = intent.how === 'power cycle' ? intent.how : isForcedReplug ? 'replug' : way.how
  if (how === 'power cycle') {
    if (!scopes.stored)
      return draft.refuse(
        'scope',
        'not_live',
        `${nic.name} of ${guest.name} can only change at the next start: ${way.why}. Let the stored definition change too (scope "both")`,
      )
    draft.guestMoves.set(mac, { how, why: way.why })
    return writeNic(draft, scopes, mac, runningNow, stored)
  }
  draft.guestMoves.set(mac, { how, why: way.why })
  if (how === 'port') {
    const source = wanted.source.type === 'network' ? wanted.source : null
    const network = source === null ? undefined : draft.network(source.network)
    const group = network?.portgroups.find(({ name, isDefault }) =>
      source?.portgroup == null ? isDefault : name === source.portgroup,
    )
    switchPortVlan(draft, nic.running, group?.vlan ?? network?.vlan ?? null)
    draft.warn(
      `${guest.name}: libvirt keeps naming the old portgroup of ${nic.name} in what runs, until the guest is stopped and started; the port has the new VLAN at once`,
    )
    return writeNic(draft, scopes, mac, runningNow, stored)
  }
  if (how === 'replug') {
    const element = asConfigured(runningNow)
    retarget(element, target)
    if (nic.running.target !== null) draft.vanishing.add(nic.running.target)
    return writeNic(draft, scopes, mac, element, stored)
  }
  writeNic(draft, scopes, mac, runningNext, stored)
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

/** What can be changed of a guest: a stopped one has no running definition, a transient one no stored one. */
function scopesOf(draft: Draft, text: string, scope: ChangeScope): Scopes | null {
  const guest = draft.guest(text)
  const refuse = (field: string, code: string, message: string): null => {
    draft.refuse(field, code, message)
    return null
  }
  if (guest === undefined)
    return refuse('guest', 'unknown_guest', `libvirt knows no guest ${text} on this host: name one by its name or UUID`)
  if (guest.manager !== 'libvirt')
    return refuse(
      'guest',
      'not_manageable',
      `${guest.name} was started past libvirt: it is shown, but not manageable here`,
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
  const pair = Object.hasOwn(draft.xml.guests, guest.uuid) ? draft.xml.guests[guest.uuid] : undefined
  if (pair === undefined || (isRunning && pair.running === null) || (guest.isPersistent && pair.stored === null))
    return refuse(
      'guest',
      'xml_missing',
      `The definition of guest ${guest.name} could not be read from the host: read the host again`,
    )
  return { guest, pair, running, stored }
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

const macOf = (nic: GuestNic): string => nic.running?.mac ?? nic.stored?.mac ?? ''

function takenMacs(draft: Draft): Map<string, string> {
  const taken = new Map(Object.entries(draft.macsElsewhere))
  for (const link of draft.state.links) if (link.mac !== null) taken.set(link.mac, `link ${link.name}`)
  for (const guest of draft.state.guests) for (const nic of guest.nics) taken.set(macOf(nic), `guest ${guest.name}`)
  return taken
}

const sourceText = (nic: NonNullable<GuestNic['running']>): string => {
  const { source } = nic
  return source.type === 'network'
    ? `network ${source.network} ${source.portgroup ?? ''}`
    : JSON.stringify([source, source.type === 'bridge' ? nic.vlan : null])
}

/** The guest's NIC as these two elements describe it; both null: gone. The texts follow. */
function writeNic(
  draft: Draft,
  { guest, pair }: Scopes,
  mac: string,
  running: Element | null,
  stored: Element | null,
): void {
  const next: XmlPair = {
    running: pair.running === null ? null : withInterface(pair.running, mac, running),
    stored: pair.stored === null ? null : withInterface(pair.stored, mac, stored),
  }
  draft.xml = { ...draft.xml, guests: { ...draft.xml.guests, [guest.uuid]: next } }
  const old = guest.nics.find((nic) => macOf(nic) === mac)
  const [a, b] = [configOf(running), configOf(stored)]
  const networks = new Map((draft.state.libvirt?.networks ?? []).map((network) => [network.name, network]))
  const [matched] = matchNics(a === null ? [] : [a], b === null ? null : [b], networks)
  const after = matched === undefined ? null : { ...matched, name: old?.name ?? freeName(guest) }
  draft.write({ kind: 'guest-nic', owner: guest.uuid, name: mac, before: null, after })
}

function freeName(guest: Guest): string {
  const names = new Set(guest.nics.map(({ name }) => name))
  let number = 0
  while (names.has(`net${number}`)) number += 1
  return `net${number}`
}
