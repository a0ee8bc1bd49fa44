import { isSameTable, tableOf, vlanOfTable } from '../../vlan/bridge-port'
import { askedVlan } from '../../vlan/make'
import { isSameVlan } from '../../vlan/same'
import type { EditsOf } from './edit-record'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'

type VlanIntent = IntentOf<'portVlan.set'>

/** What a port of an OVS bridge or of a vlan_filtering Linux bridge does with tags. */
function setPortVlan(working: WorkingState, intent: VlanIntent): void {
  if (!working.isManageable('port', intent.port)) return
  const bridge = working.fakeBridge(intent.bridge)?.parent ?? intent.bridge
  if (working.ovsBridge(bridge) !== undefined) return setOvsPortVlan(working, intent, bridge)
  const linux = working.linuxBridge(bridge)
  if (linux === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${working.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  if (!linux.bridge.isVlanFiltering)
    return working.refuse(
      'bridge',
      'not_filtering',
      `${bridge} does not look at VLAN tags: switch VLAN filtering on first`,
    )
  if (intent.mode === 'dot1q-tunnel')
    return working.refuse(
      'mode',
      'not_supported',
      'A Linux bridge has no tunnel ports: use an OVS bridge, or another mode',
    )
  const vlans = tableOf(askedVlan(intent))
  if (intent.port === bridge) {
    if (!isSameTable(linux.bridge.vlans, vlans)) working.updateLink(bridge, { bridge: { ...linux.bridge, vlans } })
    return
  }
  const link = working.link(intent.port)
  if (link?.master !== bridge || link.bridgePort === null)
    return working.refuse('port', 'unknown_port', `${bridge} has no port ${intent.port}: name one that it has`)
  if (isSameTable(link.bridgePort.vlans, vlans)) return
  const vlan = vlanOfTable(vlans, linux.bridge.defaultPvid)
  working.updateLink(link.name, { bridgePort: { ...link.bridgePort, vlans, vlan } })
}

function setOvsPortVlan(working: WorkingState, intent: VlanIntent, bridge: string): void {
  const port = working.ovsPort(intent.port)
  if (port?.bridge !== bridge)
    return working.refuse('port', 'unknown_port', `${bridge} has no port ${intent.port}: name one that it has`)
  const fake = working.ovsBridge(bridge)?.fakeBridges.find(({ name }) => name === port.name)
  if (fake !== undefined)
    return working.refuse(
      'port',
      'local_port',
      `${port.name} is fake bridge VLAN ${fake.vlanId}: its VLAN is its name, remove it and make another`,
    )
  const vlan = { ...askedVlan(intent), isExplicit: true }
  if (isSameVlan(port.vlan, vlan) && port.ignoredTrunks.length === 0) return
  const guest = working.guestAt(port.interfaces[0]?.name ?? '')
  if (guest !== undefined)
    working.warn(
      `${port.name}: libvirt gives this port its VLAN again when ${guest.name} is started; set the guest's NIC or its portgroup to keep it`,
    )
  const isInFake = (working.ovsBridge(bridge)?.fakeBridges ?? []).find(({ vlanId }) => vlan.tag === vlanId)
  working.putOvsPort({ ...port, vlan, ignoredTrunks: [], fakeBridge: isInFake?.name ?? null })
}

export const portVlanEdits: EditsOf<'portVlan.set'> = {
  'portVlan.set': { needs: ['links', 'ovs', 'guests', 'processes', 'management'], apply: setPortVlan },
}
