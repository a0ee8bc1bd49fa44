import { linksOfRoute } from '../observe/routes'
import type { ObjectChange } from '../objects/object-ref'

/** Names of the links, and of Open vSwitch's ports and interfaces, that a change is about, before and after it. */
export function linksOfChange(change: ObjectChange): string[] {
  switch (change.kind) {
    case 'route':
      return [change.before, change.after].flatMap((route) => (route === null ? [] : linksOfRoute(route)))
    case 'guest-nic':
      return [change.before, change.after].flatMap((nic) => nic?.running?.target ?? [])
    case 'network':
      return [change.before, change.after].flatMap((network) => network?.bridge ?? [])
    case 'ovs-port':
      return [
        change.name,
        ...[change.before, change.after].flatMap((port) => port?.interfaces.map(({ name }) => name) ?? []),
      ]
    case 'ovs-mirror':
      return []
    default:
      return [change.name]
  }
}
