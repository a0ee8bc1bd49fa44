import type { NetworkState } from '../model/network-state'
import type { Config } from '../objects/object-record'
import { printedDefinition } from '../plan/definitions/definition-changes'
import type { LibvirtXml } from '../plan/working-state'
import { configOf } from '../objects/state-objects'
import type { ObjectChange } from '../objects/object-ref'
import { describeRef, refKey } from '../objects/ref-words'
import { findObject } from '../objects/state-objects'
import type { DefinitionChange, Plan } from '../plan/step'

/** What only a stored definition decides. */
const IS_STORED = /^(stored|persistent|autostart)(\.|$)/
/** Follows from both sides: true for as long as the plan is not stored. */
const FOLLOWS = 'differsFromStored'

/**
 * Why the stored steps of a confirmed plan must not be run now, one sentence each; empty: they may. What runs must still be as the
 * plan left it, and what is stored as the plan found it or wanted it: anything else is somebody's later work, and storing
 * the old plan would undo it at the next start.
 */
export function changedSince(
  { changes, steps, definitions }: Pick<Plan, 'changes' | 'steps' | 'definitions'>,
  observed: NetworkState,
  xml: LibvirtXml,
): string[] {
  const storing = steps.filter(({ scope }) => scope === 'stored')
  const stored = new Set(storing.flatMap(({ objects }) => objects.map(refKey)))
  const redefined = new Set(
    storing.flatMap(({ run, objects }) =>
      run.argv[1] === 'net-define'
        ? objects.map(({ name }) => `network ${name}`)
        : run.argv[1] === 'define'
          ? objects.map(({ owner }) => `guest ${owner ?? ''}`)
          : [],
    ),
  )
  return [
    ...changes.filter((change) => stored.has(refKey(change))).flatMap((change) => differences(change, observed)),
    // Defining replaces all of it, also what no NetworkState holds.
    ...definitions
      .filter(({ kind, owner, scope }) => scope === 'stored' && redefined.has(`${kind} ${owner}`))
      .filter(({ kind, owner, before, after }) => ![before, after].includes(storedText(xml, kind, owner)))
      .map(({ kind, owner }) => `the stored definition of ${kind} ${owner} has been changed`),
  ]
}

function storedText(xml: LibvirtXml, kind: DefinitionChange['kind'], owner: string): string | null {
  const all = kind === 'network' ? xml.networks : xml.guests
  return printedDefinition(kind, Object.hasOwn(all, owner) ? (all[owner]?.stored ?? null) : null)
}

function differences(change: ObjectChange, observed: NetworkState): string[] {
  const what = describeRef(change)
  const before = configOf(change, 'before')
  const after = configOf(change)
  const object = findObject(observed, change)
  const found = object === undefined ? null : configOf(object)
  if (found === null) return after === null ? [] : [`${what} is gone`]
  if (after === null) return isRunning(found) ? [`${what} is there again`] : []
  // Of a network that does not run only the stored definition is seen.
  const isAllStored = found['active'] === false
  return Object.keys({ ...after, ...found }).flatMap((name) => {
    const isStored = isAllStored || IS_STORED.test(name)
    // What the plan made had nothing stored: whatever half a try has left of it is ours.
    const isFree = name === FOLLOWS || (isStored && before === null)
    const mayBe = isStored ? [after[name], before?.[name]] : [after[name]]
    return isFree || mayBe.some((value) => isSame(value, found[name])) ? [] : [`${what}: ${name} has been changed`]
  })
}

const isRunning = (config: Config): boolean =>
  config['active'] === true || Object.keys(config).some((name) => name.startsWith('running.'))

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
