import { keptAddresses } from '../objects/link-facts'
import { macOfKey } from '../observe/nic-key'
import { vlanColumns } from '../plan/commands/ovs-commands'
import type { ChangeOf, ObjectChange, ObjectKind, ObjectRef } from '../objects/object-ref'
import { describeRef } from '../objects/ref-words'
import type { IpAddress, Link } from '../model/link'
import type { ManagementPath } from '../model/network-state'
import type { OvsPort } from '../model/ovs'
import { addressChecks, routeChecks } from './ip-checks'
import type { Check, Expectation } from './transaction'

/*
 * How a host tells, in one command, whether an object is as it should be. Less than a whole reading sees, but it needs neither
 * the console nor the network: the rest is compared by the console before it confirms.
 */

const check = (summary: string, argv: readonly string[], expect: Expectation): Check => ({
  summary,
  read: { argv },
  expect,
})
const is = (...texts: string[]): Expectation => ({ kind: 'is', texts })
const has = (...texts: string[]): Expectation => ({ kind: 'has', texts })

/** What else a change touches, as far as it decides how its objects can be asked for. */
export type Surroundings = {
  /** Links that are ports of Open vSwitch on this side: their master is the kernel datapath's business. */
  inOvs: ReadonlySet<string>
  fakeBridges: ReadonlySet<string>
}
const NOTHING: Surroundings = { inOvs: new Set(), fakeBridges: new Set() }

type Side = 'before' | 'after'
type NicChange = ChangeOf<'guest-nic'>

/** How a host is asked about objects of one kind. */
type ObjectChecks<K extends ObjectKind> = {
  /** Whether it is there or not, as its reference says; the change of an object says more: which of two NICs with one MAC it is. */
  existence: (object: ObjectRef | ChangeOf<K>, isWanted: boolean, summary: string) => Check[]
  /** What holds once it is as it is on this side of the change. */
  onSide: (change: ChangeOf<K>, side: Side, around: Surroundings) => Check[]
}

const succeeds = (isWanted: boolean): Expectation => ({ kind: isWanted ? 'succeeds' : 'fails' })

const bridgeExists = ({ name }: ObjectRef, isWanted: boolean, summary: string): Check[] => [
  check(summary, ['ovs-vsctl', '--timeout=8', 'br-exists', name], succeeds(isWanted)),
]

/** Nothing but whether it is there. */
const isThereOnSide = (change: ObjectChange, side: Side): Check[] => existence(change, change[side] !== null)

/** One entry for each kind: the compiler asks for it. It stands here and not in the kind's record, since the guard's words are the guard's. */
const CHECKS: { [K in ObjectKind]: ObjectChecks<K> } = {
  link: {
    existence: ({ name }, isWanted, summary) => [
      check(summary, ['ip', 'link', 'show', 'dev', name], succeeds(isWanted)),
    ],
    onSide: (change, side, { inOvs }) => {
      const [value, otherValue] = [change[side], change[other(side)]]
      if (value !== null) return linkChecks(value, otherValue, inOvs)
      return otherValue?.kind === 'ovs-internal' ? [] : absentChecks(change)
    },
  },
  route: {
    // Of a route the key says too little: the value is asked for.
    existence: () => [],
    onSide: (change, side) => {
      const route = change[side] ?? change[other(side)]
      return route === null ? [] : routeChecks(route, change[side] !== null)
    },
  },
  'ovs-bridge': { existence: bridgeExists, onSide: isThereOnSide },
  'ovs-fake-bridge': { existence: bridgeExists, onSide: isThereOnSide },
  'ovs-port': {
    // By its bridge: a port that has moved is absent from the old one. A bridge that has gone has no ports.
    existence: (ref, isWanted, summary) =>
      isWanted
        ? [
            check(
              summary,
              ['ovs-vsctl', '--timeout=8', 'port-to-br', ref.name],
              ref.owner === null ? succeeds(true) : is(ref.owner),
            ),
          ]
        : [portFound(ref, false)],
    onSide: (change, side, { fakeBridges }) => {
      const port = change[side]
      if (port === null) return absentChecks(change)
      return [
        ...portExists(change, port, fakeBridges),
        vlanCheck(port),
        ...(side === 'after' ? interfaceChecks(port) : []),
      ]
    },
  },
  'ovs-mirror': {
    existence: ({ name }, isWanted, summary) => [
      check(
        summary,
        ['ovs-vsctl', '--timeout=8', '--bare', '--columns=name', 'find', 'Mirror', `name=${JSON.stringify(name)}`],
        is(isWanted ? name : ''),
      ),
    ],
    onSide: isThereOnSide,
  },
  network: {
    existence: ({ name }, isWanted, summary) => [check(summary, ['virsh', 'net-info', name], succeeds(isWanted))],
    onSide: (change, side) => {
      const network = change[side]
      return network === null ? absentChecks(change) : [activityCheck(change, network.isActive)]
    },
  },
  'guest-nic': { existence: nicExistence, onSide: nicChecks },
}

export const presentChecks = (object: ObjectRef | ObjectChange): Check[] => existence(object, true)
export const absentChecks = (object: ObjectRef | ObjectChange): Check[] => existence(object, false)

function existence<K extends ObjectKind>(object: (ObjectRef & { kind: K }) | ChangeOf<K>, isWanted: boolean): Check[] {
  const summary = `${describeRef(object)} is ${isWanted ? '' : 'not '}there`
  return CHECKS[object.kind].existence(object, isWanted, summary)
}

/**
 * The list of NICs knows them by their MAC alone. A team's two have the same one: of those the definition tells, which quotes as
 * libvirt does. Of a NIC whose mark cannot be told from here nothing is asked.
 */
function nicExistence(nic: ObjectRef | NicChange, isWanted: boolean, summary: string): Check[] {
  const { owner } = nic
  if (owner === null) return []
  const kind = isWanted ? 'has' : 'has-not'
  const values = 'before' in nic ? [nic.before, nic.after] : []
  const config = values.flatMap((value) => [value?.running, value?.stored]).find((each) => each != null)
  const team = config?.teaming ?? null
  if (team !== null) {
    const alias = (team.role === 'transient' ? team.persistent : config?.alias) ?? ''
    const mark =
      team.role === 'transient' ? `<teaming type='transient' persistent='${alias}'/>` : `<alias name='${alias}'/>`
    return /^ua-[\w.-]+$/.test(alias) ? [check(summary, ['virsh', 'dumpxml', owner], { kind, texts: [mark] })] : []
  }
  return macOfKey(nic.name) === nic.name
    ? [check(summary, ['virsh', 'domiflist', owner], { kind, texts: [nic.name] })]
    : []
}

/** What holds once the object is as it is on this side of the change. Empty where a host cannot tell in a command. */
export const objectChecks = <K extends ObjectKind>(change: ChangeOf<K>, side: Side, around = NOTHING): Check[] =>
  CHECKS[change.kind].onSide(change, side, around)

/** A network that is stored is there also when it does not run. */
const activityCheck = ({ name }: ObjectRef, isActive: boolean): Check =>
  check(`network ${name} ${isActive ? 'runs' : 'does not run'}`, ['virsh', 'net-info', name], {
    kind: 'has',
    // As `net-info` sets its columns (virsh-network.c).
    texts: [`Active:         ${isActive ? 'yes' : 'no'}`],
  })

/** What holds of an object whose stored definition is still to be written or removed: after the steps that change what runs. */
export function checksBeforeStoring(change: ObjectChange, around: Surroundings): Check[] {
  if (change.kind !== 'network') return objectChecks(change, 'after', around)
  const isActive = change.after?.isActive === true
  // Not running, and not stored yet: nothing is there of it.
  if (!isActive && change.before === null) return []
  return [activityCheck(change, isActive)]
}

const other = (side: Side): Side => (side === 'before' ? 'after' : 'before')

/** Live NICs only: what is stored is written after the confirmation. */
function nicChecks(change: NicChange, side: Side): Check[] {
  if (change.before?.running == null && change.after?.running == null) return []
  return change[side]?.running == null ? absentChecks(change) : presentChecks(change)
}

function linkChecks(link: Link, otherSide: Link | null, inOvs: ReadonlySet<string>): Check[] {
  const { name, isUp, master } = link
  const show = ['ip', '-o', 'link', 'show', 'dev', name]
  const up = [',UP,', ',UP>', '<UP,', '<UP>']
  const identity = ({ cidr, peer }: IpAddress): string => `${cidr} ${peer ?? ''}`
  const kept = new Set(keptAddresses(link).map(identity))
  const gone = (otherSide === null ? [] : keptAddresses(otherSide)).filter((address) => !kept.has(identity(address)))
  const isOvs = master === 'ovs-system' || (master === null && inOvs.has(name))
  return [
    check(`${name} is ${isUp ? 'up' : 'down'}`, show, { kind: isUp ? 'has' : 'has-not', texts: up }),
    ...(isOvs
      ? []
      : [
          master === null
            ? check(`${name} has no master`, show, { kind: 'has-not', texts: [' master '] })
            : check(`${name} is a port of ${master}`, show, has(` master ${master} `)),
        ]),
    ...keptAddresses(link).flatMap((address) => addressChecks(name, address, true)),
    ...gone.flatMap((address) => addressChecks(name, address, false)),
  ]
}

/**
 * `port-to-br` does not know a bridge's own port, nor that of a fake bridge, and names the fake bridge of a port by its VLAN. So it
 * is asked only where the port comes, goes or moves; otherwise it is enough that the port is there.
 */
function portExists(change: ChangeOf<'ovs-port'>, port: OvsPort, fakeBridges: ReadonlySet<string>): Check[] {
  if (port.name === port.bridge) return []
  const { name, bridge, fakeBridge } = port
  if (change.before?.bridge === change.after?.bridge || fakeBridges.has(name)) return []
  return [
    check(`${name} is a port of ${bridge}`, ['ovs-vsctl', '--timeout=8', 'port-to-br', name], is(fakeBridge ?? bridge)),
  ]
}

/** By its row, whatever bridge it is in. */
const portFound = (ref: ObjectRef, wanted: boolean): Check =>
  check(
    `${describeRef(ref)} is ${wanted ? '' : 'not '}there`,
    ['ovs-vsctl', '--timeout=8', '--bare', '--columns=name', 'find', 'Port', `name=${JSON.stringify(ref.name)}`],
    is(wanted ? ref.name : ''),
  )

const vlanRead = (name: string) => ['ovs-vsctl', '--timeout=8', 'get', 'Port', name, 'vlan_mode', 'tag', 'trunks']

/** As ovs-vsctl prints the columns of a Port: "[]" for none, a set in ascending order. */
function vlanText(port: OvsPort): string {
  const { vlan_mode: mode, tag, trunks } = vlanColumns(port)
  const set = (trunks ?? '')
    .split(',')
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b)
  return `${mode ?? '[]'}\n${tag ?? '[]'}\n[${set.join(', ')}]`
}

const vlanCheck = (port: OvsPort): Check => check(`${port.name} has its VLANs`, vlanRead(port.name), is(vlanText(port)))

/** ovs-vsctl exits 0 for interfaces that ovs-vswitchd cannot open: only these columns say so. */
function interfaceChecks({ interfaces }: OvsPort): Check[] {
  return interfaces.flatMap(({ name }) => [
    check(`Open vSwitch could open ${name}`, ['ovs-vsctl', '--timeout=8', 'get', 'Interface', name, 'error'], is('[]')),
    // -1 or [] otherwise.
    check(`${name} has an OpenFlow port`, ['ovs-vsctl', '--timeout=8', 'get', 'Interface', name, 'ofport'], {
      kind: 'is-count',
    }),
  ])
}

/** A port's VLANs are neither what was found nor what was planned: somebody else has set them. */
export function ourChecks(change: ObjectChange): Check[] {
  if (change.kind !== 'ovs-port' || change.before === null || change.after === null) return []
  const texts = [vlanText(change.before), vlanText(change.after)]
  return [check(`the VLANs of ${change.name} are as before or as planned`, vlanRead(change.name), is(...texts))]
}

/** The way to the host: its links are up, and our address is there. */
export function managementChecks({ links, localAddress }: ManagementPath): Check[] {
  return [
    ...links.map((name) => check(`${name} is there`, ['ip', 'link', 'show', 'dev', name], { kind: 'succeeds' })),
    ...(localAddress === null
      ? []
      : [
          check(
            `the host has ${localAddress}`,
            ['ip', '-o', 'addr', 'show', 'to', localAddress],
            has(` ${localAddress}/`, ` ${localAddress} `),
          ),
        ]),
  ]
}
