import type { OvsBridge } from '../../model/ovs'
import { accessVlan } from '../../vlan/make'
import type { EditsOf } from './edit-record'
import { REMOVED_LINK } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { newInterface, newLink, newOvsBridge, newOvsPort } from '../../objects/new-objects'
import { silenceOf } from '../effects/silent-bridge'
import { networksOn, uppersOf } from './dependents'

/** A bridge, or with `fakeParent` a fake one, is there and has these settings. What is left out stays as it is. */
function setOvsBridge(working: WorkingState, intent: IntentOf<'ovsBridge.set'>): void {
  if (working.state.ovs === null)
    return working.refuse(
      'name',
      'tool_missing',
      'Open vSwitch was not found on this host: install openvswitch-switch first',
    )
  if (intent.fakeParent !== undefined) return setFakeBridge(working, intent, intent.fakeParent)
  const existing = working.ovsBridge(intent.name)
  const taken = working.whatIs(intent.name)
  if (existing === undefined && taken !== undefined)
    return working.refuse(
      'name',
      'name_taken',
      `${intent.name} is ${taken} already: choose another name for the bridge`,
    )
  if (intent.stp === true && intent.rstp === true)
    return working.refuse('rstp', 'conflict', 'STP and RSTP are both wanted: Open vSwitch runs one of them, choose one')
  const bridge = withSettings(existing ?? newOvsBridge(intent.name), intent)
  working.write({ kind: 'ovs-bridge', owner: null, name: intent.name, before: null, after: bridge })
  if (existing === undefined) addInternal(working, intent.name, intent.name)
  explain(working, bridge, existing)
}

/** ovs-vswitchd makes the link of an internal port; it stays down until somebody sets it up. */
export function addInternal(working: WorkingState, name: string, bridge: string): void {
  working.putOvsPort(newOvsPort(name, bridge, [newInterface(name, 'internal')]))
  working.putLink(newLink(name, 'ovs-internal', { isUp: false, hasCarrier: false, operState: 'down' }))
}

function withSettings(bridge: OvsBridge, intent: IntentOf<'ovsBridge.set'>): OvsBridge {
  const { failMode, controllers, stp, rstp } = intent
  const known = new Map(bridge.controllers.map((controller) => [controller.target, controller]))
  return {
    ...bridge,
    failMode: failMode === undefined ? bridge.failMode : failMode === 'default' ? null : failMode,
    controllers:
      controllers === undefined
        ? bridge.controllers
        : [...new Set(controllers)]
            .sort()
            .map(
              (target) => known.get(target) ?? { target, isConnected: false, role: null, state: null, lastError: null },
            ),
    isStpEnabled: stp ?? (rstp === true ? false : bridge.isStpEnabled),
    isRstpEnabled: rstp ?? (stp === true ? false : bridge.isRstpEnabled),
  }
}

function explain(working: WorkingState, bridge: OvsBridge, before: OvsBridge | undefined): void {
  const silence = silenceOf(bridge)
  if (silence !== null) working.warn(silence.why)
  if (before !== undefined && before.failMode !== bridge.failMode && before.controllers.length === 0)
    working.warn(`${bridge.name}: changing the fail mode while no controller is set clears its flow tables`)
  if (bridge.controllers.length > 0 && before?.controllers.length !== bridge.controllers.length)
    working.warn(`${bridge.name}: with a controller, ports' VLANs hold only as far as its flows use action NORMAL`)
}

function setFakeBridge(
  working: WorkingState,
  intent: IntentOf<'ovsBridge.set'>,
  { parent, vlan }: { parent: string; vlan: number },
): void {
  const { name } = intent
  const settings = [intent.failMode, intent.controllers, intent.stp, intent.rstp].filter((each) => each !== undefined)
  if (settings.length > 0)
    return working.refuse('fakeParent', 'conflict', `A fake bridge has no settings of its own: set them on ${parent}`)
  const existing = working.fakeBridge(name)
  if (existing?.parent === parent && existing.vlanId === vlan) return
  const taken = working.whatIs(name)
  if (taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: remove it first or choose another name`)
  const bridge = working.ovsBridge(parent)
  if (bridge === undefined)
    return working.refuse(
      'fakeParent.parent',
      'unknown_bridge',
      `${parent} is ${working.whatIs(parent) ?? 'not on this host'}: name an OVS bridge`,
    )
  const twin = bridge.fakeBridges.find(({ vlanId }) => vlanId === vlan)
  if (twin !== undefined)
    return working.refuse(
      'fakeParent.vlan',
      'vlan_taken',
      `VLAN ${vlan} of ${parent} is fake bridge ${twin.name} already: use that one`,
    )
  const after = { name, parent, vlanId: vlan, ports: [] }
  working.write({ kind: 'ovs-fake-bridge', owner: parent, name, before: null, after })
  addInternal(working, name, parent)
  const port = working.ovsPort(name)
  if (port !== undefined) working.putOvsPort({ ...port, vlan: accessVlan(vlan) })
  // Ports that are in the VLAN already count as its ports from now on.
  for (const other of working.ovsBridge(parent)?.ports ?? [])
    if (other.name !== name && other.name !== parent && other.vlan.tag === vlan && other.vlan.mode !== 'trunk')
      working.putOvsPort({ ...other, fakeBridge: name })
}

/** A bridge goes with its uplinks, internal and patch ports; never with a guest on it. */
function removeOvsBridge(working: WorkingState, { name }: IntentOf<'ovsBridge.remove'>): void {
  if (working.fakeBridge(name) !== undefined) return removeFakeBridge(working, name)
  const bridge = working.ovsBridge(name)
  if (bridge === undefined)
    return working.refuse(
      'name',
      'unknown_bridge',
      `${name} is ${working.whatIs(name) ?? 'not on this host'}: name an OVS bridge`,
    )
  if (
    !isRemovable(
      working,
      name,
      bridge.ports.map((port) => port.name),
    )
  )
    return
  for (const port of bridge.ports) dropPortLinks(working, port)
  working.write({ kind: 'ovs-bridge', owner: null, name, before: null, after: null })
}

function removeFakeBridge(working: WorkingState, name: string): void {
  const fake = working.fakeBridge(name)
  if (fake === undefined) return
  const others = fake.ports.filter((port) => port !== name)
  if (others.length > 0)
    return working.refuse(
      'name',
      'bridge_in_use',
      `Fake bridge ${name} still has port ${others.join(', ')}, which would go with it: remove or move it first`,
    )
  if (!isRemovable(working, name, [name])) return
  const port = working.ovsPort(name)
  working.write({ kind: 'ovs-fake-bridge', owner: fake.parent, name, before: null, after: null })
  if (port !== undefined) working.removeOvsPort(port)
  working.removeLink(name)
}

function isRemovable(working: WorkingState, name: string, ports: readonly string[]): boolean {
  const refuse = (code: string, message: string): false => {
    working.refuse('name', code, message)
    return false
  }
  const guests = working.guestPorts(name)
  const [first] = guests
  if (first !== undefined)
    return refuse(
      'bridge_in_use',
      `${name} has the port ${first.port} of running guest ${first.guest}${guests.length > 1 ? ` and ${guests.length - 1} more` : ''}: move or stop the guests first`,
    )
  const [network] = networksOn(working.state, name)
  if (network !== undefined)
    return refuse(
      'bridge_in_use',
      `libvirt network ${network.name} plugs its guests into ${name}: remove or change the network first`,
    )
  const holder = ports.find((port) => working.holdsManagement(port))
  if (holder !== undefined)
    return refuse(
      'management_link',
      `${holder} carries the address that we are connected to: move it to another link first`,
    )
  const [upper] = ports.flatMap((port) => uppersOf(working.state, port))
  if (upper !== undefined)
    return refuse(
      'link_in_use',
      `${upper.name} stands on ${upper.lower ?? name}, which would go with ${name}: remove ${upper.name} first`,
    )
  return true
}

/** Internal ports vanish with their port; others are left behind without a switch. */
export function dropPortLinks(working: WorkingState, port: OvsBridge['ports'][number]): void {
  for (const iface of port.interfaces)
    if (iface.type === 'internal') working.removeLink(iface.name)
    else working.updateLink(iface.name, { master: null })
}

export const ovsBridgeEdits: EditsOf<'ovsBridge.set' | 'ovsBridge.remove'> = {
  'ovsBridge.set': { needs: ['links', 'ovs'], apply: setOvsBridge },
  'ovsBridge.remove': { needs: REMOVED_LINK, apply: removeOvsBridge },
}
