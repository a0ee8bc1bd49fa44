/* Other software that looks after what a change touches, and puts it back as it likes. */
import type { ObjectChange } from '../../objects/object-ref'
import { describeRef } from '../../objects/ref-words'
import type { HostIndex } from '../../state/host-index'
import { indexHost } from '../../state/host-index'
import type { Owner } from '../../state/ownership'
import { ownerOfLink, ownerOfOvsBridge, ownerOfOvsPort } from '../../state/ownership'
import type { WorkingState } from '../working-state'

/** Every object that a change edits, removes, or puts something into: one sentence each, whatever edit, undo or push led there. */
export function warnOfOwners(working: WorkingState, changes: readonly ObjectChange[]): void {
  const index = indexHost(working.observed)
  for (const change of changes)
    for (const { what, owner } of ownedBy(index, change))
      working.warn(`${what} is looked after by ${owner.software}, which may change it back: ${owner.right}`)
}

type Owned = { what: string; owner: Owner }

function ownedBy(index: HostIndex, change: ObjectChange): Owned[] {
  const owned = (what: string, owner: Owner | null): Owned[] => (owner === null ? [] : [{ what, owner }])
  const link = (name: string | null): Owned[] => (name === null ? [] : owned(name, ownerOfLink(index, name)))
  const bridge = (name: string | null): Owner | null => {
    const found = name === null ? undefined : index.ovsBridge(name)
    return found === undefined ? null : ownerOfOvsBridge(found, index.state.ovs?.mappedBridges)
  }
  switch (change.kind) {
    case 'link': {
      const { before, after } = change
      // A guest's tap is plugged where its NIC is.
      if (index.guestAt(change.name) !== undefined) return []
      const masters = before?.master === after?.master ? [] : [before?.master ?? null, after?.master ?? null]
      return [...(before === null ? [] : link(change.name)), ...masters.flatMap(link)]
    }
    case 'route':
      return [change.before, change.after].flatMap((route) => link(route?.link ?? null))
    case 'ovs-bridge':
      return change.before === null ? [] : owned(change.name, bridge(change.name))
    case 'ovs-port': {
      const port = change.before
      const into = bridge(change.owner)
      if (port === null) return owned(change.owner ?? '', into)
      return owned(`${change.name} of ${change.owner ?? ''}`, ownerOfOvsPort(into, port))
    }
    case 'ovs-fake-bridge':
    case 'ovs-mirror':
      return owned(`${describeRef(change)}, as all of ${change.owner ?? ''},`, bridge(change.owner))
    case 'guest-nic':
      return [change.before, change.after].flatMap((nic) =>
        [nic?.running, nic?.stored].flatMap((config) =>
          config?.source.type === 'bridge'
            ? owned(config.source.bridge, bridge(config.source.bridge) ?? ownerOfLink(index, config.source.bridge))
            : [],
        ),
      )
    case 'network':
      return []
  }
}
