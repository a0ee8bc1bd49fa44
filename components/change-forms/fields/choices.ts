/* What pickers offer, from the host as the staged edits leave it. What cannot be chosen stays in the list, with planning's own reason. */
import type { Choice } from '@/components/fields/ChoiceField'
import type { GuestNic } from '@/lib/core/model/libvirt'
import type { Link } from '@/lib/core/model/link'
import { LINK_KINDS } from '@/lib/core/model/link-kinds'
import type { OvsInterface } from '@/lib/core/model/ovs'
import type { NetworkState } from '@/lib/core/model/network-state'
import { WorkingState } from '@/lib/core/plan/working-state'
import { claimLink } from '@/lib/core/plan/edits/members'
import { NO_XML } from '@/lib/core/plan/plan-change'
import { byNatural } from '@/lib/core/topology/graph/natural'
import { indexHost } from '@/lib/core/state/host-index'
import { isUserspaceCard } from '@/lib/core/state/nic-ends'

/** Guests' own, and what there may be hundreds of that nobody would plug in. */
const NEVER_PICKED: ReadonlySet<Link['kind']> = new Set(['tap', 'other'])
const isPickable = ({ kind, isFallback }: Link): boolean =>
  LINK_KINDS[kind].canBePort && !isFallback && !NEVER_PICKED.has(kind)

const linkWords = ({ kind, isUp, hasCarrier, speedMbps, addresses }: Link): string =>
  [
    LINK_KINDS[kind].noun,
    kind === 'nic' && speedMbps !== null ? `${speedMbps / 1000}G` : '',
    !isUp ? 'down' : hasCarrier ? '' : 'no carrier',
    addresses.find(({ scope }) => scope !== 'link')?.cidr ?? '',
  ]
    .filter(Boolean)
    .join(', ')

/** eth2 before eth10. */
const asCounted = (links: readonly Link[]): Link[] => [...links].sort(byNatural(({ name }) => name))

type ClaimWish = { into: string; role: 'port' | 'member'; takesMembers: boolean }

/** Links that may become a port of a bridge or a member of a bond. */
export function claimChoices(state: NetworkState, { into, role, takesMembers }: ClaimWish): Choice[] {
  // What has no name yet is called by its kind in what planning says; a blank is in no link's name.
  const holder = into !== '' ? into : role === 'member' ? 'the bond' : 'the bridge'
  // Cards that Open vSwitch drives by itself are no links: a bond keeps those that it has.
  const driven = (role === 'member' ? (indexHost(state).ovsPort(into)?.port.interfaces ?? []) : [])
    .filter(({ type }) => isUserspaceCard(type))
    .map(({ name, type }): Choice => ({ value: name, label: name, detail: type, reason: null }))
  const links = asCounted(state.links)
    .filter((link) => isPickable(link) && (role === 'port' || LINK_KINDS[link.kind].canBeMember))
    .map((link) => {
      const working = new WorkingState(state, NO_XML)
      claimLink(working, { field: '', name: link.name, into: holder, role, takesMembers })
      const [issue] = working.issues
      return { value: link.name, label: link.name, detail: linkWords(link), reason: issue?.message ?? null }
    })
  return [...driven, ...links]
}

/** Links that a VLAN link, a macvtap or an address may stand on. */
export function lowerChoices(state: NetworkState, role: 'vlan' | 'macvlan' | 'address'): Choice[] {
  const working = new WorkingState(state, NO_XML)
  return asCounted(state.links)
    .filter((link) => (link.kind === 'bridge' && !link.isFallback) || isPickable(link))
    .map((link) => ({
      value: link.name,
      label: link.name,
      detail: linkWords(link),
      reason: whyNotBelow(working, link, role),
    }))
}

function whyNotBelow(working: WorkingState, { name, kind }: Link, role: 'vlan' | 'macvlan' | 'address'): string | null {
  const attachment = working.attachmentOf(name)
  if (attachment === null || kind === 'ovs-internal') return null
  const holder = attachment.kind === 'linux-bond' ? attachment.bond : attachment.bridge
  if (role === 'vlan' && attachment.kind !== 'linux-bond') return null
  return `it is in ${holder}, which takes its frames: use ${holder}`
}

/** NICs, bonds and VLAN links that may carry a bridge's uplink, with the addresses that would move. */
export function uplinkChoices(state: NetworkState): Choice[] {
  const working = new WorkingState(state, NO_XML)
  return asCounted(state.links)
    .filter(({ kind }) => kind === 'nic' || kind === 'bond' || kind === 'vlan' || kind === 'veth')
    .map((link) => {
      const attachment = working.attachmentOf(link.name)
      const holder = attachment?.kind === 'linux-bond' ? attachment.bond : attachment?.bridge
      return {
        value: link.name,
        label: link.name,
        detail: working.isManagement(link.name) ? `${linkWords(link)}, carries this session` : linkWords(link),
        reason: holder === undefined ? null : `it is in ${holder} already: take it out there first`,
      }
    })
}

type BridgeKinds = { linux?: boolean; fake?: boolean }

/** OVS bridges, and where wanted Linux and fake ones. */
export function bridgeChoices(state: NetworkState, { linux = false, fake = false }: BridgeKinds = {}): Choice[] {
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) => [
    { value: bridge.name, label: bridge.name, detail: 'Open vSwitch' },
    ...(fake ? bridge.fakeBridges : []).map(({ name, parent, vlanId }) => ({
      value: name,
      label: name,
      detail: `VLAN ${vlanId} of ${parent}`,
    })),
  ])
  const kernel = state.links.flatMap(({ name, bridge }) =>
    linux && bridge !== null
      ? [{ value: name, label: name, detail: bridge.isVlanFiltering ? 'Linux, filters VLANs' : 'Linux' }]
      : [],
  )
  return [...ovs, ...kernel]
}

/** OVS calls every link of the kernel "system": what the kernel calls it says more. */
function behind(state: NetworkState, iface: OvsInterface | undefined): string {
  const link = iface?.type === 'system' ? indexHost(state).link(iface.name) : undefined
  return link === undefined ? (iface?.type ?? '') : linkWords(link)
}

/** Ports of an OVS bridge. */
export const ovsPortChoices = (state: NetworkState, bridge: string): Choice[] =>
  (indexHost(state).ovsBridge(bridge)?.ports ?? []).map(({ name, interfaces }) => ({
    value: name,
    label: name,
    detail: name === bridge ? "the bridge's own port" : interfaces.length > 1 ? 'bond' : behind(state, interfaces[0]),
  }))

/** Ports of an OVS bridge, or of a Linux bridge with the bridge itself. */
export const portChoices = (state: NetworkState, bridge: string): Choice[] =>
  indexHost(state).link(bridge)?.bridge != null
    ? state.links
        .filter(({ name, master }) => name === bridge || master === bridge)
        .map(({ name, kind }) => ({ value: name, label: name, detail: name === bridge ? 'the bridge itself' : kind }))
    : ovsPortChoices(state, bridge)

export const networkChoices = (state: NetworkState): Choice[] =>
  (state.libvirt?.networks ?? []).map(({ name, forwardMode, bridge, forwardDevices, isActive }) => ({
    value: name,
    label: name,
    detail: [forwardMode, bridge ?? forwardDevices[0] ?? '', isActive ? '' : '(not active)'].filter(Boolean).join(' '),
  }))

export const guestChoices = (state: NetworkState): Choice[] =>
  state.guests.map(({ name, state: now, manager }) => ({
    value: name,
    label: name,
    detail: now,
    reason: manager === 'libvirt' ? null : 'libvirt does not list it: shown by its process, but not manageable here',
  }))

export const macOf = ({ running, stored }: GuestNic): string => running?.mac ?? stored?.mac ?? ''

/** The value that is held stays in its list, also where it could not be chosen anew. */
export const keeping = (choices: readonly Choice[], values: readonly string[]): Choice[] => [
  ...choices,
  ...values
    .filter((value) => value !== '' && !choices.some((choice) => choice.value === value))
    .map((value) => ({ value, label: value, detail: 'not on this host now' })),
]
