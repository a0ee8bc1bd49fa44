import type { Element } from '@xmldom/xmldom'
import type { Guest, GuestNic, LibvirtNetwork, LibvirtVlan } from '../../model/libvirt'
import { readVlan } from '../../parse/libvirt-xml-vlan'
import { childElements } from '../../parse/xml'
import type { EditsOf } from './edit-record'
import type { WorkingState } from '../working-state'
import { switchPortVlan } from './guest-port'
import type { IntentOf } from '../../intents/intent'
import type { VlanChoice } from '../../intents/fields'
import { portgroupElement, putNetwork, xmlOf } from '../definitions/network-xml'
import { whyNoVlan } from './network-vlan'
import { nicsOn } from './dependents'
import { vlanOfLibvirt } from '../../vlan/libvirt'
import { isSameVlan } from '../../vlan/same'
import { formatPortVlan } from '../../vlan/words'
import { addChild, newDocument, openXml, removeChild, serialise, setAttributes, setVlan } from '../definitions/xml-edit'

/** A network has this portgroup; running guests' ports in Open vSwitch follow, since libvirt leaves them as they were. */
function setPortgroup(working: WorkingState, intent: IntentOf<'portgroup.set'>): void {
  const network = knownNetwork(working, intent.network)
  if (network === null) return
  const why = whyNoVlan(network, intent.vlan.mode)
  if (why !== null) return working.refuse('vlan', 'not_supported', why)
  editDefinitions(working, network, (root) => {
    const existing = portgroupElement(root, intent.name)
    const element = existing ?? addChild(root, 'portgroup', { name: intent.name })
    if (intent.isDefault === true)
      for (const other of childElements(root, 'portgroup')) if (other !== element) other.removeAttribute('default')
    if (intent.isDefault !== undefined && intent.isDefault !== (element.getAttribute('default') === 'yes'))
      setAttributes(element, { default: intent.isDefault ? 'yes' : null })
    if (!hasVlan(element, intent.vlan)) setVlan(element, intent.vlan)
  })
  const group = working.network(network.name)?.portgroups.find(({ name }) => name === intent.name)
  if (group === undefined || !intent.updatesRunning) return
  for (const { guest, nic, isRunning } of nicsOn(working.state, network.name, group))
    if (isRunning && nic.running !== null && !switchPortVlan(working, nic.running, group.vlan))
      warnOfPlugged(working, guest, nic, group.vlan)
}

/** The card of a function, or the function under a macvtap, got its VLAN from libvirt when the NIC was plugged. */
function warnOfPlugged(
  working: WorkingState,
  guest: Guest,
  { name, running }: GuestNic,
  vlan: LibvirtVlan | null,
): void {
  const [now, wanted] = [vlanOfLibvirt(running?.vlan ?? null), vlanOfLibvirt(vlan)]
  if (isSameVlan(now, wanted) || (running?.source.type !== 'hostdev' && running?.source.type !== 'direct')) return
  working.warn(
    `${name} of ${guest.name} runs with ${now === null ? 'no VLAN' : formatPortVlan(now)} until it is plugged anew or the guest is stopped and started: libvirt gives a function its VLAN then`,
  )
}

/** Whether the element says so already, in whatever order. */
function hasVlan(element: Element, choice: VlanChoice): boolean {
  const wanted = addChild(newDocument('portgroup'), 'portgroup')
  setVlan(wanted, choice)
  return isSameVlan(vlanOfLibvirt(readVlan(element)), vlanOfLibvirt(readVlan(wanted)))
}

function removePortgroup(working: WorkingState, intent: IntentOf<'portgroup.remove'>): void {
  const network = knownNetwork(working, intent.network)
  if (network === null) return
  const group = network.portgroups.find(({ name }) => name === intent.name)
  if (group === undefined)
    return working.refuse(
      'name',
      'unknown_portgroup',
      `Network ${network.name} has no portgroup ${intent.name}: it has ${network.portgroups.map(({ name }) => name).join(', ') || 'none'}`,
    )
  const users = nicsOn(working.state, network.name, { ...group, isDefault: false })
  const [first] = users
  if (first !== undefined)
    return working.refuse(
      'name',
      'portgroup_in_use',
      `Portgroup ${group.name} is used by ${first.nic.name} of guest ${first.guest.name}${users.length > 1 ? ` and ${users.length - 1} more` : ''}: move them to another portgroup first`,
    )
  if (group.isDefault && nicsOn(working.state, network.name, group).length > 0)
    working.warn(`NICs on ${network.name} that name no portgroup lose the default one, and with it their VLAN`)
  editDefinitions(working, network, (root) => {
    const element = portgroupElement(root, group.name)
    if (element !== null) removeChild(root, element)
  })
}

function knownNetwork(working: WorkingState, name: string): LibvirtNetwork | null {
  const network = working.network(name)
  if (network !== undefined) return network
  working.refuse(
    'network',
    'unknown_network',
    `libvirt has no network ${name}: name one that it has, or make it in the same change`,
  )
  return null
}

/** The same edit in the running and the stored definition; nothing happens where neither changes in meaning. */
function editDefinitions(working: WorkingState, network: LibvirtNetwork, edit: (root: Element) => void): void {
  const pair = xmlOf(working, network, 'network')
  if (pair === null) return
  const edited = (text: string | null): string | null => {
    const root = openXml(text, 'network')
    if (root === null || text === null) return text
    edit(root)
    return `${serialise(root)}\n`
  }
  const { uuid, isAutostart } = network
  putNetwork(
    working,
    network.name,
    { running: edited(pair.running), stored: edited(pair.stored) },
    { uuid, isAutostart },
  )
}

export const portgroupEdits: EditsOf<'portgroup.set' | 'portgroup.remove'> = {
  'portgroup.set': { needs: ['ovs', 'networks', 'guests'], apply: setPortgroup },
  'portgroup.remove': { needs: ['networks', 'guests'], apply: removePortgroup },
}
