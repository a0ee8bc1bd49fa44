import type { Element } from '@xmldom/xmldom'
import type { Guest, GuestNicConfig } from '../../model/libvirt'
import type { NetworkState } from '../../model/network-state'
import { macOfKey, nicKeys } from '../../observe/nic-key'
import { nicSource } from '../describe-nic'
import type { LibvirtXml, MoveWay, XmlPair } from '../working-state'
import { isSameBoot } from '../definitions/boot-order'
import { asConfigured, interfaceIn, keysIn, textOf, throughNetwork } from '../definitions/guest-nic-xml'
import { lateUnplug, UNPLUG_SECONDS } from '../definitions/guest-nic-how'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import { nicConfig } from '../../objects/guest-nic'
import { refKey, refOf } from '../../objects/ref-words'
import { STDIN } from './networks'
import type { Command, Phase, Settle, StepDraft } from '../step'

type NicChange = ChangeOf<'guest-nic'>
type Context = {
  state: NetworkState
  xml: { before: LibvirtXml; after: LibvirtXml }
  moves: ReadonlyMap<string, MoveWay>
}

/** Guests' NICs: what runs is changed by --live, what is stored by --config after the confirmation. */
export function renderGuestNics(changes: readonly ObjectChange[], context: Context): StepDraft[] {
  const nics = changes.filter((change): change is NicChange => change.kind === 'guest-nic')
  const guests = context.state.guests.filter(({ uuid }) => nics.some(({ owner }) => owner === uuid))
  return guests.flatMap((guest) => {
    const [before, after] = [pairOf(context.xml.before, guest), pairOf(context.xml.after, guest)]
    const own = nics.filter(({ owner }) => owner === guest.uuid)
    const mayDefine = context.xml.after.withSecrets?.includes(guest.uuid) !== true
    return [
      ...own.flatMap((change) => runningSteps(change, guest, before, after, context.moves.get(refKey(change)))),
      ...(mayDefine && needsWhole(own, before.stored, after.stored)
        ? wholeStep(own, guest, before, after)
        : own.flatMap((change) => storedSteps(change, guest, before, after))),
    ]
  })
}

/**
 * Whether a stored definition must be written whole: `--config` puts NICs at the end, and with a boot order only where `<os>`
 * has none.
 */
function needsWhole(changes: readonly NicChange[], before: string | null, after: string | null): boolean {
  if (before === null || after === null) return false
  const old = new Set(keysIn(before))
  const keys = keysIn(after)
  const isNew = (key: string): boolean => !old.has(key) && changes.some(({ name }) => name === key)
  const first = keys.findIndex(isNew)
  return !isSameBoot(before, after) || (first >= 0 && !keys.slice(first).every(isNew))
}

function wholeStep(changes: readonly NicChange[], guest: Guest, before: XmlPair, after: XmlPair): StepDraft[] {
  if (before.stored === null || after.stored === null) return []
  const define = (text: string): Command => ({ argv: ['virsh', 'define', STDIN], stdin: text })
  const touched = changes.filter(({ name }) => {
    const [old, now] = [interfaceIn(before.stored, name), interfaceIn(after.stored, name)]
    return (old === null ? '' : textOf(old)) !== (now === null ? '' : textOf(now))
  })
  const nics = touched.map((change) => `${(change.after ?? change.before)?.name ?? ''} (${change.name})`).join(', ')
  return [
    {
      phase: 'stored',
      scope: 'stored',
      summary: `Write the stored definition of ${guest.name} whole: NIC ${nics} where it was`,
      run: define(after.stored),
      undo: [define(before.stored)],
      objects: touched.map(refOf),
    },
  ]
}

const NONE: XmlPair = { running: null, stored: null }
const pairOf = (xml: LibvirtXml, { uuid }: Guest): XmlPair =>
  Object.hasOwn(xml.guests, uuid) ? (xml.guests[uuid] ?? NONE) : NONE

/** By name where virsh cannot take that for something else (an id, an option), else by UUID. */
const nameFor = ({ name, uuid }: Guest): string => (/^[A-Za-z_][\w.-]*$/.test(name) ? name : uuid)

type Side = '--live' | '--config'
const device = (command: string, guest: Guest, element: Element, side: Side): Command => ({
  argv: ['virsh', command, nameFor(guest), STDIN, side],
  stdin: textOf(element),
})

const step = (
  change: NicChange,
  side: Side,
  phase: Phase,
  summary: string,
  run: Command,
  undo: Command[],
  settles?: Settle,
): StepDraft => ({
  phase: side === '--live' ? phase : 'stored',
  scope: side === '--live' ? 'running' : 'stored',
  summary: side === '--live' ? summary : `${summary}, stored`,
  run,
  undo,
  objects: [refOf(change)],
  ...(settles !== undefined && { settles }),
})

function runningSteps(
  change: NicChange,
  guest: Guest,
  before: XmlPair,
  after: XmlPair,
  way: MoveWay | undefined,
): StepDraft[] {
  const { name: key } = change
  const [old, now] = [interfaceIn(before.running, key), interfaceIn(after.running, key)]
  const [from, to] = [change.before?.running ?? null, change.after?.running ?? null]
  if (old !== null && now !== null) {
    if (from === null || to === null || textOf(old) === textOf(now)) return []
    if (isLinkChangeOnly(from, to) && !isTwin(guest, key)) return [setLiveLink(change, guest, from, to)]
    if (way?.how !== 'replug') {
      const summary = isLinkChangeOnly(from, to)
        ? linkText(change, guest, to)
        : `Move ${nicText(change, guest)} to ${nicSource(to)}`
      return [
        step(change, '--live', 'plug-guests', summary, device('update-device', guest, now, '--live'), [
          device('update-device', guest, asConfigured(throughNetwork(old, from)), '--live'),
        ]),
      ]
    }
  }
  const unplugged: Settle = {
    object: refOf(change),
    is: 'absent',
    timeoutSeconds: UNPLUG_SECONDS,
    what: `guest ${guest.name} lets go of its NIC ${key}`,
  }
  return [
    ...(old === null
      ? []
      : [
          step(
            change,
            '--live',
            'unplug-guests',
            `Unplug ${nicText(change, guest)}`,
            device('detach-device', guest, old, '--live'),
            [device('attach-device', guest, asConfigured(throughNetwork(old, from)), '--live')],
            {
              ...unplugged,
              late: lateUnplug(guest, key, before.stored !== null && interfaceIn(before.stored, key) !== null),
            },
          ),
        ]),
    ...(now === null || to === null
      ? []
      : [
          step(
            change,
            '--live',
            'plug-guests',
            `Plug ${nicText(change, guest)} into ${nicSource(to)}`,
            device('attach-device', guest, now, '--live'),
            [device('detach-device', guest, now, '--live')],
            {
              ...unplugged,
              is: 'present',
              what: `guest ${guest.name} has its NIC ${key}`,
            },
          ),
        ]),
  ]
}

function storedSteps(change: NicChange, guest: Guest, before: XmlPair, after: XmlPair): StepDraft[] {
  const { name: key } = change
  const [old, now] = [interfaceIn(before.stored, key), interfaceIn(after.stored, key)]
  const [from, to] = [change.before?.stored ?? null, change.after?.stored ?? null]
  const at = (summary: string, run: Command, undo: Command): StepDraft[] => [
    step(change, '--config', 'stored', summary, run, [undo]),
  ]
  if (old !== null && now !== null) {
    if (textOf(old) === textOf(now) || from === null || to === null) return []
    // domif-setlink --config leaves <link state='up'/> where there was none: undone, the definition would not be the old one.
    return at(
      isLinkChangeOnly(from, to) ? linkText(change, guest, to) : `Move ${nicText(change, guest)} to ${nicSource(to)}`,
      device('update-device', guest, now, '--config'),
      device('update-device', guest, old, '--config'),
    )
  }
  if (old !== null)
    return at(
      `Remove ${nicText(change, guest)}`,
      device('detach-device', guest, old, '--config'),
      device('attach-device', guest, old, '--config'),
    )
  if (now !== null && to !== null)
    return at(
      `Add ${nicText(change, guest)} on ${nicSource(to)}`,
      device('attach-device', guest, now, '--config'),
      device('detach-device', guest, now, '--config'),
    )
  return []
}

const nicText = ({ name: key, before, after }: NicChange, guest: Guest): string =>
  `NIC ${(before ?? after)?.name ?? ''} (${key}) of ${guest.name}`

const isLinkChangeOnly = (from: GuestNicConfig, to: GuestNicConfig): boolean =>
  from.linkState !== to.linkState &&
  nicConfig(from)['source'] === nicConfig(to)['source'] &&
  JSON.stringify(from.vlan) === JSON.stringify(to.vlan)

const linkText = (change: NicChange, guest: Guest, to: GuestNicConfig): string =>
  `Set the link of ${nicText(change, guest)} ${to.linkState}`

/** virsh finds the NIC of a link by its MAC alone, and takes the first. */
const isTwin = (guest: Guest, key: string): boolean =>
  nicKeys(guest.nics).some((other) => other !== key && macOfKey(other) === macOfKey(key))

function setLiveLink(change: NicChange, guest: Guest, from: GuestNicConfig, to: GuestNicConfig): StepDraft {
  const command = (state: string): Command => ({
    argv: ['virsh', 'domif-setlink', nameFor(guest), change.name, state],
  })
  const summary = linkText(change, guest, to)
  return step(change, '--live', 'plug-guests', summary, command(to.linkState), [command(from.linkState)])
}
