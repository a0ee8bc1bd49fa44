/* Objects made as they are wanted to be, whatever edits led there: to take a change back, and to push what was stored. */
import { OVS_DATAPATH } from '../objects/link-facts'
import type { Draft } from './draft'
import { switchPortVlan } from './guest-port'
import { nicRef } from '../observe/nic-key'
import { ovsPortOfLibvirt } from '../vlan/libvirt'
import { isSameVlan } from '../vlan/same'
import { mayStop } from './network'
import type { ObjectChange } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
import { definitionOf, tenantsOf } from '../objects/state-objects'
import { needsRestart } from './render-networks'
import type { NetworkWanted } from './restore-network'
import { restoreNetwork } from './restore-network'
import type { NicWanted } from './restore-nic'
import { restoreNic } from './restore-nic'
import { nicsOn } from './users'
import { looseIn } from './wiring'

/** One object to be: `after` of the change (null: gone), for libvirt's objects with the texts that make it so. */
export type Wanted = { change: ObjectChange; network?: NetworkWanted; nic?: NicWanted }

/** All of them at once; refused where others would be left hanging in the air. */
export function restoreObjects(draft: Draft, wanted: readonly Wanted[], overwrite: boolean): void {
  const isGone = ({ change }: Wanted): boolean => change.after === null
  const plain = wanted.filter(({ change }) => definitionOf(change) === null)
  const refs = new Set(wanted.map(({ change }) => refKey(change)))
  for (const each of plain.filter(isGone)) refuseTenants(draft, each.change, refs)
  // What comes is there before NICs move onto it; what goes stays until they have left.
  draft.write(...plain.filter((each) => !isGone(each)).map(({ change }) => change))
  for (const { change, network } of wanted) {
    draft.beginObject(refKey(change))
    if (network !== undefined) restoreNetwork(draft, network)
  }
  for (const { change, nic } of wanted) {
    draft.beginObject(refKey(change))
    if (nic !== undefined) restoreNic(draft, nic)
  }
  for (const { change } of wanted)
    if (change.kind === 'network' && change.after === null) removeNetwork(draft, change.name)
  for (const { change } of plain.filter(isGone))
    if (change.kind === 'link') draft.removeLink(change.name)
    else draft.write(change)
  leaveDatapath(draft)
  followPortgroups(draft, refs)
  refuseStops(draft)
  for (const { ref, message, isStored } of looseIn(draft.observed, draft.state, draft.vanishing)) {
    draft.beginObject(refKey(ref))
    // A network may be removed under a guest that is stopped: the guest cannot start without it.
    if (isStored === 'network' || (isStored !== undefined && overwrite)) draft.warn(`${message}: it cannot start so`)
    else draft.refuse('', 'in_use', `${message}: change that first`)
  }
}

function removeNetwork(draft: Draft, name: string): void {
  draft.xml = { ...draft.xml, networks: { ...draft.xml.networks, [name]: { running: null, stored: null } } }
  draft.write({ kind: 'network', owner: null, name, before: null, after: null })
}

/** What is no port any more has left Open vSwitch's datapath. */
function leaveDatapath(draft: Draft): void {
  for (const { name, master } of draft.state.links)
    if (master === OVS_DATAPATH && draft.seatOf(name) === null) draft.updateLink(name, { master: null })
}

/** A bridge of Open vSwitch takes its ports along: none may go that nobody asked for. */
function refuseTenants(draft: Draft, change: ObjectChange, refs: ReadonlySet<string>): void {
  const tenants = tenantsOf(draft.state, change)
  if (tenants.length === 0) return
  // Ports are what people see of a bridge: they are named first.
  tenants.sort((a, b) => Number(b.kind === 'ovs-port') - Number(a.kind === 'ovs-port'))
  const others = tenants.filter((ref) => !refs.has(refKey(ref)))
  draft.beginObject(refKey(change))
  if (others.length > 0)
    draft.refuse(
      '',
      'in_use',
      `${describeRef(change)} would go, and it has ${others.map(describeRef).slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}: take them out first`,
    )
}

/** libvirt gives a portgroup's VLAN only to NICs that are plugged later: ports that had the old one get the new one. */
function followPortgroups(draft: Draft, refs: ReadonlySet<string>): void {
  for (const network of draft.state.libvirt?.networks ?? []) {
    const old = draft.observed.libvirt?.networks.find(({ name }) => name === network.name)
    if (old === undefined || old === network) continue
    for (const group of network.portgroups) {
      const was = old.portgroups.find(({ name }) => name === group.name)
      if (was === undefined) continue
      const wasVlan = ovsPortOfLibvirt(was.vlan)
      if (isSameVlan(wasVlan, ovsPortOfLibvirt(group.vlan))) continue
      for (const { nic } of nicsOn(draft.state, network.name, group)) {
        const seat = nic.running?.target == null ? null : draft.seatOf(nic.running.target)
        if (nic.running === null || seat?.kind !== 'ovs') continue
        const isOwn = refs.has(refKey({ kind: 'ovs-port', owner: seat.bridge, name: seat.port.name }))
        if (!isOwn && isSameVlan(seat.port.vlan, wasVlan)) switchPortVlan(draft, nic.running, group.vlan)
      }
    }
  }
}

/** A network that must be stopped may have no running guest on it. */
function refuseStops(draft: Draft): void {
  for (const network of draft.observed.libvirt?.networks ?? []) {
    const pair = Object.hasOwn(draft.xml.networks, network.name) ? draft.xml.networks[network.name] : undefined
    const before = draft.observedXml.networks[network.name]
    if (pair === undefined || before === undefined || pair === before) continue
    draft.beginObject(refKey({ kind: 'network', owner: null, name: network.name }))
    const after = new Set(nicsOn(draft.state, network.name).map(({ guest, nic }) => refKey(nicRef(guest, nic))))
    // NICs that are unplugged before, and plugged in again after it, do not mind.
    const staying = nicsOn(draft.observed, network.name).filter(
      ({ guest, nic }) => after.has(refKey(nicRef(guest, nic))) && !draft.vanishing.has(nic.running?.target ?? ''),
    )
    if (needsRestart(before.running, pair.running)) mayStop(draft, network, '', staying)
  }
}
