import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import type { ObjectChange } from '../../objects/object-ref'
import { indexHost } from '../../state/host-index'

/** What goes with a link, or with its place in a bridge or a bond, and has no words to be put back with: for the preview. */
export function linkLosses(changes: readonly ObjectChange[]): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'link' || change.before === null) return []
    const { before, after, name } = change
    return before.unknownKeys.length === 0 || !isMadeAnew(before, after)
      ? []
      : [`${name} has ${before.unknownKeys.join(', ')}: taken back, it comes without`]
  })
}

/**
 * What the kernel gives to a bridge or a bond with its first carrier, and leaves there when the carrier goes (addrconf_notify in
 * net/ipv6/addrconf.c): for the preview.
 */
export function firstCarriers(observed: NetworkState, changes: readonly ObjectChange[]): string[] {
  const hasIpv6 = observed.links.some(({ addresses }) => addresses.some(({ family }) => family === 'inet6'))
  if (!hasIpv6) return []
  const { link } = indexHost(observed)
  const holders = changes.flatMap((change) =>
    change.kind === 'link' && change.after !== null && change.after.master !== change.before?.master
      ? [link(change.after.master ?? '')]
      : [],
  )
  return [...new Set(holders)]
    .filter((holder) => holder !== undefined)
    .filter(({ kind }) => kind === 'bridge' || kind === 'bond')
    .filter(({ isUp, hasCarrier, addresses }) => isUp && !hasCarrier && addresses.every(isIpv4))
    .map(
      ({ name }) =>
        `${name} gets a link-local address with its first carrier: taken back, it keeps that and its routes until it is set down`,
    )
}

const isIpv4 = ({ family }: Link['addresses'][number]): boolean => family === 'inet'

const isMadeAnew = (before: Link, after: Link | null): boolean => after === null || before.master !== after.master
