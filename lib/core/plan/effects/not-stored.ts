import type { ObjectChange } from '../../objects/object-ref'
import { nounOf } from '../render/links'

/** Kernel objects live until the next boot: what of a change is gone after it, in so many words. */
export function notStored(changes: readonly ObjectChange[]): string[] {
  const links = changes.flatMap((change): string[] => {
    if (change.kind !== 'link') return []
    const { name, before, after } = change
    const link = after ?? before
    if (link === null) return []
    const isOvs = link.kind === 'ovs-internal'
    if (isOvs && (after === null || after.addresses.length === 0)) return []
    if (isOvs) return [`The addresses of ${name} are not stored: gone after a reboot`]
    if (before === null) return [`${name} (${nounOf(link)}) is not stored: gone after a reboot`]
    if (after === null) return [`The removal of ${name} (${nounOf(link)}) is not stored: it may be back after a reboot`]
    return [`The change of ${name} (${nounOf(link)}) is not stored: after a reboot it is as it was`]
  })
  const hasRoutes = changes.some(({ kind }) => kind === 'route')
  return [...links, ...(hasRoutes ? ['The change of routes is not stored: after a reboot they are as they were'] : [])]
}
