import type { ObjectChange } from './object-ref'
import { nounOf } from './render-links'

/** Kernel objects live until the next boot: what one leaves of a change, to be read under "After a reboot". */
export function notStored(changes: readonly ObjectChange[]): string[] {
  const links = changes.flatMap((change): string[] => {
    if (change.kind !== 'link') return []
    const { name, before, after } = change
    const link = after ?? before
    if (link === null) return []
    const isOvs = link.kind === 'ovs-internal'
    if (isOvs && (after === null || after.addresses.length === 0)) return []
    if (isOvs) return [`The addresses of ${name} are gone`]
    if (before === null) return [`${name} (${nounOf(link)}) is gone`]
    if (after === null) return [`${name} (${nounOf(link)}) may be back`]
    return [`${name} (${nounOf(link)}) is as it was before the change`]
  })
  const hasRoutes = changes.some(({ kind }) => kind === 'route')
  return [...links, ...(hasRoutes ? ['Routes are as they were before the change'] : [])]
}
