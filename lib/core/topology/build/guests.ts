import type { Guest, GuestNic, GuestNicConfig } from '../../model/libvirt'
import { deviceId, nodeKindOf } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { guestHealth, healthy, verdict } from '../graph/health'
import type { HealthVerdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { nicEndsOf } from '../../state/nic-ends'
import { functionId } from './functions'
import { bridgeId, networkNodeOf } from './networks'
import { vlanOfLibvirt } from '../../vlan/libvirt'

/** Guests as boxes, their NICs as rows, each joined to its tap; a NIC that does not run to what it will be on. */
export const addGuests = (builder: GraphBuilder, index: HostIndex): void => {
  for (const guest of index.state.guests) {
    builder.add({
      id: nodeId('guest', guest.uuid),
      kind: 'guest',
      name: guest.name,
      rank: 'guest',
      ref: guest.uuid,
      lines: guestLines(guest),
      terms: [guest.uuid, guest.state, guest.title ?? '', guest.manager],
      ...guestHealth(guest),
    })
    for (const nic of guest.nics) addGuestNic(builder, index, guest, nic)
  }
}

const guestLines = (guest: Guest): string[] => {
  const state = guest.state === 'running' || guest.state === 'idle' ? [] : [guest.state]
  return guest.manager === 'qemu-process' ? [...state, 'not listed by libvirt'] : state
}

const addGuestNic = (builder: GraphBuilder, index: HostIndex, guest: Guest, nic: GuestNic): void => {
  const config = nic.running ?? nic.stored
  const id = builder.add({
    id: nodeId('guest-nic', guest.uuid, nic.name),
    kind: 'guest-nic',
    name: nic.name,
    rank: 'guest',
    parent: nodeId('guest', guest.uuid),
    ref: guest.uuid,
    ownership: nic.differences.length > 0 ? 'drifted' : 'ours',
    lines: [...(config ? [config.mac.slice(-5)] : []), ...sourceWords(config), ...nic.differences],
    terms: [config?.mac ?? '', guest.name, config?.target ?? '', config?.model ?? '', ...sourceTerms(config)],
    vlan: vlanOfLibvirt(config?.vlan ?? null),
    ...nicHealth(index, guest, nic),
  })
  if (nic.running) joinRunning(builder, index, nic.running, id)
  else if (nic.stored) joinStored(builder, index, nic.stored, id)
}

const sourceWords = (config: GuestNicConfig | null): string[] => {
  switch (config?.source.type) {
    case 'user':
      return ['user networking, no link on the host']
    case 'hostdev':
      return [`PCI device ${config.source.address ?? 'of a pool'}`]
    case 'vhostuser':
      return ['vhost-user']
    case 'other':
      return [config.source.libvirtType]
    default:
      return []
  }
}

const sourceTerms = (config: GuestNicConfig | null): string[] =>
  config?.source.type === 'vhostuser' ? [config.source.path ?? ''] : []

const nicHealth = (index: HostIndex, guest: Guest, nic: GuestNic): HealthVerdict => {
  const ofGuest = guestHealth(guest)
  if (ofGuest.health !== 'ok') return ofGuest
  if (nic.running === null) return verdict('off', `${nic.name} is only stored: it comes with the guest's next start`)
  if (nic.running.linkState === 'down') return verdict('off', `libvirt keeps the link of ${nic.name} down`)
  const { target } = nic.running
  const isReadable = index.state.links.length > 0
  return target !== null && isReadable && !index.link(target) && !index.ovsAttachment(target)
    ? verdict('error', `${target} of ${guest.name} does not exist on this host`)
    : healthy
}

const joinRunning = (builder: GraphBuilder, index: HostIndex, config: GuestNicConfig, id: string): void => {
  const link = config.target === null ? undefined : index.link(config.target)
  const kind = link && nodeKindOf(index, link)
  if (link && kind)
    builder.join({ from: nodeId(kind, link.name), to: id, kind: kind === 'macvtap' ? 'macvtap' : 'plain' })
  else if (config.target !== null && index.ovsAttachment(config.target))
    builder.join({ from: nodeId('tap', config.target), to: id })
  else if (!joinUserspace(builder, index, config, id)) joinStored(builder, index, config, id)
}

/** What has neither tap nor macvtap: a function of a card, and a socket that a switch of user space has too. */
const joinUserspace = (builder: GraphBuilder, index: HostIndex, { source }: GuestNicConfig, id: string): boolean => {
  const ends = nicEndsOf(index.state)
  const place = source.type === 'hostdev' ? ends.functionAt(source.address ?? '') : undefined
  const socket = source.type === 'vhostuser' ? ends.socketAt(source.path ?? '') : undefined
  const from = place ? functionId(index, place) : socket ? nodeId('tap', socket.name) : null
  if (from === null || !builder.has(from)) return false
  builder.join({ from, to: id })
  return true
}

/** No tap: the edge comes from the network or bridge itself. */
const joinStored = (builder: GraphBuilder, index: HostIndex, config: GuestNicConfig, id: string): void => {
  const { source } = config
  const networkNode = networkNodeOf(index, config)
  if (networkNode !== null) return builder.join({ from: networkNode, to: id, vlan: vlanOfLibvirt(config.vlan) })
  if (source.type === 'hostdev') return joinFunction(builder, index, source.address, id)
  if (source.type === 'bridge') builder.join({ from: ensureBridge(builder, index, source.bridge), to: id })
  const dev = source.type === 'direct' ? deviceId(index, source.dev) : null
  if (source.type === 'direct' && dev !== null) builder.join({ from: dev, to: id, kind: 'macvtap', label: source.mode })
}

/** The function that the guest will have: its link while it is the host's, else its card. */
const joinFunction = (builder: GraphBuilder, index: HostIndex, address: string | null, id: string): void => {
  const place = nicEndsOf(index.state).functionAt(address ?? '')
  const from = place && deviceId(index, place.link?.name ?? place.physical.name)
  if (place && from) builder.join({ from, to: id, label: `VF ${place.fn.number}` })
}

/** A guest may want a bridge that is not there: it gets a box that says so. */
const ensureBridge = (builder: GraphBuilder, index: HostIndex, name: string): string =>
  bridgeId(index, name) ??
  builder.add({
    id: nodeId('linux-bridge', name),
    kind: 'linux-bridge',
    name,
    rank: 'bridge',
    lines: ['missing'],
    ...verdict('error', `a guest is on bridge ${name}, which does not exist on this host`),
  })
