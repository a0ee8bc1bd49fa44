import { overlaps, parseCidr } from '../../address/cidr'
import type { IpAddress, Route } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { isLearned, isMadeByKernel, linksOfRoute, localOf } from '../../observe/routes'
import { addressesToRestore, bouncedLinks } from './bounced-links'
import { keptAddresses } from '../../objects/link-facts'
import {
  addAddress,
  deleteAddress,
  deleteRoute,
  inAddingOrder,
  inWritingOrder,
  replaceRoute,
} from '../commands/ip-words'
import { addressText, describeRoute } from '../../objects/ip-text'
import { restoreOptions, setUp } from '../commands/link-commands'
import type { ChangeOf, ObjectChange } from '../../objects/object-ref'
import { refOf } from '../../objects/ref-words'
import type { Command, StepDraft } from '../step'
import { indexHost } from '../../state/host-index'

/**
 * Addresses and routes. What goes goes first (routes, then addresses), what comes comes last (addresses, then routes): between
 * the two the switches are rebuilt. The kernel drops more than it is told: secondary addresses go with their primary one, routes
 * with the last address of a link, with their source address or with the link's going down. What is to stay is therefore put
 * back explicitly.
 */
export function renderAddresses(
  before: NetworkState,
  after: NetworkState,
  changes: readonly ObjectChange[],
): StepDraft[] {
  const links = changes.filter((change) => change.kind === 'link')
  const routes = changes.filter((change) => change.kind === 'route')
  const bounced = bouncedLinks(before, links)
  const goneRoutes = inWritingOrder(
    routes.flatMap((change) => (change.before === null ? [] : [{ change, route: change.before }])),
  ).reverse()
  const newRoutes = inWritingOrder(
    routes.flatMap((change) => (change.after === null ? [] : [{ change, route: change.after }])),
  )
  return [
    ...goneRoutes.map(({ change, route }) => routeOff(change, route)),
    ...links.flatMap((change) => addressesOff(change, before)),
    ...links.flatMap((change) => addressesOn(change, after)),
    ...[...bounced].flatMap((name) => keepIpv6(after, name)),
    ...newRoutes.map(({ change, route }) => routeOn(change, route)),
    ...inWritingOrder(keptRoutes(before, after, changes).map((route) => ({ route }))).map(({ route }) =>
      keepRoute(route),
    ),
  ]
}

/** Routes that stay as they are, but that the kernel drops on the way. */
export function keptRoutes(before: NetworkState, after: NetworkState, changes: readonly ObjectChange[]): Route[] {
  const links = changes.filter((change) => change.kind === 'link')
  const disturbance: Disturbance = {
    down: bouncedLinks(before, links),
    losing: new Set(links.filter((change) => isIpv4In(lostBy(change))).map(({ name }) => name)),
    sources: new Set(links.flatMap((change) => [...lostBy(change), ...draggedBy(change)].map(localOf))),
  }
  return after.routes.filter(
    (route) =>
      before.routes.includes(route) && isOurs(route, before) && isOurs(route, after) && hangsOn(route, disturbance),
  )
}

const isOurs = (route: Route, { links }: NetworkState): boolean => !isMadeByKernel(route, links) && !isLearned(route)
const isIpv4In = (addresses: readonly IpAddress[]): boolean => addresses.some(({ family }) => family === 'inet')

/** `losing` an IPv4 address, which may be their last: IPv6 routes stay whatever addresses go, but for their source. */
type Disturbance = { down: ReadonlySet<string>; losing: ReadonlySet<string>; sources: ReadonlySet<string> }
const hangsOn = (route: Route, { down, losing, sources }: Disturbance): boolean =>
  linksOfRoute(route).some((name) => down.has(name) || (route.family === 'inet' && losing.has(name))) ||
  sources.has(route.preferredSource ?? '')

const ipv6ToRestore = (state: NetworkState, name: string): IpAddress[] => {
  const link = indexHost(state).link(name)
  return link === undefined ? [] : addressesToRestore(link).filter(({ family }) => family === 'inet6')
}

/** What a link that was down for a moment needs to be as it was. */
export const restoreBounced = (state: NetworkState, names: Iterable<string>): Command[] =>
  [...names].flatMap((name) => [
    ...ipv6ToRestore(state, name).flatMap((address) => addAddress(name, address, isSource(state, address))),
    ...routesBy(state, name, [], { isDown: true }).map(replaceRoute),
  ])

/** IPv6 takes no route with a source address that is still being checked. */
const isSource = ({ routes }: NetworkState, address: IpAddress): boolean =>
  address.family === 'inet6' && routes.some(({ preferredSource }) => preferredSource === localOf(address))

const keepIpv6 = (state: NetworkState, name: string): StepDraft[] =>
  ipv6ToRestore(state, name).flatMap((address) =>
    addAddress(name, address, isSource(state, address)).map((run): StepDraft => ({
      phase: 'addresses-on',
      summary: `Keep ${address.cidr} on ${name}`,
      run,
      undo: [],
      scope: 'running',
      objects: [],
    })),
  )

/** Addresses that a link has before the change and not, or not the same, after it. */
function lostBy({ before, after }: Pick<ChangeOf<'link'>, 'before' | 'after'>): IpAddress[] {
  return before === null ? [] : without(keptAddresses(before), after === null ? [] : keptAddresses(after))
}

/** Addresses that stay, but that the kernel takes for secondary ones of what goes. */
function draggedBy(change: Pick<ChangeOf<'link'>, 'before' | 'after'>): IpAddress[] {
  const lost = lostBy(change)
  return change.before === null
    ? []
    : without(keptAddresses(change.before), lost).filter((address) =>
        lost.some((other) => sharesNetwork(address, other)),
      )
}

function without(some: readonly IpAddress[], others: readonly IpAddress[]): IpAddress[] {
  const texts = new Set(others.map(addressText))
  return some.filter((address) => !texts.has(addressText(address)))
}

function addressesOff(change: ChangeOf<'link'>, state: NetworkState): StepDraft[] {
  const { before, after, name } = change
  // A link that the kernel removes takes its addresses along, and the undoing of that brings them back.
  if (before === null || (after === null && before.kind !== 'ovs-internal')) return []
  const had = inAddingOrder(keptAddresses(before))
  const gone = after === null ? had : without(had, keptAddresses(after))
  const staying = without(had, gone)
  const step = (summary: string, run: Command, undo: Command[]): StepDraft => ({
    phase: 'addresses-off',
    summary,
    run,
    undo,
    scope: 'running',
    objects: [refOf(change)],
  })
  const putBack = (address: IpAddress): Command[] => addAddress(name, address, isSource(state, address))
  return [
    // Secondary addresses first: undone in reverse, the primary one is the first again.
    ...gone.reverse().map((address, index) =>
      step(`Take ${address.cidr} from ${name}`, deleteAddress(name, address), [
        ...putBack(address),
        // Undone last: now the link has all its addresses again, and its routes hold.
        ...(index === 0
          ? [
              ...staying.flatMap((other) => addAddress(name, other)),
              ...routesBy(state, name, [...gone, ...draggedBy(change)], { isDown: after === null }).map(replaceRoute),
            ]
          : []),
      ]),
    ),
    ...(after === null && before.isUp
      ? [step(`Set ${name} down`, setUp(name, false), [...restoreOptions(before, new Map()), setUp(name, true)])]
      : []),
  ]
}

/** Routes that go with this link (`isDown`), or with these of its addresses, in the order in which they can be written. */
export function routesBy(
  state: NetworkState,
  link: string,
  addresses: readonly IpAddress[],
  { isDown }: { isDown: boolean },
): Route[] {
  const disturbance: Disturbance = {
    down: new Set(isDown ? [link] : []),
    losing: new Set(isIpv4In(addresses) ? [link] : []),
    sources: new Set(addresses.map(localOf)),
  }
  return inWritingOrder(
    state.routes.filter((route) => isOurs(route, state) && hangsOn(route, disturbance)).map((route) => ({ route })),
  ).map(({ route }) => route)
}

function addressesOn(change: ChangeOf<'link'>, state: NetworkState): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const old = before === null ? [] : keptAddresses(before)
  const added = new Set(without(keptAddresses(after), old))
  const gone = without(old, keptAddresses(after))
  return inAddingOrder(keptAddresses(after)).flatMap((address): StepDraft[] => {
    const isNew = added.has(address)
    if (!isNew && !gone.some((other) => sharesNetwork(address, other))) return []
    const { cidr } = address
    return addAddress(name, address, isSource(state, address)).map((run, index) => ({
      phase: 'addresses-on',
      summary: isNew ? `Give ${name} the address ${cidr}` : `Keep ${cidr} on ${name}`,
      run,
      undo: isNew && before !== null && index === 0 ? [deleteAddress(name, address)] : [],
      scope: 'running',
      objects: [refOf(change)],
    }))
  })
}

/** Of a point-to-point address the peer's network counts (inet_insert_ifa in net/ipv4/devinet.c). */
function sharesNetwork(a: IpAddress, b: IpAddress): boolean {
  const [left, right] = [parseCidr(a.peer ?? a.cidr), parseCidr(b.peer ?? b.cidr)]
  return left !== null && right !== null && overlaps(left, right)
}

const routeOff = (change: ObjectChange, route: Route): StepDraft => ({
  phase: 'addresses-off',
  summary: `Take away the route ${describeRoute(route)}`,
  run: deleteRoute(route),
  undo: [replaceRoute(route)],
  scope: 'running',
  objects: [refOf(change)],
})

const routeOn = (change: ObjectChange, route: Route): StepDraft => ({
  phase: 'routes-on',
  summary: `Set the route ${describeRoute(route)}`,
  run: replaceRoute(route),
  undo: [deleteRoute(route)],
  scope: 'running',
  objects: [refOf(change)],
})

const keepRoute = (route: Route): StepDraft => ({
  phase: 'routes-on',
  summary: `Keep the route ${describeRoute(route)}`,
  run: replaceRoute(route),
  undo: [],
  scope: 'running',
  objects: [],
})
