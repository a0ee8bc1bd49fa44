import type { OvsBridge, OvsPort } from '../../model/ovs'
import { newOvsBridge } from '../../objects/new-objects'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import type { ControllerRows, Words } from './ovs-commands'
import {
  bridgeCommands,
  interfaceSettings,
  mirrorCommands,
  portCommands,
  portSettings,
  columnCommands,
  transactionOf,
  mapCommands,
} from './ovs-commands'
import type { Command } from '../step'

export type OvsChange = ChangeOf<'ovs-bridge' | 'ovs-fake-bridge' | 'ovs-port' | 'ovs-mirror'>

export const isOvsChange = (change: ObjectChange): change is OvsChange => change.kind.startsWith('ovs-')

/** The same changes the other way round. */
export const reversed = <T extends ObjectChange>(change: T): T => ({
  ...change,
  before: change.after,
  after: change.before,
})

/**
 * One transaction of ovs-vsctl that makes these changes: all or nothing in the database (not in the datapath: read back).
 * `isUndo` makes it converge from wherever things are: what is there already, or gone already, is no failure.
 * `more` is done with it, in the end. `controllersOf` knows a bridge's controllers as they are. Null: nothing to do.
 */
export function ovsTransaction(
  changes: readonly OvsChange[],
  isUndo: boolean,
  more: readonly Words[] = [],
  controllersOf: (bridge: string) => ControllerRows = () => null,
): Command | null {
  const commands = [
    ...removals(changes, isUndo),
    ...additions(changes, isUndo, controllersOf),
    ...mirrors(changes),
    ...more,
  ]
  return commands.length === 0 ? null : transactionOf(commands)
}

type Of<K extends OvsChange['kind']> = Extract<OvsChange, { kind: K }>
const ofKind = <K extends OvsChange['kind']>(changes: readonly OvsChange[], kind: K): Of<K>[] =>
  changes.filter((change): change is Of<K> => change.kind === kind)

const isGone = (change: OvsChange): boolean => change.before !== null && change.after === null
const isNew = (change: OvsChange): boolean => change.before === null && change.after !== null
const namesOf = (changes: readonly OvsChange[]): Set<string> => new Set(changes.map(({ name }) => name))

function removals(changes: readonly OvsChange[], isUndo: boolean): Words[] {
  const option = isUndo ? ['--if-exists'] : []
  const bridges = namesOf(ofKind(changes, 'ovs-bridge').filter(isGone))
  const fakes = namesOf(ofKind(changes, 'ovs-fake-bridge').filter(isGone))
  const goesWithBridge = ({ owner, name }: OvsChange): boolean => bridges.has(owner ?? '') || fakes.has(name)
  const oldMirrors = ofKind(changes, 'ovs-mirror').filter(
    (change) => change.before !== null && !bridges.has(change.owner ?? ''),
  )
  const ports = ofKind(changes, 'ovs-port').filter((change) => isGone(change) && !goesWithBridge(change))
  return [
    ...oldMirrors.flatMap(({ owner, name }, index): Words[] => [
      [`--id=@gone${index}`, 'get', 'Mirror', name],
      ['remove', 'Bridge', owner ?? '', 'mirrors', `@gone${index}`],
    ]),
    ...ports.map(({ owner, name }) => [...option, 'del-port', owner ?? '', name]),
    ...[...fakes].filter((name) => !bridges.has(ownerOfFake(changes, name))).map((name) => [...option, 'del-br', name]),
    ...[...bridges].map((name) => [...option, 'del-br', name]),
  ]
}

const ownerOfFake = (changes: readonly OvsChange[], name: string): string =>
  ofKind(changes, 'ovs-fake-bridge').find((change) => change.name === name)?.owner ?? ''

function additions(
  changes: readonly OvsChange[],
  isUndo: boolean,
  controllersOf: (bridge: string) => ControllerRows,
): Words[] {
  const option = isUndo ? ['--may-exist'] : []
  const fakes = ofKind(changes, 'ovs-fake-bridge').filter(isNew)
  const implied = new Set([...namesOf(ofKind(changes, 'ovs-bridge').filter(isNew)), ...namesOf(fakes)])
  return [
    ...ofKind(changes, 'ovs-bridge').flatMap(({ name, before, after }, index): Words[] => {
      if (after === null) return []
      if (before !== null) return bridgeCommands(before, after, controllersOf(name), `c${index}x`)
      return [[...option, 'add-br', after.name], ...bridgeCommands(bareBridge(after), after)]
    }),
    ...fakes.flatMap(({ after }): Words[] =>
      after === null ? [] : [[...option, 'add-br', after.name, after.parent, String(after.vlanId)]],
    ),
    ...ofKind(changes, 'ovs-port').flatMap(({ before, after }, index): Words[] => {
      if (after === null) return []
      if (before !== null) return changePort(before, after, index)
      if (implied.has(after.name)) return namesOf(fakes).has(after.name) ? [] : localPort(after)
      return addPort(after, option)
    }),
  ]
}

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

function mirrors(changes: readonly OvsChange[]): Words[] {
  return ofKind(changes, 'ovs-mirror').flatMap(({ after }, index) =>
    after === null ? [] : mirrorCommands(after, `m${index}`),
  )
}
