import type { LibvirtXml, XmlPair } from '../working-state'
import type { DefinitionChange } from '../step'
import { openXml, serialise } from './xml-edit'

/** The definitions that a plan edits, as they are and as they will be. */
export function definitionChanges(before: LibvirtXml, after: LibvirtXml): DefinitionChange[] {
  return [...changesOf('network', before.networks, after.networks), ...changesOf('guest', before.guests, after.guests)]
}

/** As one printer writes it: libvirt quotes with ', we with ", and that is no change. */
export function printedDefinition(kind: DefinitionChange['kind'], text: string | null): string | null {
  const root = openXml(text, kind === 'network' ? 'network' : 'domain')
  return root === null ? text : `${serialise(root)}\n`
}

const NONE: XmlPair = { running: null, stored: null }

function changesOf(
  kind: DefinitionChange['kind'],
  before: Readonly<Record<string, XmlPair>>,
  after: Readonly<Record<string, XmlPair>>,
): DefinitionChange[] {
  return Object.entries(after).flatMap(([owner, pair]) => {
    const old = Object.hasOwn(before, owner) ? (before[owner] ?? NONE) : NONE
    return (['running', 'stored'] as const).flatMap((scope) => {
      // Most are not edited, and reading one costs a millisecond.
      if (old[scope] === pair[scope]) return []
      const [from, to] = [printedDefinition(kind, old[scope]), printedDefinition(kind, pair[scope])]
      return from === to ? [] : [{ kind, owner, scope, before: from, after: to }]
    })
  })
}
