/* Each kind of Open vSwitch's objects in a transaction: how it is taken away and made, and what that is called. */
import type { OvsBridge, OvsMirror, OvsPort } from '../../model/ovs'
import { newOvsBridge } from '../../objects/new-objects'
import type { ChangeOf, ObjectKind } from '../../objects/object-ref'
import { isSameVlan } from '../../vlan/same'
import { formatPortVlan } from '../../vlan/words'
import type { ControllerRows, Words } from './ovs-commands'
import {
  atom,
  bridgeCommands,
  columnCommands,
  interfaceSettings,
  mapCommands,
  portCommands,
  portSettings,
} from './ovs-commands'

export type OvsKind = Extract<ObjectKind, `ovs-${string}`>
export type OvsChange = ChangeOf<OvsKind>

/** What else a transaction does, as far as it decides what is left to do for an object. */
export type Around = {
  isUndo: boolean
  /** A bridge's controllers as they are. */
  controllersOf: (bridge: string) => ControllerRows
  goneBridges: ReadonlySet<string>
  goneFakes: ReadonlySet<string>
  newBridges: ReadonlySet<string>
  newFakes: ReadonlySet<string>
}

type OvsRows<K extends OvsKind> = {
  removals: (changes: readonly ChangeOf<K>[], around: Around) => Words[]
  additions: (changes: readonly ChangeOf<K>[], around: Around) => Words[]
  /** For people: what happens, in so many sentences. */
  summary: (change: ChangeOf<K>) => string[]
}

export const isGone = ({ before, after }: OvsChange): boolean => before !== null && after === null
export const isNew = ({ before, after }: OvsChange): boolean => before === null && after !== null

const ifExists = ({ isUndo }: Around): string[] => (isUndo ? ['--if-exists'] : [])
const mayExist = ({ isUndo }: Around): string[] => (isUndo ? ['--may-exist'] : [])

/** In the order in which they are made: what stands on something comes after it, and goes before it. */
export const OVS_ROWS: { readonly [K in OvsKind]: OvsRows<K> } = {
  'ovs-bridge': {
    removals: (_, around) => [...around.goneBridges].map((name) => [...ifExists(around), 'del-br', name]),
    additions: (changes, around) =>
      changes.flatMap(({ name, before, after }, index): Words[] => {
        if (after === null) return []
        if (before !== null) return bridgeCommands(before, after, around.controllersOf(name), `c${index}x`)
        return [[...mayExist(around), 'add-br', after.name], ...bridgeCommands(bareBridge(after), after)]
      }),
    summary: ({ name, before, after }) => [
      after === null
        ? `Remove OVS bridge ${name}`
        : before === null
          ? `Create OVS bridge ${name}`
          : `Change settings of OVS bridge ${name}`,
    ],
  },
  'ovs-fake-bridge': {
    removals: (changes, around) =>
      changes
        .filter((change) => isGone(change) && !around.goneBridges.has(change.owner ?? ''))
        .map(({ name }) => [...ifExists(around), 'del-br', name]),
    additions: (changes, around) =>
      changes
        .filter(isNew)
        .flatMap(({ after }): Words[] =>
          after === null ? [] : [[...mayExist(around), 'add-br', after.name, after.parent, String(after.vlanId)]],
        ),
    // The tag of its port is its VLAN: where that differs, the port's change is all there is to do.
    summary: ({ name, before, after }) => [
      after === null
        ? `Remove fake bridge ${name}`
        : `${before === null ? 'Create' : 'Change'} fake bridge ${name}: VLAN ${after.vlanId} of ${after.parent}`,
    ],
  },
  'ovs-port': {
    removals: (changes, around) =>
      changes
        .filter(
          (change) =>
            isGone(change) && !around.goneBridges.has(change.owner ?? '') && !around.goneFakes.has(change.name),
        )
        .map(({ owner, name }) => [...ifExists(around), 'del-port', owner ?? '', name]),
    additions: (changes, around) =>
      changes.flatMap(({ before, after }, index): Words[] => {
        if (after === null) return []
        if (before !== null) return changePort(before, after, index)
        if (around.newFakes.has(after.name)) return []
        return around.newBridges.has(after.name) ? localPort(after) : addPort(after, mayExist(around))
      }),
    summary: ({ name, owner, before, after }) => portSummary(name, owner ?? '', before, after),
  },
  'ovs-mirror': {
    // Changed is taken away and made again.
    removals: (changes, { goneBridges }) =>
      changes
        .filter(({ before, owner }) => before !== null && !goneBridges.has(owner ?? ''))
        .flatMap(({ owner, name }, index): Words[] => [
          [`--id=@gone${index}`, 'get', 'Mirror', name],
          ['remove', 'Bridge', owner ?? '', 'mirrors', `@gone${index}`],
        ]),
    additions: (changes) =>
      changes.flatMap(({ after }, index) => (after === null ? [] : mirrorCommands(after, `m${index}`))),
    summary: ({ name, owner, before, after }) => [
      after === null
        ? `Remove mirror ${name} from ${owner ?? ''}`
        : `${before === null ? 'Create' : 'Change'} mirror ${name} on ${owner ?? ''}`,
    ],
  },
}

export const OVS_KINDS = Object.keys(OVS_ROWS) as OvsKind[]

/** As add-br makes it; datapath_type must be set in the same transaction. */
const bareBridge = (bridge: OvsBridge): OvsBridge => newOvsBridge(bridge.name)

/** The bridge's own port comes with it: only what was set on it is left to do. */
function localPort(port: OvsPort): Words[] {
  const settings = portSettings(port)
  return settings.length === 0 ? [] : [['set', 'Port', port.name, ...settings]]
}

function addPort(port: OvsPort, option: readonly string[]): Words[] {
  const names = port.interfaces.map(({ name }) => name)
  const isBond = names.length > 1
  const settings = isBond ? portSettings(port) : portSettings({ ...port, bond: null })
  // A port in a fake bridge is one of its parent with the tag set.
  const add = isBond
    ? [...option, 'add-bond', port.bridge, port.name, ...names, ...settings]
    : [...option, 'add-port', port.bridge, port.name, ...settings]
  return [
    add,
    ...port.interfaces.flatMap((iface): Words[] => {
      const wanted = interfaceSettings(iface)
      return wanted.length === 0 ? [] : [['set', 'Interface', iface.name, ...wanted]]
    }),
  ]
}

function changePort(before: OvsPort, after: OvsPort, number: number): Words[] {
  const { name } = after
  const old = new Map(before.interfaces.map((iface) => [iface.name, iface]))
  const added = after.interfaces.filter((iface) => !old.has(iface.name))
  const gone = before.interfaces.filter((iface) => !after.interfaces.some((other) => other.name === iface.name))
  return [
    ...added.flatMap((iface, index): Words[] => [
      [`--id=@new${number}x${index}`, 'create', 'Interface', `name=${iface.name}`, ...interfaceSettings(iface)],
      ['add', 'Port', name, 'interfaces', `@new${number}x${index}`],
    ]),
    ...gone.flatMap((iface, index): Words[] => [
      [`--id=@old${number}x${index}`, 'get', 'Interface', iface.name],
      ['remove', 'Port', name, 'interfaces', `@old${number}x${index}`],
    ]),
    ...portCommands(before, after),
    ...after.interfaces.flatMap((iface): Words[] => {
      const was = old.get(iface.name)
      if (was === undefined) return []
      return [
        ...columnCommands('Interface', iface.name, { type: was.type }, { type: iface.type }),
        ...mapCommands('Interface', iface.name, 'options', was.options, iface.options),
      ]
    }),
  ]
}

/** Mirrors name ports by reference: each gets a symbol ("@m0p1") inside the transaction. */
function mirrorCommands(mirror: OvsMirror, prefix: string): Words[] {
  const ports = [
    ...new Set([
      ...mirror.sourcePorts,
      ...mirror.destinationPorts,
      ...((mirror.outputPort ?? '') ? [mirror.outputPort ?? ''] : []),
    ]),
  ]
  const symbol = new Map(ports.map((port, index) => [port, `@${prefix}p${index}`]))
  const references = (names: readonly string[]): string => names.map((name) => symbol.get(name) ?? name).join(',')
  return [
    ...ports.map((port) => [`--id=${symbol.get(port) ?? ''}`, 'get', 'Port', port]),
    [
      `--id=@${prefix}`,
      'create',
      'Mirror',
      `name=${atom(mirror.name)}`,
      ...(mirror.selectsAll ? ['select_all=true'] : []),
      ...(mirror.sourcePorts.length > 0 ? [`select_src_port=${references(mirror.sourcePorts)}`] : []),
      ...(mirror.destinationPorts.length > 0 ? [`select_dst_port=${references(mirror.destinationPorts)}`] : []),
      ...(mirror.selectVlans.length > 0 ? [`select_vlan=${mirror.selectVlans.join(',')}`] : []),
      ...(mirror.outputPort === null ? [] : [`output_port=${references([mirror.outputPort])}`]),
      ...(mirror.outputVlan === null ? [] : [`output_vlan=${mirror.outputVlan}`]),
    ],
    ['add', 'Bridge', mirror.bridge, 'mirrors', `@${prefix}`],
  ]
}

function portSummary(name: string, bridge: string, before: OvsPort | null, after: OvsPort | null): string[] {
  if (after === null) return [`Take ${before?.bond == null ? 'port' : 'bond'} ${name} out of ${bridge}`]
  const members = after.interfaces.map((iface) => iface.name).join(', ')
  const vlan = formatPortVlan(after.vlan)
  if (before === null)
    return [
      after.bond === null
        ? `Add ${nounOf(after)} ${name} to ${bridge}, ${vlan}`
        : `Add bond ${name} of ${members} to ${bridge}, ${after.bond.mode}, LACP ${after.bond.lacp}, ${vlan}`,
    ]
  return [
    ...(isSameVlan(before.vlan, after.vlan)
      ? []
      : [`Set port ${name} of ${bridge}: ${formatPortVlan(before.vlan)} → ${vlan}`]),
    ...(members === before.interfaces.map((iface) => iface.name).join(', ')
      ? []
      : [`Set members of ${name} to ${members}`]),
    ...(after.bond !== null && before.bond !== null && isBondChanged(before, after)
      ? [`Set bond ${name}: ${after.bond.mode}, LACP ${after.bond.lacp}`]
      : []),
    ...(JSON.stringify(before.interfaces.map(optionsOf)) === JSON.stringify(after.interfaces.map(optionsOf)) ||
    after.bond !== null
      ? []
      : [`Change options of port ${name}`]),
  ]
}

const optionsOf = ({ type, options }: OvsPort['interfaces'][number]): unknown => [type, options]
const isBondChanged = (a: OvsPort, b: OvsPort): boolean =>
  JSON.stringify([a.bond?.mode, a.bond?.lacp, a.otherConfig]) !==
  JSON.stringify([b.bond?.mode, b.bond?.lacp, b.otherConfig])

function nounOf(port: OvsPort): string {
  const type = port.interfaces[0]?.type ?? 'system'
  if (type === 'system') return 'port'
  return type === 'internal' || type === 'patch' ? `${type} port` : `${type} tunnel`
}
