import type { Element } from '@xmldom/xmldom'
import type { GuestNic, GuestNicConfig } from '../../model/libvirt'
import type { WorkingState, XmlPair } from '../working-state'
import { interfaceAs, interfaceIn, isSameNic, keysIn, throughNetwork } from '../definitions/guest-nic-xml'
import type { ChangeOf } from '../../objects/object-ref'
import { sourceText } from '../edits/guest-nic-move'
import { describeRef } from '../../objects/ref-words'
import { findObject } from '../../objects/state-objects'
import type { Wanted } from './restore-objects'
import type { DefinitionChange } from '../step'

type NicChange = ChangeOf<'guest-nic'>
type Config = GuestNicConfig | null

/**
 * A guest's NIC as it was before a change. A guest that was started or stopped since runs what was stored then: that is
 * nobody's change.
 */
export function undoNic(
  working: WorkingState,
  change: NicChange,
  definitions: readonly DefinitionChange[],
  overwrite: boolean,
): Wanted[] {
  const guest = working.guest(change.owner ?? '')
  if (guest === undefined) {
    working.warn(`The guest of NIC ${change.name} is no longer on this host: nothing of it to put back`)
    return []
  }
  const found = findObject(working.observed, change)
  const today = found?.kind === 'guest-nic' ? found.after : null
  const isRunning = guest.state !== 'shut off' && guest.state !== 'crashed'
  const wanted = { running: isRunning ? wantedRunning(change, today) : null, stored: change.before?.stored ?? null }
  if (isSameNic(wanted.running, today?.running ?? null) && isSameNic(wanted.stored, today?.stored ?? null)) return []
  if (isChangedSince(change, today, isRunning)) {
    const text = `NIC ${change.name} of ${guest.name} was changed since: it is neither where the change left it nor where it was before`
    if (!overwrite) working.refuse('', 'changed_since', `${text}. Undo the later change first, or overwrite it`)
    else working.warn(`Overwritten: ${text}`)
    if (!overwrite) return []
  }
  const pair: XmlPair = working.xml.guests[guest.uuid] ?? { running: null, stored: null }
  const pick = (scope: keyof XmlPair): Element | null | undefined =>
    interfaceAs(
      wanted[scope],
      { config: today?.[scope] ?? null, element: interfaceIn(pair[scope], change.name) },
      wanted[scope] === change.before?.[scope] ? elementBefore(change, scope, definitions) : null,
      elements(change, scope, pair, definitions, guest.uuid),
    )
  const [ranAs, stored] = [pick('running'), pick('stored')]
  if (ranAs === undefined || stored === undefined) {
    working.refuse('', 'xml_missing', `The definition of ${describeRef(change)} is not known, so it cannot be put back`)
    return []
  }
  const running = ranAs === null ? null : throughNetwork(ranAs, wanted.running)
  const old = definitions.find(
    (each) => each.kind === 'guest' && each.owner === change.owner && each.scope === 'stored',
  )
  const keys = keysIn(old?.before ?? null)
  const followers = keys.slice(keys.indexOf(change.name) + 1)
  const [ran, runs] = [change.before?.running, change.after?.running]
  const wasReplugged = ran != null && runs != null && sourceText(ran) !== sourceText(runs)
  return [{ change, nic: { guest: guest.uuid, key: change.name, running, stored, followers, wasReplugged } }]
}

function wantedRunning({ before, after }: NicChange, today: GuestNic | null): Config {
  if (before === null) return null
  if (before.running !== null) return before.running
  // The guest did not run then, and does now.
  return after?.running == null && today?.running != null ? before.stored : null
}

function isChangedSince({ before, after }: NicChange, today: GuestNic | null, isRunning: boolean): boolean {
  const [running, stored] = [today?.running ?? null, today?.stored ?? null]
  const once: Config[] = [before, after].map((nic) => nic?.stored ?? null)
  const ran: Config[] = [before, after].map((nic) => nic?.running ?? null)
  if (!once.some((config) => isSameNic(config, stored))) return true
  if (!isRunning) return false
  return ![...ran, ...(running === null ? [] : once)].some((config) => isSameNic(config, running))
}

/** The interface as this very definition had it before the change. */
function elementBefore(
  { name, owner }: NicChange,
  scope: keyof XmlPair,
  definitions: readonly DefinitionChange[],
): Element | null {
  const own = definitions.find((each) => each.kind === 'guest' && each.owner === owner && each.scope === scope)
  return interfaceIn(own?.before ?? null, name)
}

/** The interface in every definition that we have: of before the change first, and of the same scope first. */
function elements(
  { name }: NicChange,
  scope: keyof XmlPair,
  today: XmlPair,
  definitions: readonly DefinitionChange[],
  uuid: string,
): Element[] {
  const own = definitions.filter(({ kind, owner }) => kind === 'guest' && owner === uuid)
  const sides = [...own].sort((a, b) => Number(b.scope === scope) - Number(a.scope === scope))
  const texts = [...sides.map(({ before }) => before), today.stored, today.running, ...sides.map(({ after }) => after)]
  return texts.map((text) => interfaceIn(text, name)).filter((element) => element !== null)
}
