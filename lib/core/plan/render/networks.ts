import type { Element } from '@xmldom/xmldom'
import type { LibvirtNetwork, Portgroup } from '../../model/libvirt'
import { parseNetworkXml } from '../../parse/libvirt-xml-network'
import { vlanOfLibvirt } from '../../vlan/libvirt'
import { formatPortVlan } from '../../vlan/words'
import type { LibvirtXml, XmlPair } from '../working-state'
import { portgroupElement } from '../definitions/network-xml'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import { refOf } from '../../objects/ref-words'
import type { Command, Phase, StepDraft } from '../step'
import { openXml, serialise } from '../definitions/xml-edit'

type NetworkChange = ChangeOf<'network'>
type XmlSides = { before: LibvirtXml; after: LibvirtXml }

const virsh = (...words: string[]): Command => ({ argv: ['virsh', ...words] })
/** virsh reads a definition from a file; this one is what it gets on its standard input. */
export const STDIN = '/dev/stdin'

/**
 * libvirt's networks. What runs is changed first, and what is stored after the confirmation: a new network is created without
 * being defined, so that a host that goes down in between does not know it any more.
 */
export function renderNetworks(changes: readonly ObjectChange[], xml: XmlSides): StepDraft[] {
  return changes
    .filter((change): change is NetworkChange => change.kind === 'network')
    .flatMap((change) => {
      const [before, after] = [pairOf(xml.before, change.name), pairOf(xml.after, change.name)]
      return [...runningSteps(change, before, after), ...storedSteps(change, before, after)]
    })
}

const NONE: XmlPair = { running: null, stored: null }
const pairOf = (xml: LibvirtXml, name: string): XmlPair =>
  Object.hasOwn(xml.networks, name) ? (xml.networks[name] ?? NONE) : NONE

type Words = { phase: Phase; scope: StepDraft['scope']; summary: string; run: Command; undo: Command[] }
const step = (change: ObjectChange, words: Words): StepDraft => ({ ...words, objects: [refOf(change)] })

function runningSteps(change: NetworkChange, before: XmlPair, after: XmlPair): StepDraft[] {
  const { name } = change
  if (before.running === after.running || isSameXml(before.running, after.running)) return []
  if (before.running !== null && after.running !== null) {
    const portgroups = portgroupSteps(change, before.running, after.running, '--live')
    if (portgroups !== null) return portgroups
  }
  const create = (text: string): Command => ({ argv: ['virsh', 'net-create', STDIN], stdin: text })
  // A stored network is started by name; libvirt takes its stored definition, which must then be the wanted one.
  const start = (pair: XmlPair, other: XmlPair): Command[] =>
    pair.running === null
      ? []
      : [pair.stored !== null && isSameXml(pair.stored, other.stored) ? virsh('net-start', name) : create(pair.running)]
  const [stop] = before.running === null ? [] : [virsh('net-destroy', name)]
  const [begin] = start(after, before)
  return [
    ...(stop === undefined
      ? []
      : [
          step(change, {
            phase: 'stop-networks',
            scope: 'running',
            summary: `Stop network ${name}`,
            run: stop,
            undo: start(before, before),
          }),
        ]),
    ...(begin === undefined
      ? []
      : [
          step(change, {
            phase: 'networks',
            scope: 'running',
            summary: `Start network ${name}`,
            run: begin,
            undo: [virsh('net-destroy', name)],
          }),
        ]),
  ]
}

function storedSteps(change: NetworkChange, before: XmlPair, after: XmlPair): StepDraft[] {
  const { name } = change
  const autostart = autostartStep(change, change.before, change.after)
  if (before.stored === after.stored || isSameXml(before.stored, after.stored)) return autostart
  const define = (text: string): Command => ({ argv: ['virsh', 'net-define', STDIN], stdin: text })
  const portgroups =
    before.stored !== null && after.stored !== null
      ? portgroupSteps(change, before.stored, after.stored, '--config')
      : null
  if (portgroups !== null) return [...portgroups, ...autostart]
  const old = before.stored === null ? [virsh('net-undefine', name)] : [define(before.stored)]
  const run = after.stored === null ? virsh('net-undefine', name) : define(after.stored)
  const summary =
    after.stored === null ? `Forget the stored network ${name}` : `Store the definition of network ${name}`
  const wasAutostarted = change.before?.isAutostart === true
  // Undefining forgets the autostart mark too.
  const undo = after.stored === null && wasAutostarted ? [...old, virsh('net-autostart', name)] : old
  return [
    step(change, { phase: 'stored', scope: 'stored', summary, run, undo }),
    ...(after.stored === null ? [] : autostart),
  ]
}

function autostartStep(
  change: NetworkChange,
  before: LibvirtNetwork | null,
  after: LibvirtNetwork | null,
): StepDraft[] {
  const [from, to] = [before?.isAutostart ?? false, after?.isAutostart ?? false]
  if (from === to || after === null) return []
  const set = (is: boolean): Command => virsh('net-autostart', change.name, ...(is ? [] : ['--disable']))
  return [
    step(change, {
      phase: 'stored',
      scope: 'stored',
      summary: to ? `Start network ${change.name} at boot` : `Do not start network ${change.name} at boot`,
      run: set(to),
      undo: before === null ? [] : [set(from)],
    }),
  ]
}

/**
 * net-update of portgroups, where nothing else differs; null where something does. Only one may be the default: the one that
 * gives it up goes first.
 */
function portgroupSteps(
  change: NetworkChange,
  from: string,
  to: string,
  flag: '--live' | '--config',
): StepDraft[] | null {
  const [before, after] = [openXml(from, 'network'), openXml(to, 'network')]
  const [old, now] = [parseNetworkXml(from), parseNetworkXml(to)]
  if (before === null || after === null || !old.ok || !now.ok) return null
  if (withoutPortgroups(from) !== withoutPortgroups(to)) return null
  const oldGroups = new Map(old.value.portgroups.map((group) => [group.name, group]))
  const newGroups = new Map(now.value.portgroups.map((group) => [group.name, group]))
  const names = [...new Set([...oldGroups.keys(), ...newGroups.keys()])].filter(
    (name) => normal(portgroupElement(before, name)) !== normal(portgroupElement(after, name)),
  )
  const givesUp = (name: string): boolean =>
    oldGroups.get(name)?.isDefault === true && newGroups.get(name)?.isDefault !== true
  // net-update adds at the end only. A stored definition can be written whole, with its portgroups where they were.
  const isInPlace = isSameOrder(orderAfterUpdates(oldGroups, newGroups), [...newGroups.keys()])
  if (!isInPlace && flag === '--config') return null
  const inOrder = [...names].sort((a, b) => Number(givesUp(b)) - Number(givesUp(a)))
  const update = (action: string, element: Element | null): Command[] =>
    element === null
      ? []
      : [virsh('net-update', change.name, action, 'portgroup', '--xml', normal(element) ?? '', flag)]
  return inOrder.flatMap((name) => {
    const [a, b] = [portgroupElement(before, name), portgroupElement(after, name)]
    const [run] = update(a === null ? 'add-last' : b === null ? 'delete' : 'modify', b ?? a)
    const undo = update(a === null ? 'delete' : b === null ? 'add-last' : 'modify', a ?? b)
    if (run === undefined) return []
    const where = flag === '--live' ? '' : ' in the stored definition'
    return [
      step(change, {
        phase: flag === '--live' ? 'networks' : 'stored',
        scope: flag === '--live' ? 'running' : 'stored',
        summary: `${a === null ? 'Add' : b === null ? 'Remove' : 'Change'} portgroup ${name} of ${change.name}${where}${a === null && !isInPlace ? ' as the last one' : ''}${b === null ? '' : `: ${wordsOf(newGroups.get(name))}`}`,
        run,
        undo,
      }),
    ]
  })
}

type Groups = ReadonlyMap<string, Portgroup>
const orderAfterUpdates = (old: Groups, now: Groups): string[] => [
  ...[...old.keys()].filter((name) => now.has(name)),
  ...[...now.keys()].filter((name) => !old.has(name)),
]
const isSameOrder = (a: readonly string[], b: readonly string[]): boolean => a.every((name, index) => b[index] === name)

const wordsOf = (group: Portgroup | undefined): string =>
  `${formatPortVlan(vlanOfLibvirt(group?.vlan ?? null))}${group?.isDefault === true ? ', default' : ''}`

/** Whether a running network can take this definition only by being stopped and started. */
export const needsRestart = (from: string | null, to: string | null): boolean =>
  from !== null && !isSameXml(from, to) && (to === null || withoutPortgroups(from) !== withoutPortgroups(to))

/** One line without the blanks between elements: what virsh takes as an argument, and what can be compared. */
function normal(element: Element | null): string | null {
  return element === null ? null : serialise(element).replace(/>\s+</g, '><')
}

function withoutPortgroups(text: string): string {
  const root = openXml(text, 'network')
  if (root === null) return text
  for (
    let group = root.getElementsByTagName('portgroup')[0];
    group !== undefined;
    group = root.getElementsByTagName('portgroup')[0]
  )
    group.parentNode?.removeChild(group)
  root.removeAttribute('connections')
  return normal(root)?.replace(/\s+(?=<\/network>)/, '') ?? text
}

const isSameXml = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && normal(openXml(a, 'network')) === normal(openXml(b, 'network')))
