import type { Element } from '@xmldom/xmldom'
import type { LibvirtNetwork } from '../model/libvirt'
import { differsFromStored } from '../observe/libvirt-stored'
import { parseNetworkXml } from '../parse/libvirt-xml-network'
import { firstChild } from '../parse/xml'
import { deriveUuid } from './derive'
import type { Draft, XmlPair } from './draft'
import type { IntentOf } from '../intents/intent'
import { FORWARD_MODES } from '../intents/network'
import { editNetwork } from './network-edit'
import { refuseLostVlans } from './network-vlan'
import { nicsOn } from './users'
import { addChild, newDocument, openXml, serialise } from './xml-edit'

type NetworkIntent = IntentOf<'network.set'>

/** A libvirt network is defined so, and active and started at boot as wanted. */
export function setNetwork(draft: Draft, intent: NetworkIntent): void {
  if (draft.state.libvirt === null)
    return draft.refuse(
      'name',
      'tool_missing',
      'libvirt was not found on this host: install libvirt-daemon-system first',
    )
  const existing = draft.network(intent.name)
  if (!isPlaceThere(draft, intent, existing)) return
  if (existing === undefined) return define(draft, intent)
  if (!isExpressible(draft, existing, intent)) return
  const pair = xmlOf(draft, existing)
  if (pair === null) return
  const edited = { running: editedText(draft, pair.running, intent), stored: editedText(draft, pair.stored, intent) }
  if (edited.running === pair.running && edited.stored === pair.stored) return toggle(draft, existing, intent, pair)
  const { autostart = existing.isAutostart } = intent
  if (autostart && !existing.isPersistent) return refuseAutostart(draft, existing)
  // libvirt cannot change these while a network runs: it stops and starts, so no running guest may be on it.
  if (!mayStop(draft, existing, 'name')) return
  const { active = existing.isActive } = intent
  const running = active ? (edited.running ?? edited.stored) : null
  putNetwork(draft, existing.name, { ...edited, running }, { uuid: existing.uuid, isAutostart: autostart })
  refuseLostVlans(draft, existing, intent.forward === undefined ? 'bridge' : 'forward')
}

/** Whether an intent can say what is to become of a network that is there: one link is no pool, and PCI devices are none. */
function isExpressible(draft: Draft, network: LibvirtNetwork, { forward, dev }: NetworkIntent): boolean {
  const { name, forwardMode, forwardDevices } = network
  if (forward !== undefined && !FORWARD_MODES.has(forwardMode)) {
    draft.refuse(
      'forward',
      'not_supported',
      `Network ${name} has forward mode ${forwardMode}, which is shown here and not changed: leave the forward mode out, or make another network`,
    )
    return false
  }
  const [first] = forwardDevices
  if (dev === undefined || forwardDevices.length < 2 || dev === first) return true
  draft.refuse(
    'dev',
    'not_supported',
    `Network ${name} has a pool of ${forwardDevices.length} links (${forwardDevices.join(', ')}), and an edit names one: leave it at ${first ?? ''}, which keeps the pool, or change the pool with "virsh net-edit ${name}"`,
  )
  return false
}

/** The definition with what the intent asks for; the very same text where it says so already. */
function editedText(draft: Draft, text: string | null, intent: NetworkIntent): string | null {
  const root = openXml(text, 'network')
  if (root === null) return text
  const before = serialise(root)
  editNetwork(draft, root, intent)
  const after = serialise(root)
  return before === after ? text : `${after}\n`
}

/** What it names anew must be there; what it leaves as it is need not. */
function isPlaceThere(
  draft: Draft,
  { bridge, dev, virtualport }: NetworkIntent,
  existing: LibvirtNetwork | undefined,
): boolean {
  const refuse = (field: string, code: string, message: string): false => {
    draft.refuse(field, code, message)
    return false
  }
  if (bridge !== undefined) {
    const isOvs = draft.ovsBridge(bridge) !== undefined || draft.fakeBridge(bridge) !== undefined
    if (!isOvs && draft.linuxBridge(bridge) === undefined && bridge !== existing?.bridge)
      return refuse(
        'bridge',
        'unknown_bridge',
        `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name a bridge, or make it in the same change`,
      )
    if (isOvs && virtualport === null)
      return refuse(
        'virtualport',
        'conflict',
        `${bridge} is an OVS bridge: without virtualport openvswitch libvirt cannot plug guests into it`,
      )
    if (!isOvs && virtualport === 'openvswitch')
      return refuse('virtualport', 'conflict', `${bridge} is a Linux bridge: leave virtualport openvswitch out`)
  }
  if (dev !== undefined && dev !== existing?.forwardDevices[0] && draft.link(dev) === undefined)
    return refuse('dev', 'unknown_link', `${dev} is not on this host: name a NIC, a bond or a VLAN link`)
  return true
}

function define(draft: Draft, intent: NetworkIntent): void {
  const taken = new Set((draft.state.libvirt?.networks ?? []).map(({ uuid }) => uuid))
  const uuid = deriveUuid(`${draft.state.system.machineId ?? ''} network ${intent.name}`, taken)
  const root = newDocument('network')
  addChild(root, 'name', {}, intent.name)
  addChild(root, 'uuid', {}, uuid)
  const { forward, active = true, autostart = true } = intent
  if (forward === undefined)
    return draft.refuse(
      'forward',
      'forward_missing',
      `libvirt has no network ${intent.name} yet: say how it forwards, e.g. bridge or nat`,
    )
  editNetwork(draft, root, intent)
  const text = `${serialise(root)}\n`
  putNetwork(draft, intent.name, { running: active ? text : null, stored: text }, { uuid, isAutostart: autostart })
}

function toggle(draft: Draft, network: LibvirtNetwork, intent: NetworkIntent, pair: XmlPair): void {
  const { active = network.isActive, autostart = network.isAutostart } = intent
  if (network.isActive === active && network.isAutostart === autostart) return
  if (!active && network.isActive && !mayStop(draft, network, 'active')) return
  if (autostart && !network.isPersistent) return refuseAutostart(draft, network)
  const running = active ? (pair.running ?? pair.stored) : null
  putNetwork(draft, network.name, { ...pair, running }, { uuid: network.uuid, isAutostart: autostart })
}

const refuseAutostart = (draft: Draft, { name }: LibvirtNetwork): void =>
  draft.refuse('autostart', 'transient', `Network ${name} is not stored, so it cannot start at boot: define it first`)

/** False, and refused, where running guests are on the network. */
export function mayStop(
  draft: Draft,
  network: LibvirtNetwork,
  field: string,
  users = nicsOn(draft.state, network.name),
): boolean {
  if (!network.isActive) return true
  const [first, ...others] = users.filter(({ isRunning }) => isRunning)
  if (first === undefined) return true
  draft.refuse(
    field,
    'network_in_use',
    `Network ${network.name} would stop under running guest ${first.guest.name}${others.length > 0 ? ` and ${others.length} more` : ''}: move or stop the guests first`,
  )
  return false
}

export function removeNetwork(draft: Draft, { name }: IntentOf<'network.remove'>): void {
  const network = draft.network(name)
  if (network === undefined)
    return draft.refuse('name', 'unknown_network', `libvirt has no network ${name}: name one that it has`)
  if (!mayStop(draft, network, 'name')) return
  const [user] = nicsOn(draft.state, name)
  if (user !== undefined) draft.warn(`Guest ${user.guest.name} names network ${name} and will not start without it`)
  // The definition is needed to put the network back.
  if (xmlOf(draft, network) === null) return
  putNetwork(draft, name, { running: null, stored: null }, { uuid: network.uuid, isAutostart: false })
}

/** The definition's text, or a refusal: without it the network can be neither edited nor put back. */
export function xmlOf(draft: Draft, network: LibvirtNetwork, field = 'name'): XmlPair | null {
  const pair = Object.hasOwn(draft.xml.networks, network.name) ? draft.xml.networks[network.name] : undefined
  const isWhole =
    pair !== undefined &&
    (!network.isActive || openXml(pair.running, 'network') !== null) &&
    (!network.isPersistent || openXml(pair.stored, 'network') !== null)
  if (isWhole) return pair
  draft.refuse(
    field,
    'xml_missing',
    `The definition of network ${network.name} could not be read from the host: read the host again`,
  )
  return null
}

/** The draft's network as libvirt would describe it after these definitions; both null: gone. */
export function putNetwork(
  draft: Draft,
  name: string,
  pair: XmlPair,
  facts: { uuid: string; isAutostart: boolean },
): void {
  draft.xml = { ...draft.xml, networks: { ...draft.xml.networks, [name]: pair } }
  const running = pair.running === null ? null : parseNetworkXml(pair.running)
  const stored = pair.stored === null ? null : parseNetworkXml(pair.stored)
  const current = running?.ok === true ? running.value : stored?.ok === true ? stored.value : null
  if (current === null) return draft.write({ kind: 'network', owner: null, name, before: null, after: null })
  const { root: _root, unknown, uuid: _uuid, ...described } = current
  const after: LibvirtNetwork = {
    ...described,
    uuid: facts.uuid,
    isActive: pair.running !== null,
    isAutostart: facts.isAutostart,
    isPersistent: pair.stored !== null,
    differsFromStored:
      running?.ok === true && stored?.ok === true && differsFromStored(running.value.root, stored.value.root),
    hasUnknownElements: unknown.length > 0,
  }
  draft.write({ kind: 'network', owner: null, name, before: null, after })
}

export const portgroupElement = (root: Element | null, name: string): Element | null => {
  for (let child = firstChild(root, 'portgroup'); child !== null; child = nextPortgroup(child))
    if (child.getAttribute('name') === name) return child
  return null
}

function nextPortgroup(element: Element): Element | null {
  for (let node = element.nextSibling; node !== null; node = node.nextSibling)
    // nodeName is "portgroup" on elements only.
    if (node.nodeName === 'portgroup') return node as Element
  return null
}
