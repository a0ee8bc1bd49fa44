import { describe, expect, it } from 'vitest'
import { afterReboot } from '../desired/after-reboot'
import type { DesiredObject } from '../desired/desired'
import { findDrift, notJudged } from '../desired/drift'
import { planDesired } from '../desired/plan-desired'
import { absentChecks, objectChecks, presentChecks } from '../guard/object-checks'
import type { NetworkState } from '../model/network-state'
import { guestsDisrupted } from '../plan/effects/guests-disrupted'
import { managementRisk } from '../plan/effects/management-risk'
import { unreadOfChanges, unreadOfObject } from '../plan/needs'
import { NO_XML } from '../plan/plan-change'
import { isGuestTap } from '../plan/undo/taps'
import { rawScopeOf } from '../raw/raw-scope'
import * as make from '../topology/testing/fixtures'
import { linksOfChange } from './change-links'
import type { Ground } from './grounds'
import { GROUNDS, unreadGrounds } from './unread-grounds'
import type { ChangeOf, ObjectRef, ValueOf } from './object-ref'
import { ObjectChange, ObjectKind } from './object-ref'
import type { ObjectRecord } from './object-record'
import { describeRef, listWords, refKey, refOf } from './ref-words'
import {
  definitionOwners,
  diffObjects,
  findObject,
  fingerprintOf,
  guestsOf,
  looseEnds,
  manageableRefs,
  tenantsOf,
  writeObjects,
} from './state-objects'
import { OBJECT_KINDS, OBJECTS } from './table'

/*
 * Every entry of every kind's record, asked by way of those who read it. An entry that is taken out or says nothing fails under its
 * kind and its facet; a new kind, or a new facet, does not compile before it is here.
 */

const MAC = '52:54:00:00:00:01'
const STATE = make.hostState({
  links: [
    make.nic('eth0', { addresses: [make.address('192.0.2.10/24')] }),
    make.nic('eth1'),
    make.nic('eth2'),
    make.vlanLink('eth1.7', 'eth1', 7),
    make.tap('vnet0', null, { mac: MAC }),
    make.link('ovsbr1', 'ovs-internal'),
    make.link('ovsbr1-v5', 'ovs-internal'),
  ],
  routes: [make.route({ family: 'inet', destination: 'default', gateway: '192.0.2.1', link: 'eth0' })],
  bridges: [
    make.ovsBridge(
      'ovsbr1',
      [
        make.ovsPort('eth2', make.trunk(5, 6)),
        make.internalPort('ovsbr1-v5', make.access(5)),
        make.ovsPort('vnet0', make.access(5), { iface: { externalIds: { 'attached-mac': MAC } } }),
      ],
      {
        fakeBridges: [{ name: 'ovsbr1-v5', parent: 'ovsbr1', vlanId: 5, ports: [] }],
        mirrors: [
          {
            ...{ name: 'm0', bridge: 'ovsbr1', selectsAll: false, sourcePorts: ['vnet0'], destinationPorts: [] },
            ...{ selectVlans: [], outputPort: 'eth2', outputVlan: null },
          },
        ],
      },
    ),
  ],
  networks: [make.network('lab', { bridge: 'ovsbr1' })],
  guests: [make.guest('web1', [make.guestNic('net0', MAC, make.onNetwork('lab'), 'vnet0')])],
})

/** One of each kind, with one setting set otherwise. */
const EXAMPLES: { [K in ObjectKind]: { owner?: string; name: string; edit: (value: ValueOf<K>) => ValueOf<K> } } = {
  link: { name: 'eth1.7', edit: (value) => ({ ...value, isUp: false }) },
  route: { name: 'main|inet|default|0|eth0|192.0.2.1', edit: (value) => ({ ...value, preferredSource: '192.0.2.10' }) },
  'ovs-bridge': { name: 'ovsbr1', edit: (value) => ({ ...value, isStpEnabled: true }) },
  'ovs-fake-bridge': { owner: 'ovsbr1', name: 'ovsbr1-v5', edit: (value) => ({ ...value, vlanId: 6 }) },
  'ovs-port': { owner: 'ovsbr1', name: 'eth2', edit: (value) => ({ ...value, vlan: make.access(5) }) },
  'ovs-mirror': { owner: 'ovsbr1', name: 'm0', edit: (value) => ({ ...value, selectVlans: [5] }) },
  network: { name: 'lab', edit: (value) => ({ ...value, isAutostart: false }) },
  'guest-nic': {
    ...{ owner: 'uuid-web1', name: MAC },
    edit: (value) => ({ ...value, stored: value.stored && { ...value.stored, linkState: 'down' } }),
  },
}

function exampleOf<K extends ObjectKind>(kind: K): { edit: ChangeOf<K>; removal: ChangeOf<K> } {
  const { owner = null, name, edit } = EXAMPLES[kind]
  const found = OBJECTS[kind].list(STATE, []).find((each) => each.name === name && each.owner === owner)
  if (found === undefined) throw new Error(`there is no ${kind} ${name}: nothing is listed of its kind`)
  const { value } = found
  return {
    edit: { kind, owner, name, before: value, after: edit(value) },
    removal: { kind, owner, name, before: value, after: null },
  }
}
/** Without knowing of which kind: as those who read the table have it. */
const changesOf = (kind: ObjectKind): { edit: ObjectChange; removal: ObjectChange } => exampleOf(kind)

const ALL_GROUNDS = Object.keys(GROUNDS) as Ground[]
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
  'guard: is there': (kind: ObjectKind) => presentChecks(changesOf(kind).edit).map(lineOf),
  'guard: is not there': (kind: ObjectKind) => absentChecks(changesOf(kind).removal).map(lineOf),
  'guard: is as planned': (kind: ObjectKind) => objectChecks(changesOf(kind).edit, 'after').map(lineOf),
  'guard: is gone as planned': (kind: ObjectKind) => objectChecks(changesOf(kind).removal, 'after').map(lineOf),
  'on the way of our connection': (kind: ObjectKind) => {
    const { edit, removal } = changesOf(kind)
    const way = { ...STATE.management, links: linksOfChange(edit) }
    return managementRisk({ ...STATE, management: way }, way, [removal]).reasons
  },
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
}

function wantedOf(kind: ObjectKind): DesiredObject {
  const { removal } = changesOf(kind)
  return { ref: refOf(removal), value: removal.before, definition: null }
}
const lineOf = ({ read, expect: wanted }: ReturnType<typeof presentChecks>[number]): string =>
  `${read.argv.join(' ')} ${wanted.kind}`

type Facets = typeof ASK & typeof ASK_OTHERS
type Answers = { [F in keyof Facets]: ReturnType<Facets[F]> }

const EXPECTED: { [K in ObjectKind]: Answers } = {
  link: {
    owner: [],
    list: ['link:eth0', 'link:eth1', 'link:eth1.7', 'link:eth2', 'link:ovsbr1', 'link:ovsbr1-v5', 'link:vnet0'],
    write: ['edited', 'gone'],
    canonicalConfig: ['isUp'],
    grounds: ['links'],
    groundsOfValue: ['links', 'vlans'],
    groundsOfChange: ['links', 'routes', 'ovs', 'networks', 'guests', 'processes', 'management'],
    groundsOfDrift: ['links'],
    isReadAlone: ['links'],
    definition: [],
    isManageable: ['link:eth0', 'link:eth1', 'link:eth1.7', 'link:eth2', 'link:ovsbr1', 'link:ovsbr1-v5'],
    guestMac: ['link:vnet0'],
    links: ['eth1.7'],
    raw: { bridges: [], networks: [], guests: [] },
    causes: ['eth1.7 is removed'],
    looseEnds: ['eth1.7 stands on eth1, which would not be there'],
    words: ['link eth1.7', 'eth1.7', 'link'],
    schema: ['link'],
    'guard: is there': ['ip link show dev eth1.7 succeeds'],
    'guard: is not there': ['ip link show dev eth1.7 fails'],
    'guard: is as planned': ['ip -o link show dev eth1.7 has-not', 'ip -o link show dev eth1.7 has-not'],
    'guard: is gone as planned': ['ip link show dev eth1.7 fails'],
    'on the way of our connection': ['eth1.7 is removed'],
    'after a reboot': 'gone',
    drift: ['state up wanted, down found'],
    push: ['link:eth1.7'],
  },
  route: {
    owner: [],
    list: ['route:main|inet|default|0|eth0|192.0.2.1'],
    write: ['edited', 'gone'],
    canonicalConfig: ['source'],
    grounds: ['routes'],
    groundsOfValue: ['routes'],
    groundsOfChange: ['links', 'routes', 'management'],
    groundsOfDrift: ['routes'],
    isReadAlone: ['routes'],
    definition: [],
    isManageable: [],
    guestMac: [],
    links: ['eth0', 'eth0'],
    raw: { bridges: [], networks: [], guests: [] },
    causes: [],
    looseEnds: ['the route to default goes by eth0, which would not be there'],
    words: ['route main inet default 0 eth0 192.0.2.1', 'route main inet default 0 eth0 192.0.2.1', 'route'],
    schema: ['route'],
    'guard: is there': [],
    'guard: is not there': [],
    'guard: is as planned': ['ip route show table main to exact default has'],
    'guard: is gone as planned': ['ip route show table main to exact default has-not'],
    'on the way of our connection': ['the default route by eth0 changes'],
    'after a reboot': 'as before',
    drift: ['source none wanted, 192.0.2.10 found'],
    push: ['route:main|inet|default|0|eth0|192.0.2.1'],
  },
  'ovs-bridge': {
    owner: [],
    list: ['ovs-bridge:ovsbr1'],
    write: ['edited', 'gone'],
    canonicalConfig: ['stp'],
    grounds: ['ovs'],
    groundsOfValue: ['ovs'],
    groundsOfChange: ['links', 'routes', 'ovs', 'networks', 'guests', 'processes', 'management'],
    groundsOfDrift: ['ovs'],
    isReadAlone: ['ovs'],
    definition: [],
    isManageable: ['ovs-bridge:ovsbr1'],
    guestMac: [],
    links: ['ovsbr1'],
    raw: { bridges: ['ovsbr1'], networks: [], guests: [] },
    causes: ['the fail mode of ovsbr1 changes'],
    looseEnds: [],
    words: ['OVS bridge ovsbr1', 'ovsbr1', 'OVS bridge'],
    schema: ['ovs-bridge'],
    'guard: is there': ['ovs-vsctl --timeout=8 br-exists ovsbr1 succeeds'],
    'guard: is not there': ['ovs-vsctl --timeout=8 br-exists ovsbr1 fails'],
    'guard: is as planned': ['ovs-vsctl --timeout=8 br-exists ovsbr1 succeeds'],
    'guard: is gone as planned': ['ovs-vsctl --timeout=8 br-exists ovsbr1 fails'],
    'on the way of our connection': ['ovsbr1 stops forwarding as it does'],
    'after a reboot': 'stays',
    drift: ['STP no wanted, yes found'],
    push: ['ovs-bridge:ovsbr1'],
  },
  'ovs-fake-bridge': {
    owner: ['ovs-bridge:ovsbr1'],
    list: ['ovs-fake-bridge:ovsbr1/ovsbr1-v5'],
    write: ['edited', 'gone'],
    canonicalConfig: ['vlanId'],
    grounds: ['ovs'],
    groundsOfValue: ['ovs'],
    groundsOfChange: ['ovs', 'networks', 'guests'],
    groundsOfDrift: ['ovs'],
    isReadAlone: ['ovs'],
    definition: [],
    isManageable: [],
    guestMac: [],
    links: ['ovsbr1-v5'],
    raw: { bridges: [], networks: [], guests: [] },
    causes: [],
    looseEnds: [],
    words: ['fake bridge ovsbr1-v5 of ovsbr1', 'ovsbr1-v5', 'fake bridge'],
    schema: ['ovs-fake-bridge'],
    'guard: is there': ['ovs-vsctl --timeout=8 br-exists ovsbr1-v5 succeeds'],
    'guard: is not there': ['ovs-vsctl --timeout=8 br-exists ovsbr1-v5 fails'],
    'guard: is as planned': ['ovs-vsctl --timeout=8 br-exists ovsbr1-v5 succeeds'],
    'guard: is gone as planned': ['ovs-vsctl --timeout=8 br-exists ovsbr1-v5 fails'],
    'on the way of our connection': ['fake bridge ovsbr1-v5 of ovsbr1 is on the way of our own connection'],
    'after a reboot': 'stays',
    drift: ['VLAN 5 wanted, 6 found'],
    push: ['ovs-fake-bridge:ovsbr1/ovsbr1-v5'],
  },
  'ovs-port': {
    owner: ['ovs-bridge:ovsbr1'],
    list: ['ovs-port:ovsbr1/ovsbr1', 'ovs-port:ovsbr1/eth2', 'ovs-port:ovsbr1/ovsbr1-v5', 'ovs-port:ovsbr1/vnet0'],
    write: ['edited', 'gone'],
    canonicalConfig: ['mode', 'tag', 'trunks'],
    grounds: ['ovs'],
    groundsOfValue: ['ovs'],
    groundsOfChange: ['links', 'ovs', 'guests', 'processes', 'management'],
    groundsOfDrift: ['ovs'],
    isReadAlone: ['ovs'],
    definition: [],
    isManageable: ['ovs-port:ovsbr1/eth2', 'ovs-port:ovsbr1/ovsbr1-v5'],
    guestMac: ['ovs-port:ovsbr1/vnet0'],
    links: ['eth2', 'eth2', 'eth2'],
    raw: { bridges: [], networks: [], guests: [] },
    causes: ['eth2 leaves its bridge'],
    looseEnds: ['eth2 is not on this host, so ovsbr1 cannot have it as a port'],
    words: ['OVS port eth2 of ovsbr1', 'eth2', 'OVS port of ovsbr1'],
    schema: ['ovs-port'],
    'guard: is there': ['ovs-vsctl --timeout=8 port-to-br eth2 is'],
    'guard: is not there': ['ovs-vsctl --timeout=8 --bare --columns=name find Port name="eth2" is'],
    'guard: is as planned': [
      'ovs-vsctl --timeout=8 get Port eth2 vlan_mode tag trunks is',
      'ovs-vsctl --timeout=8 get Interface eth2 error is',
      'ovs-vsctl --timeout=8 get Interface eth2 ofport is-count',
    ],
    'guard: is gone as planned': ['ovs-vsctl --timeout=8 --bare --columns=name find Port name="eth2" is'],
    'on the way of our connection': ['eth2 leaves ovsbr1'],
    'after a reboot': 'stays',
    drift: ['mode trunk wanted, access found', 'tag none wanted, 5 found', 'trunks 5, 6 wanted, none found'],
    push: ['ovs-port:ovsbr1/eth2'],
  },
  'ovs-mirror': {
    owner: ['ovs-bridge:ovsbr1'],
    list: ['ovs-mirror:ovsbr1/m0'],
    write: ['edited', 'gone'],
    canonicalConfig: ['selectVlans'],
    grounds: ['ovs'],
    groundsOfValue: ['ovs'],
    groundsOfChange: ['ovs'],
    groundsOfDrift: ['ovs'],
    isReadAlone: ['ovs'],
    definition: [],
    isManageable: ['ovs-mirror:ovsbr1/m0'],
    guestMac: [],
    links: [],
    raw: { bridges: [], networks: [], guests: [] },
    causes: [],
    looseEnds: [
      'mirror m0 of ovsbr1 needs port vnet0, which would not be there',
      'mirror m0 of ovsbr1 needs port eth2, which would not be there',
    ],
    words: ['mirror m0 of ovsbr1', 'm0', 'mirror of ovsbr1'],
    schema: ['ovs-mirror'],
    'guard: is there': ['ovs-vsctl --timeout=8 --bare --columns=name find Mirror name="m0" is'],
    'guard: is not there': ['ovs-vsctl --timeout=8 --bare --columns=name find Mirror name="m0" is'],
    'guard: is as planned': ['ovs-vsctl --timeout=8 --bare --columns=name find Mirror name="m0" is'],
    'guard: is gone as planned': ['ovs-vsctl --timeout=8 --bare --columns=name find Mirror name="m0" is'],
    'on the way of our connection': [],
    'after a reboot': 'stays',
    drift: ['selected VLANs none wanted, 5 found'],
    push: ['ovs-mirror:ovsbr1/m0'],
  },
  network: {
    owner: [],
    list: ['network:lab'],
    write: ['edited', 'gone'],
    canonicalConfig: ['autostart'],
    grounds: ['networks'],
    groundsOfValue: ['networks'],
    groundsOfChange: ['networks', 'guests'],
    groundsOfDrift: [],
    isReadAlone: ['networks'],
    definition: ['lab'],
    isManageable: ['network:lab'],
    guestMac: [],
    links: ['ovsbr1', 'ovsbr1'],
    raw: { bridges: [], networks: ['lab'], guests: [] },
    causes: [],
    looseEnds: ['network lab plugs guests into ovsbr1, which would not be there'],
    words: ['libvirt network lab', 'lab', 'libvirt network'],
    schema: ['network'],
    'guard: is there': ['virsh net-info lab succeeds'],
    'guard: is not there': ['virsh net-info lab fails'],
    'guard: is as planned': ['virsh net-info lab has'],
    'guard: is gone as planned': ['virsh net-info lab fails'],
    'on the way of our connection': [],
    'after a reboot': 'stays',
    drift: ['start at boot yes wanted, no found'],
    push: ['xml_missing'],
  },
  'guest-nic': {
    owner: ['uuid-web1'],
    list: ['guest-nic:uuid-web1/52:54:00:00:00:01'],
    write: ['edited', 'gone'],
    canonicalConfig: ['stored.link'],
    grounds: ['guests'],
    groundsOfValue: ['guests'],
    groundsOfChange: ['networks', 'guests'],
    groundsOfDrift: ['ovs', 'networks'],
    isReadAlone: ['ovs', 'networks', 'guests'],
    definition: ['uuid-web1'],
    isManageable: ['guest-nic:uuid-web1/52:54:00:00:00:01'],
    guestMac: [],
    links: ['vnet0', 'vnet0'],
    raw: { bridges: [], networks: [], guests: ['uuid-web1'] },
    causes: [],
    looseEnds: [
      'net0 of guest web1 runs on network lab, which would not be there',
      'net0 of guest web1 is stored on network lab, which would not be there',
    ],
    words: ['guest NIC 52:54:00:00:00:01 of uuid-web1', '52:54:00:00:00:01', 'guest NIC'],
    schema: ['guest-nic'],
    'guard: is there': ['virsh domiflist uuid-web1 has'],
    'guard: is not there': ['virsh domiflist uuid-web1 has-not'],
    'guard: is as planned': ['virsh domiflist uuid-web1 has'],
    'guard: is gone as planned': ['virsh domiflist uuid-web1 has-not'],
    'on the way of our connection': [],
    'after a reboot': 'stays',
    drift: ['stored link up wanted, down found'],
    push: ['xml_missing'],
  },
}

describe.each(OBJECT_KINDS)('%s', (kind) => {
  it.each(Object.entries({ ...ASK, ...ASK_OTHERS }))('%s', (facet, ask) => {
    expect(ask(kind)).toEqual(EXPECTED[kind][facet as keyof Answers])
  })
})

it('has a record for every kind that there is, in the order in which they are listed', () => {
  expect(OBJECT_KINDS).toEqual(ObjectKind.options)
})
