import { normaliseMac } from '../address/mac'
import type { Intent, IntentKind, PlanIssue } from '../intents/intent'
import { editTitle } from '../intents/titles'
import type { NetworkState } from '../model/network-state'
import { nicKey } from '../observe/nic-key'
import { indexHost } from '../state/host-index'
import { macOf } from './edits/guest-nic-scopes'

type Family<K extends IntentKind = IntentKind> = K extends `${infer F}.${string}` ? F : never
type Fields = ReadonlyMap<string, unknown>

/** Fields that say which object an edit is about; all others say what it wants of it. */
const NAMES: Readonly<Record<Family, readonly string[]>> = {
  ovsBridge: ['name'],
  linuxBridge: ['name'],
  bond: ['name'],
  port: ['name'],
  portVlan: ['port'],
  vlanLink: ['name'],
  mirror: ['bridge', 'name'],
  address: ['link'],
  uplink: ['nic'],
  macvtap: ['name'],
  macvlan: ['name'],
  network: ['name'],
  portgroup: ['network', 'name'],
  guestNic: ['guest', 'nic'],
}

/** Families whose names are those of links: what stands on one goes with it. */
const LINKS: ReadonlySet<string> = new Set<Family>([
  ...(['ovsBridge', 'linuxBridge', 'bond', 'port', 'vlanLink', 'macvtap', 'macvlan'] as const),
])
/** Where edits name a link that they rest on. */
const LINK_FIELDS: ReadonlySet<string> = new Set([
  'bridge',
  'link',
  'port',
  'parent',
  'lower',
  'dev',
  'members',
  'ports',
])

/** How an edit is to be done is no want: two may differ in it. A port's bridge may go by the name of its fake one. */
const isWant = (family: string, key: string): boolean =>
  !['kind', 'takesMembers', 'how', 'scope', 'updatesRunning'].includes(key) &&
  !(family === 'portVlan' && key === 'bridge')

/**
 * Edits that want different things of one object: whoever wrote both cannot mean both, and which one counts is not for an order in a
 * list to say. To take an object away and make it anew is no contradiction. `observed` knows that two names are of one object.
 */
export function contradictions(observed: NetworkState, intents: readonly Intent[]): PlanIssue[] {
  const named = intents.map((intent) => inOneWord(observed, intent))
  return intents.flatMap((later, index): PlanIssue[] => {
    const differences = named.slice(0, index).map((each) => differenceOf(each, named[index] ?? later))
    const earlier = differences.findIndex((each) => each !== null)
    const [first, difference = null] = [intents[earlier], differences[earlier]]
    if (first === undefined || difference === null) return []
    const { field, what } = difference
    return [
      {
        path: field === '' ? String(index) : `${index}.${field}`,
        code: 'conflict',
        message: `Edit ${earlier + 1} (${editTitle(first)}) and edit ${index + 1} (${editTitle(later)}) want different things of the same object (${what}): leave one of the two out`,
      },
    ]
  })
}

/** A guest goes by its name or its UUID, a NIC of it by "net0", its key or its MAC address. */
function inOneWord(observed: NetworkState, intent: Intent): Intent {
  if (!('guest' in intent)) return intent
  const index = indexHost(observed)
  const guest = index.guest(intent.guest) ?? index.guestNamed(intent.guest)
  if (guest === undefined) return intent
  if (!('nic' in intent)) return { ...intent, guest: guest.uuid }
  const mac = normaliseMac(intent.nic)
  const found = guest.nics.filter(
    (nic) => nic.name === intent.nic || nicKey(guest, nic) === intent.nic || (mac !== null && macOf(nic) === mac),
  )
  return { ...intent, guest: guest.uuid, nic: found.length === 1 && found[0] ? found[0].name : intent.nic }
}

type Difference = { field: string; what: string }

/** What both say of one object, and differently; the first of it. Null: they agree, or are about different things. */
function differenceOf(earlier: Intent, later: Intent): Difference | null {
  return ofOneObject(earlier, later) ?? ofOneMember(earlier, later) ?? ofWhatItRestsOn(earlier, later)
}

function ofOneObject(earlier: Intent, later: Intent): Difference | null {
  const [family, act] = split(earlier)
  const [otherFamily, otherAct] = split(later)
  const [one, other] = [fieldsOf(earlier), fieldsOf(later)]
  const subject = subjectOf(otherFamily, other)
  if (family !== otherFamily || subject === null || subjectOf(family, one) !== subject) return null
  // What runs and what is stored may well differ.
  const scopes = new Set([one.get('scope') ?? 'both', other.get('scope') ?? 'both'])
  if (scopes.size === 2 && !scopes.has('both')) return null
  if (act !== otherAct)
    return act !== 'remove' && (otherAct === 'remove' || otherAct === 'detach')
      ? { field: '', what: 'whether it is there' }
      : null
  const names = NAMES[family]
  const stated = [...other].find(
    ([key, value]) =>
      isWant(family, key) && !names.includes(key) && one.has(key) && !agree(one.get(key), value, key === 'options'),
  )
  return stated === undefined ? null : { field: stated[0], what: stated[0] }
}

/** A link is in one bridge or bond, whichever edit puts it there. */
function ofOneMember(earlier: Intent, later: Intent): Difference | null {
  const before = mastersBy(earlier)
  const moved = [...mastersBy(later)].find(([link, master]) => before.has(link) && before.get(link) !== master)
  return moved === undefined ? null : { field: '', what: `where ${moved[0]} belongs` }
}

/** Which links an edit puts where: link → bridge or bond. */
function mastersBy(intent: Intent): ReadonlyMap<string, string> {
  switch (intent.kind) {
    case 'bond.set': {
      const own: [string, string][] = intent.bridge === undefined ? [] : [[intent.name, intent.bridge]]
      return new Map([...own, ...intent.members.map((member): [string, string] => [member, intent.name])])
    }
    case 'linuxBridge.set':
      return new Map((intent.ports ?? []).map((port) => [port, intent.name]))
    case 'port.set':
      return new Map([[intent.name, intent.bridge]])
    case 'uplink.move':
      return new Map([[intent.nic, intent.bridge]])
    default:
      return new Map()
  }
}

/** What one edit stands on is not there any more after the other. */
function ofWhatItRestsOn(earlier: Intent, later: Intent): Difference | null {
  const [family, act] = split(later)
  if (act !== 'remove' || split(earlier)[1] === 'remove') return null
  const removed = fieldsOf(later)
  const name = removed.get('name')
  const isRestedOn =
    family === 'network'
      ? namedIn(earlier, (key) => key === 'network').includes(name)
      : family === 'portgroup'
        ? namedIn(earlier, (key) => key === 'network').includes(removed.get('network')) &&
          namedIn(earlier, (key) => key === 'portgroup').includes(name)
        : LINKS.has(family) &&
          namedIn(earlier, (key) => LINK_FIELDS.has(key) || (key === 'nic' && earlier.kind === 'uplink.move')).includes(
            name,
          )
  return isRestedOn ? { field: '', what: `whether ${String(name)} is there` } : null
}

/** All that stands in such fields, however deep. */
function namedIn(value: unknown, isField: (key: string) => boolean): unknown[] {
  return Object.entries(Object(value)).flatMap(([key, part]) => [
    ...(isField(key) ? [part].flat() : []),
    ...(typeof part === 'object' && part !== null && !Array.isArray(part) ? namedIn(part, isField) : []),
  ])
}

const fieldsOf = (intent: Intent): Fields => new Map(Object.entries(intent))

function split(intent: Intent): [Family, string] {
  const [family = '', act = ''] = intent.kind.split('.')
  // The part of a kind before its dot, which is what a family is.
  return [family as Family, act]
}

/** Null: a new NIC has no name yet, and two of them are two. */
function subjectOf(family: Family, fields: Fields): string | null {
  if (family === 'vlanLink')
    return String(fields.get('name') ?? `${String(fields.get('parent'))}.${String(fields.get('vlanId'))}`)
  const names = NAMES[family].map((key) => fields.get(key))
  return names.some((name) => name === undefined) ? null : JSON.stringify(names)
}

/** `isMap`: keys that only one of the two states are no difference. */
function agree(one: unknown, other: unknown, isMap: boolean): boolean {
  if (!isMap) return JSON.stringify(one) === JSON.stringify(other)
  const known = new Map(Object.entries(Object(one)))
  return Object.entries(Object(other)).every(([key, value]) => !known.has(key) || known.get(key) === value)
}
