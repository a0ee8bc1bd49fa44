import type { GuestNic, LibvirtNetwork } from '../../model/libvirt'
import { deriveUuid } from '../derive'
import type { EditsOf } from './edit-record'
import type { WorkingState, XmlPair } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { FORWARD_MODES } from '../../intents/network'
import { editNetwork } from './network-edit'
import { refuseLostVlans } from './network-vlan'
import { nicsOn, uppersOf } from './dependents'
import { putNetwork, xmlOf } from '../definitions/network-xml'
import { addChild, newDocument, openXml, serialise } from '../definitions/xml-edit'

type NetworkIntent = IntentOf<'network.set'>

/** A libvirt network is defined so, and active and started at boot as wanted. */
function setNetwork(working: WorkingState, intent: NetworkIntent): void {
  if (working.state.libvirt === null)
    return working.refuse(
      'name',
      'tool_missing',
      'libvirt was not found on this host: install libvirt-daemon-system first',
    )
  const existing = working.network(intent.name)
  if (!isPlaceThere(working, intent, existing)) return
  if (existing === undefined) return define(working, intent)
  if (!isExpressible(working, existing, intent)) return
  const pair = xmlOf(working, existing)
  if (pair === null) return
  const edited = {
    running: editedText(working, pair.running, intent),
    stored: editedText(working, pair.stored, intent),
  }
  if (edited.running === pair.running && edited.stored === pair.stored) return toggle(working, existing, intent, pair)
  const { autostart = existing.isAutostart } = intent
  if (autostart && !existing.isPersistent) return refuseAutostart(working, existing)
  // libvirt cannot change these while a network runs: it stops and starts, so no running guest may be on it.
  if (!mayStop(working, existing, 'name')) return
  const { active = existing.isActive } = intent
  const running = active ? (edited.running ?? edited.stored) : null
  putNetwork(working, existing.name, { ...edited, running }, { uuid: existing.uuid, isAutostart: autostart })
  refuseLostVlans(working, existing, intent.forward === undefined ? 'bridge' : 'forward')
}

/** Whether an intent can say what is to become of a network that is there: one link is no pool, and PCI devices are none. */
function isExpressible(working: WorkingState, network: LibvirtNetwork, { forward, dev }: NetworkIntent): boolean {
  const { name, forwardMode, forwardDevices } = network
  if (forward !== undefined && !FORWARD_MODES.has(forwardMode)) {
    working.refuse(
      'forward',
      'not_supported',
      `Network ${name} has forward mode ${forwardMode}, which is shown here and not changed: leave the forward mode out, or make another network`,
    )
    return false
  }
  const [first] = forwardDevices
  if (dev === undefined || forwardDevices.length < 2 || dev === first) return true
  working.refuse(
    'dev',
    'not_supported',
    `Network ${name} has a pool of ${forwardDevices.length} links (${forwardDevices.join(', ')}), and an edit names one: leave it at ${first ?? ''}, which keeps the pool, or change the pool with "virsh net-edit ${name}"`,
  )
  return false
}

/** The definition with what the intent asks for; the very same text where it says so already. */
function editedText(working: WorkingState, text: string | null, intent: NetworkIntent): string | null {
  const root = openXml(text, 'network')
  if (root === null) return text
  const before = serialise(root)
  editNetwork(working, root, intent)
  const after = serialise(root)
  return before === after ? text : `${after}\n`
}

/** What it names anew must be there; what it leaves as it is need not. */
function isPlaceThere(
  working: WorkingState,
  { bridge, dev, virtualport }: NetworkIntent,
  existing: LibvirtNetwork | undefined,
): boolean {
  const refuse = (field: string, code: string, message: string): false => {
    working.refuse(field, code, message)
    return false
  }
  if (bridge !== undefined) {
    const isOvs = working.ovsBridge(bridge) !== undefined || working.fakeBridge(bridge) !== undefined
    if (!isOvs && working.linuxBridge(bridge) === undefined && bridge !== existing?.bridge)
      return refuse(
        'bridge',
        'unknown_bridge',
        `${bridge} is ${working.whatIs(bridge) ?? 'not on this host'}: name a bridge, or make it in the same change`,
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
  if (dev !== undefined && dev !== existing?.forwardDevices[0] && working.link(dev) === undefined)
    return refuse('dev', 'unknown_link', `${dev} is not on this host: name a NIC, a bond or a VLAN link`)
  return true
}

function define(working: WorkingState, intent: NetworkIntent): void {
  const taken = new Set((working.state.libvirt?.networks ?? []).map(({ uuid }) => uuid))
  const uuid = deriveUuid(`${working.state.system.machineId ?? ''} network ${intent.name}`, taken)
  const root = newDocument('network')
  addChild(root, 'name', {}, intent.name)
  addChild(root, 'uuid', {}, uuid)
  const { forward, active = true, autostart = true } = intent
  if (forward === undefined)
    return working.refuse(
      'forward',
      'forward_missing',
      `libvirt has no network ${intent.name} yet: say how it forwards, e.g. bridge or nat`,
    )
  editNetwork(working, root, intent)
  const text = `${serialise(root)}\n`
  putNetwork(working, intent.name, { running: active ? text : null, stored: text }, { uuid, isAutostart: autostart })
}

function toggle(working: WorkingState, network: LibvirtNetwork, intent: NetworkIntent, pair: XmlPair): void {
  const { active = network.isActive, autostart = network.isAutostart } = intent
  if (network.isActive === active && network.isAutostart === autostart) return
  if (!active && network.isActive && !mayStop(working, network, 'active')) return
  if (autostart && !network.isPersistent) return refuseAutostart(working, network)
  const running = active ? (pair.running ?? pair.stored) : null
  putNetwork(working, network.name, { ...pair, running }, { uuid: network.uuid, isAutostart: autostart })
}

const refuseAutostart = (working: WorkingState, { name }: LibvirtNetwork): void =>
  working.refuse('autostart', 'transient', `Network ${name} is not stored, so it cannot start at boot: define it first`)

const isRecalled = ({ running }: GuestNic): boolean =>
  running?.source.type === 'network' && running.source.isRecalled === true

/**
 * False, and refused, where running guests are on the network. A NIC whose running definition names an administrator's bridge alone
 * (`isRecalled`) holds nothing of a network over that bridge, and the bridge stays; libvirt's own bridge goes with its network.
 */
export function mayStop(
  working: WorkingState,
  network: LibvirtNetwork,
  field: string,
  users = nicsOn(working.state, network.name),
): boolean {
  if (!network.isActive) return true
  const keepsBridge = network.forwardMode === 'bridge'
  const [first, ...others] = users.filter(({ isRunning, nic }) => isRunning && !(keepsBridge && isRecalled(nic)))
  if (first === undefined) return keepsBridge || isBridgeFree(working, network, field)
  working.refuse(
    field,
    'network_in_use',
    `Network ${network.name} would stop under running guest ${first.guest.name}${others.length > 0 ? ` and ${others.length} more` : ''}: move or stop the guests first`,
  )
  return false
}

/** libvirt's own bridge goes with its network, with all that is on it and in it. */
function isBridgeFree(working: WorkingState, { name, bridge }: LibvirtNetwork, field: string): boolean {
  const refuse = (code: string, message: string): false => {
    working.refuse(field, code, message)
    return false
  }
  if (bridge === null || working.link(bridge) === undefined) return true
  const goes = `${bridge}, which goes with network ${name}`
  if (working.holdsManagement(bridge))
    return refuse(
      'management_link',
      `${goes}, carries the address that we are connected to: connect to another address first`,
    )
  const [upper] = uppersOf(working.state, bridge)
  if (upper !== undefined) return refuse('link_in_use', `${upper.name} stands on ${goes}: remove ${upper.name} first`)
  const port = working.state.links.find(
    (link) => link.master === bridge && link.name !== `${bridge}-nic` && !working.vanishing.has(link.name),
  )
  if (port === undefined) return true
  const guest = working.guestAt(port.name)
  return refuse(
    'bridge_in_use',
    `${guest === undefined ? port.name : `${port.name} of running guest ${guest.name}`} is a port of ${goes}: ${guest === undefined ? 'take it out there' : 'move or stop the guest'} first`,
  )
}

function removeNetwork(working: WorkingState, { name }: IntentOf<'network.remove'>): void {
  const network = working.network(name)
  if (network === undefined)
    return working.refuse('name', 'unknown_network', `libvirt has no network ${name}: name one that it has`)
  if (!mayStop(working, network, 'name')) return
  const [user] = nicsOn(working.state, name)
  if (user !== undefined) working.warn(`Guest ${user.guest.name} names network ${name} and will not start without it`)
  // The definition is needed to put the network back.
  if (xmlOf(working, network) === null) return
  putNetwork(working, name, { running: null, stored: null }, { uuid: network.uuid, isAutostart: false })
}

export const networkEdits: EditsOf<'network.set' | 'network.remove'> = {
  // A new one's UUID and MAC follow from the host's identity.
  'network.set': { needs: ['links', 'ovs', 'networks', 'identity'], apply: setNetwork },
  'network.remove': { needs: ['networks', 'guests'], apply: removeNetwork },
}
