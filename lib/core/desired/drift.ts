import type { GuestNic, GuestNicConfig } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { resolveGuestNicVlan } from '../observe/guest-nic-vlan'
import { configOf } from '../objects/state-objects'
import { nicConfig } from '../objects/guest-nic'
import type { Difference } from '../plan/undo/field-words'
import type { Unread } from '../objects/unread-grounds'
import { unreadGrounds } from '../objects/unread-grounds'
import { isSameNic } from '../plan/definitions/guest-nic-xml'
import { unreadOfObject } from '../plan/needs'
import { allFields, differences, fieldLabel } from '../plan/undo/field-words'
import type { ObjectChange, ObjectRef } from '../objects/object-ref'
import { describeRef, refOf } from '../objects/ref-words'
import { findObject } from '../objects/state-objects'
import { OBJECTS } from '../objects/table'
import { OPEN_TRUNK } from '../vlan/make'
import { isSameVlan } from '../vlan/same'
import type { DesiredObject } from './desired'
import { changeOf } from './desired'
import { indexHost } from '../state/host-index'

/** An object that is not as it is wanted. `lines` say why, one for each setting: "tag 20 wanted, 30 found". */
export type Drift = {
  ref: ObjectRef
  /** "OVS port eth2 of ovsbr1" */
  what: string
  kind: 'different' | 'missing' | 'unexpected'
  differences: Difference[]
  lines: string[]
}

/** Where the host is not as wanted. What could not be read is not judged. */
export function findDrift(desired: readonly DesiredObject[], observed: NetworkState): Drift[] {
  const unread = unreadGrounds(observed)
  return desired.flatMap((object) =>
    lacksOf(unread, object, observed).length > 0 ? [] : (driftOf(object, observed) ?? []),
  )
}

/** Objects of which this reading cannot tell whether they are as wanted, and what it lacks for that. */
export function notJudged(
  desired: readonly DesiredObject[],
  observed: NetworkState,
): { object: DesiredObject; lacks: Unread[] }[] {
  const unread = unreadGrounds(observed)
  return desired
    .map((object) => ({ object, lacks: lacksOf(unread, object, observed) }))
    .filter(({ lacks }) => lacks.length > 0)
}

/**
 * Of libvirt's objects those that were read can be compared though others were not: one guest's broken definition says nothing of
 * another's NIC. Only absence cannot be believed then. What a NIC's network and port carry counts as its own state.
 */
function lacksOf(unread: readonly Unread[], object: DesiredObject, observed: NetworkState): Unread[] {
  if (unread.length === 0) return []
  const { groundsOfDrift, isReadAlone } = OBJECTS[object.ref.kind]
  const beside = unread.filter(({ ground }) => groundsOfDrift.includes(ground))
  const own = unreadOfObject(unread, changeOf(object))
  const isSeen = isReadAlone && findObject(observed, object.ref) !== undefined && !isHalfRead(observed, object.ref)
  return isSeen ? beside : [...own, ...beside]
}

/** One of libvirt's two definitions of it was not understood: it looks stopped, or not stored, and may be neither. */
function isHalfRead(observed: NetworkState, { owner, name }: ObjectRef): boolean {
  const uuid = owner ?? indexHost(observed).network(name)?.uuid
  return observed.unrecognised.some(
    ({ source, name }) => name === uuid && (source === 'guests' || source === 'networks'),
  )
}

function driftOf(object: DesiredObject, observed: NetworkState): Drift | null {
  const { ref } = object
  const change = changeOf(object)
  const found = findObject(observed, ref)
  const drift = (kind: Drift['kind'], found: Difference[], lines: string[]): Drift => ({
    ref: refOf(ref),
    what: describeRef(ref),
    kind,
    differences: found,
    lines,
  })
  if (change.kind === 'guest-nic') {
    const guest = indexHost(observed).guest(ref.owner ?? '')
    const nic = found?.kind === 'guest-nic' ? found.after : null
    if (change.after === null)
      return nic === null ? null : drift('unexpected', [], [`${nic.name} of ${guest?.name ?? '?'} is there, unwanted`])
    if (guest === undefined) return drift('missing', [], ['its guest is gone'])
    if (nic === null) return drift('missing', [], [`${guest.name} has no such NIC`])
    const isRunning = guest.state !== 'shut off' && guest.state !== 'crashed'
    const list = nicDifferences(change.after, nic, isRunning, observed)
    return list.length === 0 ? null : drift('different', list, list.map(lineOf))
  }
  const [wanted, now] = [configOf(change), found === undefined ? null : configOf(found)]
  if (wanted === null && now === null) return null
  if (now === null || wanted === null)
    return wanted === null
      ? drift('unexpected', [], ['it is there, and wanted absent'])
      : drift('missing', [], ['it is wanted, and not there'])
  const list = differences(wanted, now, allFields(wanted, now))
  return list.length === 0 ? null : drift('different', list, list.map(lineOf))
}

/** Whether the NIC is plugged as it is to run, where its guest runs, and stored as it is to be stored. */
function nicDifferences(wanted: GuestNic, found: GuestNic, isRunning: boolean, observed: NetworkState): Difference[] {
  const compare = (scope: 'running' | 'stored', a: GuestNicConfig | null, b: GuestNicConfig | null): Difference[] => {
    if (a === null && b === null) return []
    if (a === null || b === null)
      return [{ field: scope, wanted: a === null ? 'none' : 'a NIC', found: b === null ? 'none' : 'a NIC' }]
    const [left, right] = [nicConfig(a), nicConfig(b)]
    return differences(left, right, allFields(left, right)).map((each) => ({
      ...each,
      field: `${scope}.${each.field}`,
    }))
  }
  return [
    ...(isRunning ? compare('running', wantedRunning(wanted, found, observed), found.running) : []),
    ...compare('stored', wanted.stored, found.stored),
  ]
}

/**
 * How the NIC is to run. A guest that was started since runs what is stored. Where its port was switched over, libvirt goes on
 * naming the old portgroup until the guest is stopped and started: what the port carries counts, not the name.
 */
export function wantedRunning(
  { running, stored }: GuestNic,
  found: GuestNic | null,
  observed: NetworkState,
): GuestNicConfig | null {
  const now = found?.running ?? null
  if (now === null) return running
  const wanted = stored !== null && (running === null || isSameNic(stored, now)) ? stored : running
  return wanted !== null && isSwitchedOver(now, wanted, observed) ? now : wanted
}

/** Whether the NIC runs on the wanted network under another portgroup's name, its port carrying what the wanted one asks for. */
function isSwitchedOver(now: GuestNicConfig, wanted: GuestNicConfig, observed: NetworkState): boolean {
  const { source } = wanted
  if (source.type !== 'network' || now.source.type !== 'network' || !isSameNic({ ...now, source }, wanted)) return false
  const index = indexHost(observed)
  const network = index.network(source.network) ?? null
  const port = now.target === null ? undefined : index.ovsAttachment(now.target)?.port
  const { vlan } = resolveGuestNicVlan({ ...wanted, vlan: null }, network, 'stored')
  return port !== undefined && now.source.network === source.network && isSameVlan(port.vlan, vlan ?? OPEN_TRUNK)
}

const lineOf = ({ field, wanted, found }: Difference): string => `${fieldLabel(field)} ${wanted} wanted, ${found} found`

/** The differing object's change from what is found to what is wanted. */
export const pushOf = (object: DesiredObject, observed: NetworkState): ObjectChange =>
  // Equal references mean equal kinds.
  ({ ...changeOf(object), before: findObject(observed, object.ref)?.after ?? null }) as ObjectChange
