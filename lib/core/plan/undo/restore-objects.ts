/* Objects made as they are wanted to be, whatever edits led there: to take a change back, and to push what was stored. */
import { OVS_DATAPATH } from '../../objects/link-facts'
import type { WorkingState } from '../working-state'
import { switchPortVlan } from '../edits/guest-port'
import { nicRef } from '../../observe/nic-key'
import { ovsPortOfLibvirt } from '../../vlan/libvirt'
import { accessVlan } from '../../vlan/make'
import { isSameVlan } from '../../vlan/same'
import { mayStop } from '../edits/network'
import type { ObjectChange } from '../../objects/object-ref'
import { describeRef, refKey } from '../../objects/ref-words'
import { definitionOf, tenantsOf } from '../../objects/state-objects'
import { OBJECTS } from '../../objects/table'
import { unreadGrounds } from '../../objects/unread-grounds'
import { lacking, unreadIssue } from '../needs'
import { needsRestart } from '../render/networks'
import type { NetworkWanted } from './restore-network'
import { restoreNetwork } from './restore-network'
import type { NicWanted } from './restore-nic'
import { restoreNic } from './restore-nic'
import { nicsOn } from '../edits/dependents'
import { danglingReferences } from '../effects/dangling-references'
import { indexHost } from '../../state/host-index'

/** One object to be: `after` of the change (null: gone), for libvirt's objects with the texts that make it so. */
export type Wanted = { change: ObjectChange; network?: NetworkWanted; nic?: NicWanted }

/** All of them at once; refused where others would be left hanging in the air. */
export function restoreObjects(working: WorkingState, wanted: readonly Wanted[], overwrite: boolean): void {
  const isGone = ({ change }: Wanted): boolean => change.after === null
  const plain = wanted.filter(({ change }) => definitionOf(change) === null)
  const refs = new Set(wanted.map(({ change }) => refKey(change)))
  for (const each of plain.filter(isGone)) refuseTenants(working, each.change, refs)
  // What comes is there before NICs move onto it; what goes stays until they have left.
  working.write(...plain.filter((each) => !isGone(each)).map(({ change }) => change))
  for (const { change } of plain) followFakeBridge(working, change)
  for (const { change, network } of wanted) {
    working.beginObject(refKey(change))
    if (network !== undefined) restoreNetwork(working, network)
  }
  for (const { change, nic } of wanted) {
    working.beginObject(refKey(change))
    if (nic !== undefined) restoreNic(working, nic)
  }
  for (const { change } of wanted)
    if (change.kind === 'network' && change.after === null) removeNetwork(working, change.name)
  for (const { change } of plain.filter(isGone))
    if (change.kind === 'link') working.removeLink(change.name)
    else working.write(change)
  leaveDatapath(working)
  followPortgroups(working, refs)
  refuseStops(working)
  const unread = unreadGrounds(working.observed)
  for (const { ref, what, message, isStored } of danglingReferences(
    working.observed,
    working.state,
    working.vanishing,
  )) {
    working.beginObject(refKey(ref))
    const lacks = lacking(unread, OBJECTS[ref.kind].groundsOfNames, [what])
    if (lacks.length > 0) {
      working.issues.push(...unreadIssue(working.observed, refKey(ref), describeRef(ref), lacks))
      continue
    }
    // A network may be removed under a guest that is stopped: the guest cannot start without it.
    if (isStored === 'network' || (isStored !== undefined && overwrite)) working.warn(`${message}: it cannot start so`)
    else working.refuse('', 'in_use', `${message}: change that first`)
  }
}

/** The VLAN of a fake bridge is the tag of its own port, and a port is in it by its tag (ovs-vsctl(8)). */
function followFakeBridge(working: WorkingState, { kind, owner, name, before, after }: ObjectChange): void {
  if (kind !== 'ovs-fake-bridge' || owner === null || before === null || after === null) return
  if (before.vlanId === after.vlanId) return
  for (const port of working.ovsBridge(owner)?.ports ?? []) {
    if (port.name === name) working.putOvsPort({ ...port, vlan: accessVlan(after.vlanId) })
    else if (port.fakeBridge === name || (port.vlan.mode === 'access' && port.vlan.tag === after.vlanId))
      working.putOvsPort({ ...port, fakeBridge: port.vlan.tag === after.vlanId ? name : null })
  }
}

function removeNetwork(working: WorkingState, name: string): void {
  working.xml = { ...working.xml, networks: { ...working.xml.networks, [name]: { running: null, stored: null } } }
  working.write({ kind: 'network', owner: null, name, before: null, after: null })
}

/** What is no port any more has left Open vSwitch's datapath. */
function leaveDatapath(working: WorkingState): void {
  for (const { name, master } of working.state.links)
    if (master === OVS_DATAPATH && working.attachmentOf(name) === null) working.updateLink(name, { master: null })
}

/** A bridge of Open vSwitch takes its ports along: none may go that nobody asked for. */
function refuseTenants(working: WorkingState, change: ObjectChange, refs: ReadonlySet<string>): void {
  const tenants = tenantsOf(working.state, change)
  if (tenants.length === 0) return
  // Ports are what people see of a bridge: they are named first.
  tenants.sort((a, b) => Number(b.kind === 'ovs-port') - Number(a.kind === 'ovs-port'))
  const others = tenants.filter((ref) => !refs.has(refKey(ref)))
  working.beginObject(refKey(change))
  if (others.length > 0)
    working.refuse(
      '',
      'in_use',
      `${describeRef(change)} would go, and it has ${others.map(describeRef).slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}: take them out first`,
    )
}

/** libvirt gives a portgroup's VLAN only to NICs that are plugged later: ports that had the old one get the new one. */
function followPortgroups(working: WorkingState, refs: ReadonlySet<string>): void {
  for (const network of working.state.libvirt?.networks ?? []) {
    const old = indexHost(working.observed).network(network.name)
    if (old === undefined || old === network) continue
    for (const group of network.portgroups) {
      const was = old.portgroups.find(({ name }) => name === group.name)
      if (was === undefined) continue
      const wasVlan = ovsPortOfLibvirt(was.vlan)
      if (isSameVlan(wasVlan, ovsPortOfLibvirt(group.vlan))) continue
      for (const { nic } of nicsOn(working.state, network.name, group)) {
        const attachment = nic.running?.target == null ? null : working.attachmentOf(nic.running.target)
        if (nic.running === null || attachment?.kind !== 'ovs') continue
        const isOwn = refs.has(refKey({ kind: 'ovs-port', owner: attachment.bridge, name: attachment.port.name }))
        if (!isOwn && isSameVlan(attachment.port.vlan, wasVlan)) switchPortVlan(working, nic.running, group.vlan)
      }
    }
  }
}

/** A network that must be stopped may have no running guest on it. */
function refuseStops(working: WorkingState): void {
  for (const network of working.observed.libvirt?.networks ?? []) {
    const pair = Object.hasOwn(working.xml.networks, network.name) ? working.xml.networks[network.name] : undefined
    const before = working.observedXml.networks[network.name]
    if (pair === undefined || before === undefined || pair === before) continue
    working.beginObject(refKey({ kind: 'network', owner: null, name: network.name }))
    const after = new Set(nicsOn(working.state, network.name).map(({ guest, nic }) => refKey(nicRef(guest, nic))))
    // NICs that are unplugged before, and plugged in again after it, do not mind.
    const staying = nicsOn(working.observed, network.name).filter(
      ({ guest, nic }) => after.has(refKey(nicRef(guest, nic))) && !working.vanishing.has(nic.running?.target ?? ''),
    )
    if (needsRestart(before.running, pair.running)) mayStop(working, network, '', staying)
  }
}
