import { printedDefinition } from '../plan/definitions/definition-changes'
import type { LibvirtXml } from '../plan/working-state'
import { interfaceIn, textOf } from '../plan/definitions/guest-nic-xml'
import type { ObjectChange } from '../objects/object-ref'
import type { DefinitionChange, Plan } from '../plan/step'

/**
 * The definitions that a plan edits and that are no longer as it found them, to the letter: "network lab, stored". A model of a
 * definition holds less than its text, and the plan writes the text. Of guests only the plan's NICs count, unless it writes the whole.
 */
export function definitionsSince({ definitions, changes, steps }: Plan, xml: LibvirtXml): string[] {
  const rewritten = new Set(
    steps.flatMap(({ run, objects }) => (run.argv[1] === 'define' ? objects.map(({ owner }) => owner) : [])),
  )
  return definitions
    .filter((definition) => {
      const { kind, owner, scope, before } = definition
      const all = kind === 'network' ? xml.networks : xml.guests
      const now = Object.hasOwn(all, owner) ? (all[owner]?.[scope] ?? null) : null
      return kind === 'network' || (scope === 'stored' && rewritten.has(owner))
        ? plain(kind, before) !== plain(kind, now)
        : nicsIn(before, changes, owner) !== nicsIn(now, changes, owner)
    })
    .map(({ kind, owner, scope }) => `${kind} ${owner}, ${scope}`)
}

/** Guests come and go on a running network, and it counts them. */
const plain = (kind: DefinitionChange['kind'], text: string | null): string | null =>
  printedDefinition(kind, text)?.replace(/ connections="\d+"/g, '') ?? null

function nicsIn(text: string | null, changes: readonly ObjectChange[], owner: string): string {
  const keys = changes.flatMap((change) => (change.kind === 'guest-nic' && change.owner === owner ? [change.name] : []))
  const elements = keys.map((key) => interfaceIn(text, key))
  return elements.map((element) => (element === null ? '' : textOf(element))).join('')
}
