import { MAX_VLAN_ID, MIN_VLAN_ID, toVlanRanges } from '../address/vlan-ranges'
import type { BridgeVlanEntry } from '../model/link'
import type { PortVlan } from '../model/vlan'
import { toPortVlan } from '../observe/links-port-vlan'
import type { Draft } from './draft'
import type { IntentOf } from './intent'
import { warnOfForeign } from './members'

type VlanIntent = IntentOf<'portVlan.set'>

/** What a port of an OVS bridge or of a vlan_filtering Linux bridge does with tags. */
export function setPortVlan(draft: Draft, intent: VlanIntent): void {
  if (!draft.isManageable('port', intent.port)) return
  const bridge = draft.fakeBridge(intent.bridge)?.parent ?? intent.bridge
  if (draft.ovsBridge(bridge) !== undefined) return setOvsPortVlan(draft, intent, bridge)
  const linux = draft.linuxBridge(bridge)
  if (linux === undefined)
    return draft.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  if (!linux.bridge.isVlanFiltering)
    return draft.refuse(
      'bridge',
      'not_filtering',
      `${bridge} does not look at VLAN tags: switch VLAN filtering on first`,
    )
  if (intent.mode === 'dot1q-tunnel')
    return draft.refuse(
      'mode',
      'not_supported',
      'A Linux bridge has no tunnel ports: use an OVS bridge, or another mode',
    )
  const vlans = tableOf(intent)
  if (intent.port === bridge) {
    if (!isSameTable(linux.bridge.vlans, vlans)) draft.updateLink(bridge, { bridge: { ...linux.bridge, vlans } })
    return
  }
  const link = draft.link(intent.port)
  if (link?.master !== bridge || link.bridgePort === null)
    return draft.refuse('port', 'unknown_port', `${bridge} has no port ${intent.port}: name one that it has`)
  if (isSameTable(link.bridgePort.vlans, vlans)) return
  const vlan = toPortVlan(vlans, linux.bridge.defaultPvid)
  draft.updateLink(link.name, { bridgePort: { ...link.bridgePort, vlans, vlan } })
}

function setOvsPortVlan(draft: Draft, intent: VlanIntent, bridge: string): void {
  const port = draft.ovsPort(intent.port)
  if (port?.bridge !== bridge)
    return draft.refuse('port', 'unknown_port', `${bridge} has no port ${intent.port}: name one that it has`)
  const fake = draft.ovsBridge(bridge)?.fakeBridges.find(({ name }) => name === port.name)
  if (fake !== undefined)
    return draft.refuse(
      'port',
      'local_port',
      `${port.name} is fake bridge VLAN ${fake.vlanId}: its VLAN is its name, remove it and make another`,
    )
  const vlan = portVlanOf(intent)
  if (isSameVlan(port.vlan, vlan) && port.ignoredTrunks.length === 0) return
  warnOfForeign(draft, port)
  const guest = draft.guestAt(port.interfaces[0]?.name ?? '')
  if (guest !== undefined)
    draft.warn(
      `${port.name}: libvirt gives this port its VLAN again when ${guest.name} is started; set the guest's NIC or its portgroup to keep it`,
    )
  const isInFake = (draft.ovsBridge(bridge)?.fakeBridges ?? []).find(({ vlanId }) => vlan.tag === vlanId)
  draft.putOvsPort({ ...port, vlan, ignoredTrunks: [], fakeBridge: isInFake?.name ?? null })
}

function portVlanOf({ mode, tag, trunks, customerVlans }: VlanIntent): PortVlan {
  return {
    mode,
    tag: tag ?? null,
    trunks: trunks === undefined || trunks === 'all' ? [] : trunks,
    carriesAll: trunks === 'all',
    customerVlans: mode === 'dot1q-tunnel' ? (customerVlans ?? []) : [],
    isExplicit: true,
  }
}

const isSameVlan = (a: PortVlan, b: PortVlan): boolean =>
  a.mode === b.mode &&
  a.tag === b.tag &&
  a.carriesAll === b.carriesAll &&
  a.trunks.join() === b.trunks.join() &&
  a.customerVlans.join() === b.customerVlans.join()

/** The wanted words as a bridge's VLAN table (see observe/links-port-vlan for the reverse). */
function tableOf({ mode, tag, trunks }: VlanIntent): BridgeVlanEntry[] {
  const carried = trunks === 'all' ? [{ from: MIN_VLAN_ID, to: MAX_VLAN_ID }] : toVlanRanges(trunks ?? [])
  const tagged = carried
    .flatMap(({ from, to }) => without(from, to, tag))
    .map((range) => ({ ...range, isPvid: false, isEgressUntagged: false }))
  if (tag === undefined) return tagged
  const own = { from: tag, to: tag, isPvid: true, isEgressUntagged: mode !== 'native-tagged' }
  return [...tagged, own].sort((a, b) => a.from - b.from)
}

function without(from: number, to: number, hole: number | undefined): { from: number; to: number }[] {
  if (hole === undefined || hole < from || hole > to) return [{ from, to }]
  return [
    { from, to: hole - 1 },
    { from: hole + 1, to },
  ].filter((range) => range.from <= range.to)
}

const isSameTable = (a: readonly BridgeVlanEntry[], b: readonly BridgeVlanEntry[]): boolean =>
  JSON.stringify(toSingles(a)) === JSON.stringify(toSingles(b))

/** iproute2 5 lists each VLAN, 6 ranges: compare what they mean. */
function toSingles(entries: readonly BridgeVlanEntry[]): string[] {
  const singles: string[] = []
  for (const { from, to, isPvid, isEgressUntagged } of entries)
    for (let id = from; id <= to; id += 1) singles.push(`${String(id).padStart(4, '0')} ${isPvid} ${isEgressUntagged}`)
  return singles.sort()
}
