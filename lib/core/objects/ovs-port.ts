import type { NetworkState } from '../model/network-state'
import type { OvsInterface, OvsPort } from '../model/ovs'
import type { Check } from './check'
import { check, is, presence, succeeds } from './check'
import type { ChangeOf, ObjectRef } from './object-ref'
import { ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import { BLINK_SECONDS, LACP_SECONDS } from './cause'
import { OVS_DATAPATH } from './link-facts'
import type { Config, DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'
import { sortedMap, vlanColumns } from './ovs-config'

export const ovsPort: ObjectRecord<'ovs-port'> = {
  owner: 'ovs-bridge',
  list: (state) => ofBridges(state, ({ ports }) => ports),
  write: (state, ref, value) =>
    withBridge(state, ref.owner, (bridge) => ({
      ...bridge,
      ports: replace(bridge.ports, ({ name }) => name, ref.name, value),
    })),
  canonicalConfig,
  grounds: ['ovs'],
  groundsOfValue: none,
  groundsOfNames: ['links'],
  groundsOfChange: ({ before, after }) => {
    // A port of a link that is there takes the link's frames: it may be somebody's.
    const takes = after?.interfaces.some(({ type }) => type === 'system') === true
    return before === null && !takes ? [] : ['links', 'guests', 'processes', 'functions', 'management']
  },
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: ({ owner, name }, taps) => !taps.has(name) && name !== owner,
  // libvirt's mark (virNetDevOpenvswitchAddPort).
  guestMac: ({ interfaces }) =>
    interfaces.map(({ externalIds }) => externalIds['attached-mac']).find((mac) => mac != null) ?? null,
  links: ({ name, before, after }) => [name, ...[before, after].flatMap(membersOf)],
  raw: () => ({}),
  causes: (before, after, name) => {
    const isLacpNew =
      after?.bond != null &&
      after.bond.lacp !== 'off' &&
      JSON.stringify(before.bond?.lacp) !== JSON.stringify(after.bond.lacp)
    return [
      {
        name,
        seconds: isLacpNew ? LACP_SECONDS : BLINK_SECONDS,
        why: after === null ? `${name} leaves its bridge` : `port ${name} changes`,
      },
    ]
  },
  looseEnds,
  existence,
  checks: (change, side, { fakeBridges }) => {
    const port = change[side]
    if (port === null) return existence(change, false)
    return [
      ...portExists(change, port, fakeBridges),
      check(`${port.name} has its VLANs`, vlanRead(port.name), is(vlanText(port))),
      ...(side === 'after' ? interfaceChecks(port, brokenBefore(change)) : []),
    ]
  },
  checksBeforeStoring: null,
  checksOfOurs: ({ name, before, after }) =>
    before === null || after === null
      ? []
      : [
          check(
            `the VLANs of ${name} are as before or as planned`,
            vlanRead(name),
            is(vlanText(before), vlanText(after)),
          ),
        ],
  uplinkReason: ({ name, owner, before, after }) => {
    if (before === null) return null
    if (after === null) return `${name} leaves ${owner ?? 'its bridge'}`
    if (JSON.stringify(before.vlan) !== JSON.stringify(after.vlan)) return `the VLANs of ${name} change`
    return membersOf(before).join() !== membersOf(after).join() || before.bond?.lacp !== after.bond?.lacp
      ? `the members or the LACP of ${name} change`
      : null
  },
  managedLinks: ({ before, after }) => {
    // The address of an interface that comes or goes comes back.
    const [old, now] = [membersOf(before), membersOf(after)]
    return [...old.filter((name) => !now.includes(name)), ...now.filter((name) => !old.includes(name))]
  },
  notStored: () => null,
  asWanted: (found, wanted) => ({
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
  }),
  whyNotMade: () => null,
  fieldWords: {
    customerVlans: 'inner VLANs',
    ignoredTrunks: 'ignored trunks',
    types: 'interfaces and options',
    fakeBridge: 'fake bridge',
    bondMode: 'bond mode',
    otherConfig: 'other_config',
  },
}

const membersOf = (port: OvsPort | null): string[] => port?.interfaces.map(({ name }) => name) ?? []

/** By its bridge: a port that has moved is absent from the old one. A bridge that has gone has no ports. */
function existence(port: ObjectRef, isWanted: boolean): Check[] {
  return [
    isWanted
      ? presence(port, true, portToBridge(port.name), port.owner === null ? succeeds(true) : is(port.owner))
      : presence(
          port,
          false,
          ['ovs-vsctl', '--timeout=8', '--bare', '--columns=name', 'find', 'Port', `name=${JSON.stringify(port.name)}`],
          is(''),
        ),
  ]
}

const portToBridge = (name: string): string[] => ['ovs-vsctl', '--timeout=8', 'port-to-br', name]

/**
 * `port-to-br` does not know a bridge's own port, nor that of a fake bridge, and names the fake bridge of a port by its VLAN. So it
 * is asked only where the port comes, goes or moves; otherwise it is enough that the port is there.
 */
function portExists(change: ChangeOf<'ovs-port'>, port: OvsPort, fakeBridges: ReadonlySet<string>): Check[] {
  if (port.name === port.bridge) return []
  const { name, bridge, fakeBridge } = port
  if (change.before?.bridge === change.after?.bridge || fakeBridges.has(name)) return []
  return [check(`${name} is a port of ${bridge}`, portToBridge(name), is(fakeBridge ?? bridge))]
}

const vlanRead = (name: string): string[] => [
  'ovs-vsctl',
  '--timeout=8',
  'get',
  'Port',
  name,
  'vlan_mode',
  'tag',
  'trunks',
]

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

/** Interfaces of the port that Open vSwitch could not open before the change either, with the same settings: it is not to be blamed. */
export function brokenBefore({ before, after }: ChangeOf<'ovs-port'>): ReadonlySet<string> {
  const settings = ({ type, options }: OvsInterface): string => `${type} ${JSON.stringify(sortedMap(options))}`
  const old = new Map((before?.interfaces ?? []).filter(isBroken).map((iface) => [iface.name, settings(iface)]))
  return new Set(
    (after?.interfaces ?? []).filter((iface) => old.get(iface.name) === settings(iface)).map(({ name }) => name),
  )
}

export const isBroken = ({ error, ofport }: OvsInterface): boolean => error !== null || (ofport !== null && ofport < 0)

/** ovs-vsctl exits 0 for interfaces that ovs-vswitchd cannot open: only these columns say so. */
const interfaceChecks = ({ interfaces }: OvsPort, broken: ReadonlySet<string>): Check[] =>
  interfaces
    .filter(({ name }) => !broken.has(name))
    .flatMap(({ name }) => [
      check(
        `Open vSwitch could open ${name}`,
        ['ovs-vsctl', '--timeout=8', 'get', 'Interface', name, 'error'],
        is('[]'),
      ),
      // -1 or [] otherwise.
      check(`${name} has an OpenFlow port`, ['ovs-vsctl', '--timeout=8', 'get', 'Interface', name, 'ofport'], {
        kind: 'is-count',
      }),
    ])

function looseEnds(state: NetworkState, vanishing: ReadonlySet<string>): DanglingReference[] {
  const byName = new Map(state.links.map((each) => [each.name, each]))
  const holders = new Map<string, string>()
  return (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces.flatMap(({ name, type }): DanglingReference[] => {
        const ref: ObjectRef = { kind: 'ovs-port', owner: bridge.name, name: port.name }
        const holder = holders.get(name) ?? kernelMaster(byName.get(name)?.master)
        holders.set(name, bridge.name)
        if (holder !== null)
          return [
            { ref, what: `twice ${name}`, message: `${name} would be in ${bridge.name} and in ${holder} at once` },
          ]
        if (type !== 'system' || byName.has(name) || vanishing.has(name)) return []
        return [{ ref, what: name, message: `${name} is not on this host, so ${bridge.name} cannot have it as a port` }]
      }),
    ),
  )
}

const kernelMaster = (master: string | null | undefined): string | null =>
  master == null || master === OVS_DATAPATH ? null : master

function canonicalConfig(port: OvsPort): Config {
  const { mode, tag, trunks, customerVlans } = port.vlan
  return {
    mode,
    tag,
    trunks,
    customerVlans,
    ignoredTrunks: port.ignoredTrunks,
    interfaces: port.interfaces.map(({ name }) => name).sort(),
    types: port.interfaces.map(({ name, type, options }) => `${name} ${type} ${sortedMap(options)}`).sort(),
    fakeBridge: port.fakeBridge,
    ...(port.bond !== null && { bondMode: port.bond.mode, lacp: port.bond.lacp }),
    otherConfig: sortedMap(withoutTransient(port.otherConfig)),
  }
}

/** libvirt marks its own ports as gone with the next start of ovs-vswitchd: not an administrator's setting. */
const withoutTransient = (config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'transient'))
