import { describe, expect, it } from 'vitest'
import { afterReboot } from '../desired/after-reboot'
import type { DesiredObject } from '../desired/desired'
import { findDrift, notJudged } from '../desired/drift'
import { planDesired } from '../desired/plan-desired'
import { absentChecks, checksBeforeStoring, objectChecks, ourChecks, presentChecks } from '../guard/object-checks'
import type { NetworkState } from '../model/network-state'
import { guestsDisrupted } from '../plan/effects/guests-disrupted'
import { warnOfManagers } from '../plan/effects/link-managers'
import { managementRisk } from '../plan/effects/management-risk'
import { notStored } from '../plan/effects/not-stored'
import { unreadOfChanges, unreadOfObject } from '../plan/needs'
import { NO_XML } from '../plan/plan-change'
import { fieldLabel } from '../plan/undo/field-words'
import { isGuestTap } from '../plan/undo/taps'
import { WorkingState } from '../plan/working-state'
import { rawScopeOf } from '../raw/raw-scope'
import * as make from '../topology/testing/fixtures'
import { linksOfChange } from './change-links'
import type { Ground } from './grounds'
import { GROUNDS, unreadGrounds } from './unread-grounds'
import { KINDS } from './kinds'
import type { ObjectRef } from './object-ref'
import { ObjectChange, ObjectKind } from './object-ref'
import type { ObjectRecord } from './object-record'
import { describeRef, listWords, refKey, refOf } from './ref-words'
import {
  asWanted,
  configOf,
  definitionOwners,
  diffObjects,
  findObject,
  fingerprintOf,
  guestsOf,
  looseEnds,
  manageableRefs,
  tenantsOf,
  whyNotMade,
  writeObjects,
} from './state-objects'
import { OBJECT_KINDS, OBJECTS } from './table'
import type { Facet } from './testing/kind-answers'
import { ANSWERS } from './testing/kind-answers'
import { changesOf, STATE } from './testing/kind-examples'

/*
 * Every entry of every kind's record, asked by way of those who read it. An entry that is taken out or says nothing fails under its
 * kind and its facet; a new kind does not compile before it is in testing/kind-examples.ts and testing/kind-answers.ts, a new facet
 * before it is here.
 */

const isKeptOverBoot = (kind: ObjectKind): boolean => KINDS[kind].afterBoot === 'stays'

/** Another value of the same type, where there is one. */
const otherwise = (value: unknown): unknown =>
  typeof value === 'boolean'
    ? !value
    : typeof value === 'number'
      ? -1 - value
      : typeof value === 'string'
        ? [...value].reverse().join('')
        : value

// No object rests on the identity: edits do, which make names of it.
const ALL_GROUNDS = (Object.keys(GROUNDS) as Ground[]).filter((ground) => ground !== 'identity')
const without = (ground: Ground): NetworkState => {
  const { source, command = '' } = GROUNDS[ground]
  const problems = [{ code: 'failed', command, message: 'broken for the test' }]
  return { ...STATE, sources: STATE.sources.map((each) => (each.id === source ? { ...each, problems } : each)) }
}
/** Parts of a reading without which something is so. */
const groundsWhere = (is: (state: NetworkState) => boolean): Ground[] =>
  ALL_GROUNDS.filter((ground) => is(without(ground)))

/** Hosts on which what the examples name is gone. */
const TORN: NetworkState[] = [
  { ...STATE, links: STATE.links.filter(({ name }) => !/^eth\d$/.test(name)) },
  { ...STATE, ovs: STATE.ovs && { ...STATE.ovs, bridges: STATE.ovs.bridges.map((each) => ({ ...each, ports: [] })) } },
  { ...STATE, ovs: null },
  { ...STATE, libvirt: STATE.libvirt && { ...STATE.libvirt, networks: [] } },
]
const WIRED = new Set(looseEnds(STATE, new Set()).map(({ message }) => message))

/** What each facet gives to those who read it. */
const ASK = {
  owner: (kind: ObjectKind) => {
    const { removal } = changesOf(kind)
    const ownerRef: ObjectRef = { kind: 'ovs-bridge', owner: null, name: removal.owner ?? '' }
    const isTenant = tenantsOf(STATE, ownerRef).some((each) => refKey(each) === refKey(removal))
    return [...(isTenant ? [refKey(ownerRef)] : []), ...guestsOf([removal])]
  },
  list: (kind: ObjectKind) => {
    const { removal } = changesOf(kind)
    const empty = { ...STATE, links: [], routes: [], ovs: null, libvirt: null, guests: [] }
    expect(findObject(STATE, removal)?.after).toEqual(removal.before)
    return diffObjects(empty, STATE)
      .filter((each) => each.kind === kind)
      .map(refKey)
  },
  write: (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    const [edited, removed] = [edit, removal].map((change) => writeObjects(STATE, [change], 'after'))
    if (edited === undefined || removed === undefined) throw new Error('nothing is written')
    const back = [writeObjects(edited, [edit], 'before'), writeObjects(removed, [removal], 'before')]
    expect(back.map((state) => findObject(state, removal)?.after)).toEqual([removal.before, removal.before])
    return [findObject(edited, edit)?.after, findObject(removed, removal)].map((found) =>
      found === undefined ? 'gone' : JSON.stringify(found) === JSON.stringify(edit.after) ? 'edited' : 'as it was',
    )
  },
  canonicalConfig: (kind: ObjectKind) => {
    const { edit } = changesOf(kind)
    const [was = '', is = ''] = [STATE, writeObjects(STATE, [edit], 'after')].map(
      (state) => fingerprintOf(state, [edit])[refKey(edit)],
    )
    const [wasFacts, facts] = [was, is].map((text): Record<string, unknown> => JSON.parse(text))
    return Object.keys({ ...wasFacts, ...facts }).filter(
      (name) => JSON.stringify(wasFacts?.[name]) !== JSON.stringify(facts?.[name]),
    )
  },
  grounds: (kind: ObjectKind) =>
    groundsWhere((state) => unreadOfObject(unreadGrounds(state), refOf(changesOf(kind).edit)).length > 0),
  groundsOfValue: (kind: ObjectKind) => {
    const { edit } = changesOf(kind)
    const filtering = kind === 'link' ? { ...edit, after: make.linuxBridge('brv', {}, true) } : edit
    const change = ObjectChange.parse(filtering)
    return groundsWhere((state) => unreadOfObject(unreadGrounds(state), change).length > 0)
  },
  groundsOfNames: (kind: ObjectKind) => [...OBJECTS[kind].groundsOfNames],
  groundsOfChange: (kind: ObjectKind) =>
    groundsWhere((state) => unreadOfChanges(state, [changesOf(kind).removal]).length > 0),
  groundsOfDrift: (kind: ObjectKind) => groundsWhere((state) => notJudged([wantedOf(kind)], state).length > 0),
  isReadAlone: (kind: ObjectKind) =>
    groundsWhere(
      (state) => notJudged([wantedOf(kind)], writeObjects(state, [changesOf(kind).removal], 'after')).length > 0,
    ),
  definition: (kind: ObjectKind) => [...definitionOwners([changesOf(kind).edit])],
  isManageable: (kind: ObjectKind) =>
    manageableRefs(STATE)
      .filter((each) => each.kind === kind)
      .map(refKey),
  guestMac: (kind: ObjectKind) =>
    diffObjects({ ...STATE, links: [], routes: [], ovs: null, libvirt: null, guests: [] }, STATE)
      .filter((each) => each.kind === kind && isGuestTap(each))
      .map(refKey),
  links: (kind: ObjectKind) => linksOfChange(changesOf(kind).edit),
  raw: (kind: ObjectKind) => {
    const { links: _, ...names } = rawScopeOf({ changes: [changesOf(kind).edit], consequences: [] })
    return names
  },
  causes: (kind: ObjectKind) => {
    const { removal } = changesOf(kind)
    const onVlanLink = {
      ...STATE,
      links: STATE.links.map((each) => ({ ...each, master: each.name === 'vnet0' ? 'eth1.7' : each.master })),
    }
    return guestsDisrupted(kind === 'link' ? { ...onVlanLink, ovs: null } : STATE, STATE, [removal], new Map()).map(
      ({ why }) => why,
    )
  },
  looseEnds: (kind: ObjectKind) => [
    ...new Set(
      TORN.flatMap((state) => OBJECTS[kind].looseEnds(state, new Set()))
        .map(({ message }) => message)
        .filter((message) => !WIRED.has(message)),
    ),
  ],
  existence: (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    return [...presentChecks(edit), ...absentChecks(removal)].map(lineOf)
  },
  checks: (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    return [...objectChecks(edit, 'after'), ...objectChecks(removal, 'after')].map(lineOf)
  },
  checksBeforeStoring: (kind: ObjectKind) => {
    const around = { inOvs: new Set<string>(), fakeBridges: new Set<string>() }
    return checksBeforeStoring(changesOf(kind).removal, around).map(lineOf)
  },
  checksOfOurs: (kind: ObjectKind) => ourChecks(changesOf(kind).edit).map(lineOf),
  uplinkReason: (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    const way = { ...STATE.management, links: linksOfChange(edit) }
    return managementRisk({ ...STATE, management: way }, way, [removal]).reasons
  },
  managedLinks: (kind: ObjectKind) => {
    const names = [...STATE.links.map(({ name }) => name), 'm0', 'lab']
    const linkManagers = names.map((link) => ({
      ...{ link, manager: 'NetworkManager' as const, connection: null, state: 'connected' },
    }))
    const working = new WorkingState({ ...STATE, system: { ...STATE.system, linkManagers } }, NO_XML)
    warnOfManagers(working, [changesOf(kind).removal])
    return working.warnings.map((warning) => warning.split(' ')[0])
  },
  notStored: (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    const words = notStored([edit, removal])
    expect(words.length === 0, 'says nothing where a boot leaves it, and only there').toBe(isKeptOverBoot(kind))
    return words
  },
  asWanted: (kind: ObjectKind) => {
    const { removal } = changesOf(kind)
    const found = removal.before ?? {}
    const wanted = Object.fromEntries(Object.entries(found).map(([field, value]) => [field, otherwise(value)]))
    // Fields differ in their values alone: of the same kind for all who read them.
    const { after } = asWanted({ ...removal, after: wanted } as ObjectChange)
    return Object.entries(after ?? {})
      .filter(([field, value]) => value === wanted[field] && value !== otherwise(wanted[field]))
      .map(([field]) => field)
  },
  whyNotMade: (kind: ObjectKind) => {
    const { edit } = changesOf(kind)
    const card = { ...edit, after: { ...edit.after, kind: 'nic' } } as ObjectChange
    return [card, { ...card, before: null }].flatMap((change) => whyNotMade(change)?.code ?? [])
  },
  fieldWords: (kind: ObjectKind) => {
    const fields = Object.keys(configOf(changesOf(kind).edit) ?? {})
    return fields.map(fieldLabel).filter((label) => !fields.includes(label))
  },
} as const satisfies Record<keyof ObjectRecord<ObjectKind>, (kind: ObjectKind) => unknown>

/** What other rooms have of each kind in tables of their own. */
const ASK_OTHERS = {
  words: (kind: ObjectKind) => {
    const { edit } = changesOf(kind)
    const { title, kind: noun } = listWords(edit)
    return [describeRef(edit), title, noun]
  },
  schema: (kind: ObjectKind) =>
    OBJECT_KINDS.filter((other) => ObjectChange.safeParse({ ...changesOf(other).edit, kind }).success),
  'after a reboot': (kind: ObjectKind) =>
    afterReboot({ ref: changesOf(kind).edit, isWanted: true, isAdopted: false }, undefined),
  drift: (kind: ObjectKind) => {
    const drifted = writeObjects(STATE, [changesOf(kind).edit], 'after')
    return findDrift([wantedOf(kind)], drifted).flatMap(({ lines }) => lines)
  },
  push: (kind: ObjectKind) => {
    const drifted = writeObjects(STATE, [changesOf(kind).edit], 'after')
    const planned = planDesired(drifted, [wantedOf(kind)], { xml: NO_XML })
    return planned.ok ? planned.plan.changes.map(refKey) : planned.issues.map(({ code }) => code)
  },
  steps: (kind: ObjectKind) => {
    const without = writeObjects(STATE, [changesOf(kind).removal], 'after')
    const planned = planDesired(without, [wantedOf(kind)], { xml: NO_XML })
    return planned.ok
      ? [...new Set(planned.plan.steps.flatMap(({ objects }) => objects.map(refKey)))]
      : planned.issues.map(({ code }) => code)
  },
}

function wantedOf(kind: ObjectKind): DesiredObject {
  const { removal } = changesOf(kind)
  return { ref: refOf(removal), value: removal.before, definition: null }
}
const lineOf = ({ read, expect: wanted }: ReturnType<typeof presentChecks>[number]): string =>
  `${read.argv.join(' ')} ${wanted.kind}`

describe.each(OBJECT_KINDS)('%s', (kind) => {
  it.each(Object.entries({ ...ASK, ...ASK_OTHERS }))('%s', (facet, ask) => {
    expect(ask(kind)).toEqual(ANSWERS[kind][facet as Facet])
  })
})

it('has a record for every kind that there is, in the order in which they are listed', () => {
  expect(OBJECT_KINDS).toEqual(ObjectKind.options)
})
