import type { LibvirtNetwork } from '../model/libvirt'
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsPort } from '../model/ovs'
import { keptAddresses } from '../objects/link-facts'
import { WorkingState } from '../plan/working-state'
import { interfaceAs, interfaceIn } from '../plan/definitions/guest-nic-xml'
import type { PlanIssue } from '../intents/intent'
import { addressText } from '../plan/commands/ip-words'
import { unreadIssue } from '../plan/needs'
import type { ChangeOf, ObjectKind } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
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

const wantedOf = (working: WorkingState, object: DesiredObject, drift: Drift): Wanted[] =>
  wantedAs(pushOf(object, working.observed), { working, object, drift })

type Pushed = { working: WorkingState; object: DesiredObject; drift: Drift }

/** What is to be of an object of each kind, given its change from what is found to what is wanted. */
const WANTED: { [K in ObjectKind]: (change: ChangeOf<K>, pushed: Pushed) => Wanted[] } = {
  link: (change, { working }) => {
    const { before, after } = change
    if (before === null && after?.kind === 'nic') {
      working.refuse('', 'unknown_link', `${change.name} is not on this host: its card is missing, or has another name`)
      return []
    }
    if (before !== null && after !== null && before.kind !== after.kind) {
      working.refuse(
        '',
        'wrong_kind',
        `${change.name} is a ${before.kind}, wanted is a ${after.kind}: rename or remove the other one first`,
      )
      return []
    }
    return [{ change: { ...change, after: before === null || after === null ? after : asWantedLink(before, after) } }]
  },
  route: (change) => [{ change }],
  'ovs-bridge': (change) => {
    const { before, after } = change
    return [{ change: { ...change, after: before === null || after === null ? after : asWantedBridge(before, after) } }]
  },
  'ovs-fake-bridge': (change) => [{ change }],
  'ovs-port': (change) => {
    const { before, after } = change
    return [{ change: { ...change, after: before === null || after === null ? after : asWantedPort(before, after) } }]
  },
  'ovs-mirror': (change) => [{ change }],
  network: (change, { object, drift }) =>
    change.after === null
      ? [{ change }]
      : [{ change, network: { wanted: change.after, text: networkText(object, change.before, drift) } }],
  'guest-nic': (change, { working, object }) => nicWanted(working, object, change),
}

const wantedAs = <K extends ObjectKind>(change: ChangeOf<K>, pushed: Pushed): Wanted[] =>
  WANTED[change.kind](change, pushed)

/** Configuration as wanted, all else as found. */
function asWantedLink(found: Link, wanted: Link): Link {
  const cidrs = (link: Link): string => keptAddresses(link).map(addressText).sort().join()
  return {
    ...found,
    isUp: wanted.isUp,
    master: wanted.master,
    lower: wanted.lower,
    addresses: cidrs(found) === cidrs(wanted) ? found.addresses : wanted.addresses,
    bridge:
      found.bridge === null || wanted.bridge === null
        ? wanted.bridge
        : {
            ...found.bridge,
            isVlanFiltering: wanted.bridge.isVlanFiltering,
            stpState:
              (found.bridge.stpState === 'off') === (wanted.bridge.stpState === 'off')
                ? found.bridge.stpState
                : wanted.bridge.stpState,
            vlans: wanted.bridge.vlans,
          },
    bridgePort:
      found.bridgePort === null || wanted.bridgePort === null
        ? wanted.bridgePort
        : {
            ...found.bridgePort,
            isHairpin: wanted.bridgePort.isHairpin,
            isIsolated: wanted.bridgePort.isIsolated,
            isLearning: wanted.bridgePort.isLearning,
            vlans: wanted.bridgePort.vlans,
            vlan: wanted.bridgePort.vlan,
          },
    bond:
      found.bond === null || wanted.bond === null
        ? wanted.bond
        : {
            ...found.bond,
            mode: wanted.bond.mode,
            lacp: wanted.bond.lacp,
            lacpRate: wanted.bond.lacpRate,
            hashPolicy: wanted.bond.hashPolicy,
            primary: wanted.bond.primary,
          },
    vlan: wanted.vlan,
    macvlan: wanted.macvlan,
  }
}

const asWantedBridge = (found: OvsBridge, wanted: OvsBridge): OvsBridge => ({
  ...found,
  failMode: wanted.failMode,
  controllers: wanted.controllers,
  isStpEnabled: wanted.isStpEnabled,
  isRstpEnabled: wanted.isRstpEnabled,
  otherConfig: wanted.otherConfig,
})

const asWantedPort = (found: OvsPort, wanted: OvsPort): OvsPort => ({
  ...found,
  vlan: wanted.vlan,
  ignoredTrunks: wanted.ignoredTrunks,
  fakeBridge: wanted.fakeBridge,
  interfaces: wanted.interfaces.map((iface) => {
    const same = found.interfaces.find(({ name }) => name === iface.name)
    return same === undefined ? iface : { ...same, type: iface.type, options: iface.options }
  }),
  bond:
    found.bond === null || wanted.bond === null
      ? wanted.bond
      : { ...found.bond, mode: wanted.bond.mode, lacp: wanted.bond.lacp },
  otherConfig: wanted.otherConfig,
})

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
