import type { LibvirtNetwork } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { WorkingState } from '../plan/working-state'
import { interfaceAs, interfaceIn } from '../plan/definitions/guest-nic-xml'
import type { PlanIssue } from '../intents/intent'
import { unreadIssue } from '../plan/needs'
import type { ChangeOf, ObjectChange } from '../objects/object-ref'
import type { DefinedKind } from '../objects/object-record'
import { describeRef, refKey } from '../objects/ref-words'
import { asWanted, whyNotMade } from '../objects/state-objects'
import type { PlanContext, Planned } from '../plan/plan-change'
import { finishPlan } from '../plan/plan-change'
import { takeChildren } from '../plan/undo/restore-network'
import type { Wanted } from '../plan/undo/restore-objects'
import { restoreObjects } from '../plan/undo/restore-objects'
import { openXml } from '../plan/definitions/xml-edit'
import type { DesiredObject } from './desired'
import type { Drift } from './drift'
import { findDrift, notJudged, pushOf, wantedRunning } from './drift'

/**
 * "Push ours": what must be done so that these objects are as they are wanted again. Only what drifted is touched; the rest of
 * an object stays as it is. `context.xml` holds today's definitions of the networks and guests among them; issues' paths are
 * object keys (refKey).
 */
export function planDesired(observed: NetworkState, desired: readonly DesiredObject[], context: PlanContext): Planned {
  const unread = unreadOfDesired(observed, desired)
  if (unread.length > 0) return { ok: false, issues: unread }
  const working = new WorkingState(observed, context.xml, context.macsElsewhere)
  const wanted = desired.flatMap((object): Wanted[] => {
    const [drift] = findDrift([object], observed)
    if (drift === undefined) return []
    working.beginObject(refKey(object.ref))
    return wantedOf(working, object, drift)
  })
  if (working.issues.length === 0) restoreObjects(working, wanted, context.overwrite === true)
  return finishPlan(working, context)
}

/** Why some of these objects cannot be compared with what is wanted, or taken as they are found. Paths are object keys. */
export const unreadOfDesired = (observed: NetworkState, desired: readonly DesiredObject[]): PlanIssue[] =>
  notJudged(desired, observed).flatMap(({ object: { ref }, lacks }) =>
    unreadIssue(observed, refKey(ref), describeRef(ref), lacks),
  )

/** What is to be of a drifted object, given its change from what is found to what is wanted. */
function wantedOf(working: WorkingState, object: DesiredObject, drift: Drift): Wanted[] {
  const change = pushOf(object, working.observed)
  if (isDefined(change)) return withTexts(change, { working, object, drift })
  const why = whyNotMade(change)
  if (why === null) return [{ change: asWanted(change) }]
  working.refuse('', why.code, why.message)
  return []
}

type Pushed = { working: WorkingState; object: DesiredObject; drift: Drift }

/** What libvirt's objects are to be beside their values: the texts that make them so. */
const WITH_TEXTS: { [K in DefinedKind]: (change: ChangeOf<K>, pushed: Pushed) => Wanted[] } = {
  network: (change, { object, drift }) =>
    change.after === null
      ? [{ change }]
      : [{ change, network: { wanted: change.after, text: networkText(object, change.before, drift) } }],
  'guest-nic': (change, { working, object }) => nicWanted(working, object, change),
}

const isDefined = (change: ObjectChange): change is ChangeOf<DefinedKind> => Object.hasOwn(WITH_TEXTS, change.kind)

const withTexts = <K extends DefinedKind>(change: ChangeOf<K>, pushed: Pushed): Wanted[] =>
  WITH_TEXTS[change.kind](change, pushed)

/** Which elements of a network's definition a field is written in. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  forwardMode: ['forward'],
  forwardDevices: ['forward'],
  bridge: ['bridge'],
  virtualPort: ['virtualport'],
  vlan: ['vlan'],
  addresses: ['ip'],
}

const networkText =
  ({ definition }: DesiredObject, found: LibvirtNetwork | null, { differences }: Drift) =>
  (scope: 'running' | 'stored', today: string | null): string | null => {
    const wanted = definition?.[scope] ?? definition?.[scope === 'running' ? 'stored' : 'running'] ?? null
    if (today === null || found === null) return wanted
    const fields = differences.map(({ field }) => field)
    const keys = fields.flatMap((field) => (field.startsWith('portgroup ') ? [field] : (ELEMENTS[field] ?? [])))
    // The two definitions differ: somebody edited the one that is not shown.
    if (fields.includes('differsFromStored') && wanted !== null) return wanted
    if (keys.length === 0) return today
    return wanted === null ? null : takeChildren(today, wanted, keys)
  }

function nicWanted(working: WorkingState, { definition }: DesiredObject, change: ChangeOf<'guest-nic'>): Wanted[] {
  const { name: key, after, before } = change
  const guest = change.owner ?? ''
  if (after === null) return [{ change, nic: { guest, key, running: null, stored: null } }]
  const pair = Object.hasOwn(working.xml.guests, guest) ? working.xml.guests[guest] : undefined
  const own = {
    running: openXml(definition?.running ?? null, 'interface'),
    stored: openXml(definition?.stored ?? null, 'interface'),
  }
  const known = [own.stored, own.running, interfaceIn(pair?.stored ?? null, key)].filter((element) => element !== null)
  const wanted = { running: wantedRunning(after, before, working.observed), stored: after.stored }
  const [running, stored] = (['running', 'stored'] as const).map((scope) =>
    interfaceAs(
      wanted[scope],
      { config: before?.[scope] ?? null, element: interfaceIn(pair?.[scope] ?? null, key) },
      wanted[scope] === after[scope] ? own[scope] : null,
      known,
    ),
  )
  if (running !== undefined && stored !== undefined) return [{ change, nic: { guest, key, running, stored } }]
  working.refuse('', 'xml_missing', `The definition of ${describeRef(change)} is not known, so it cannot be put back`)
  return []
}
