import { overlaps, parseCidr } from '../address/cidr'
import type { Link, Route } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { keptAddresses } from './comparable'
import { ip, setUp } from './link-commands'
import type { ObjectChange } from './object-ref'
import { refOf } from './object-ref'
import type { Command, StepDraft } from './step'

/**
 * Addresses and routes. What goes goes first (routes, then addresses), what comes comes last (addresses, then routes): between
 * the two the switches are rebuilt. The kernel drops more than it is told: secondary addresses go with their primary one, routes
 * with the last address of a link or with the link's going down. What is to stay is therefore put back explicitly.
 */
export function renderAddresses(
  before: NetworkState,
  after: NetworkState,
  changes: readonly ObjectChange[],
): StepDraft[] {
  const links = changes.filter((change) => change.kind === 'link')
  const routes = changes.filter((change) => change.kind === 'route')
  const bounced = bouncedLinks(before, links)
  const disturbed = new Set([...bounced, ...links.filter(losesAddress).map(({ name }) => name)])
  const newRoutes = inOrder(
    routes.flatMap((change) => (change.after === null ? [] : [{ change, route: change.after }])),
  )
  const kept = after.routes.filter(
    (route) => isOurs(route) && disturbed.has(route.link ?? '') && before.routes.includes(route),
  )
  return [
    ...routes.flatMap((change) => (change.before === null ? [] : [routeOff(change, change.before)])),
    ...links.flatMap((change) => addressesOff(change, before)),
    ...links.flatMap(addressesOn),
    ...[...bounced].flatMap((name) => keepIpv6(after, name)),
    ...newRoutes.map(({ change, route }) => routeOn(change, route)),
    ...inOrder(kept.map((route) => ({ route }))).map(({ route }) => keepRoute(route)),
  ]
}

/** Routes that somebody set; those to a link's own networks come with its addresses. */
const isOurs = ({ protocol }: Route): boolean => protocol !== 'kernel'

/** Links that a change sets down for a moment, and what stands on them: IPv6 addresses and routes are lost with that. */
export function bouncedLinks(state: NetworkState, changes: readonly ObjectChange[]): Set<string> {
  const bounced = new Set(
    changes.flatMap((change) =>
      change.kind === 'link' && needsBondDown(change.before, change.after) ? [change.name] : [],
    ),
  )
  for (const name of bounced) for (const link of state.links) if (link.lower === name) bounced.add(link.name)
  return bounced
}

/** Mode and LACP rate of a bond change only while it is down (bond_options.c). */
export const needsBondDown = (before: Link | null, after: Link | null): boolean =>
  before?.bond != null &&
  after?.bond != null &&
  (before.bond.mode !== after.bond.mode || before.bond.lacpRate !== after.bond.lacpRate)

/** What a link that was down for a moment needs to be as it was. */
export const restoreBounced = (state: NetworkState, names: Iterable<string>): Command[] =>
  [...names].flatMap((name) => {
    const link = state.links.find((other) => other.name === name)
    const ipv6 = link === undefined ? [] : cidrsOf(link).filter((cidr) => cidr.includes(':'))
    return [...ipv6.map((cidr) => addAddress(name, cidr)), ...routesBy(state, name).map(replaceRoute)]
  })

const keepIpv6 = (state: NetworkState, name: string): StepDraft[] =>
  (state.links.find((link) => link.name === name)?.addresses ?? [])
    .filter(({ cidr, scope, isDynamic }) => cidr.includes(':') && scope !== 'link' && !isDynamic)
    .map(({ cidr }) => ({
      phase: 'addresses-on',
      summary: `Keep ${cidr} on ${name}`,
      run: addAddress(name, cidr),
      undo: [],
      scope: 'running',
      objects: [],
    }))

/** Routes within a link's own networks first: a gateway must be reachable before it is named. */
const inOrder = <T extends { route: Route }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => Number(a.route.gateway !== null) - Number(b.route.gateway !== null))

function losesAddress({ before, after }: Extract<ObjectChange, { kind: 'link' }>): boolean {
  if (before === null || after === null) return false
  return cidrsOf(before).some((cidr) => !cidrsOf(after).includes(cidr))
}

const cidrsOf = (link: Link): string[] => keptAddresses(link).map(({ cidr }) => cidr)

export const addAddress = (link: string, cidr: string): Command =>
  ip(...family(cidr), 'addr', 'replace', cidr, 'dev', link)
const deleteAddress = (link: string, cidr: string): Command => ip(...family(cidr), 'addr', 'del', cidr, 'dev', link)
const family = (text: string): string[] => (text.includes(':') ? ['-6'] : [])

function addressesOff(change: Extract<ObjectChange, { kind: 'link' }>, state: NetworkState): StepDraft[] {
  const { before, after, name } = change
  // A link that the kernel removes takes its addresses along, and the undoing of that brings them back.
  if (before === null || (after === null && before.kind !== 'ovs-internal')) return []
  const staying = after === null ? [] : cidrsOf(before).filter((cidr) => cidrsOf(after).includes(cidr))
  // Secondary addresses first: undone in reverse, the primary one is the first again.
  const gone = cidrsOf(before)
    .filter((cidr) => !staying.includes(cidr))
    .reverse()
  const step = (summary: string, run: Command, undo: Command[]): StepDraft => ({
    phase: 'addresses-off',
    summary,
    run,
    undo,
    scope: 'running',
    objects: [refOf(change)],
  })
  return [
    ...gone.map((cidr, index) =>
      step(`Take ${cidr} from ${name}`, deleteAddress(name, cidr), [
        addAddress(name, cidr),
        // Undone last: now the link has all its addresses again, and its routes hold.
        ...(index === 0
          ? [...staying.map((other) => addAddress(name, other)), ...routesBy(state, name).map(replaceRoute)]
          : []),
      ]),
    ),
    ...(after === null && before.isUp ? [step(`Set ${name} down`, setUp(name, false), [setUp(name, true)])] : []),
  ]
}

const routesBy = (state: NetworkState, link: string): Route[] =>
  inOrder(
    state.routes.filter((route) => route.link === link && route.protocol !== 'kernel').map((route) => ({ route })),
  ).map(({ route }) => route)

function addressesOn(change: Extract<ObjectChange, { kind: 'link' }>): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const old = before === null ? [] : cidrsOf(before)
  const gone = old.filter((cidr) => !cidrsOf(after).includes(cidr))
  return cidrsOf(after).flatMap((cidr): StepDraft[] => {
    const isNew = !old.includes(cidr)
    if (!isNew && !gone.some((other) => sharesNetwork(cidr, other))) return []
    return [
      {
        phase: 'addresses-on',
        summary: isNew ? `Give ${name} the address ${cidr}` : `Keep ${cidr} on ${name}`,
        run: addAddress(name, cidr),
        undo: isNew && before !== null ? [deleteAddress(name, cidr)] : [],
        scope: 'running',
        objects: [refOf(change)],
      },
    ]
  })
}

function sharesNetwork(a: string, b: string): boolean {
  const [left, right] = [parseCidr(a), parseCidr(b)]
  return left !== null && right !== null && overlaps(left, right)
}

function routeWords(route: Route): string[] {
  return [
    route.destination,
    ...(route.gateway === null ? [] : ['via', route.gateway]),
    ...(route.link === null ? [] : ['dev', route.link]),
    ...(route.protocol === null || route.protocol === 'boot' ? [] : ['proto', route.protocol]),
    ...(route.metric === null ? [] : ['metric', String(route.metric)]),
    ...(route.preferredSource === null ? [] : ['src', route.preferredSource]),
    ...(route.table === 'main' ? [] : ['table', route.table]),
  ]
}
const ofFamily = ({ family: name }: Route): string[] => (name === 'inet6' ? ['-6'] : [])
const replaceRoute = (route: Route): Command => ip(...ofFamily(route), 'route', 'replace', ...routeWords(route))
const deleteRoute = (route: Route): Command => ip(...ofFamily(route), 'route', 'del', ...routeWords(route))
const describeRoute = ({ destination, gateway, link }: Route): string =>
  `${destination}${gateway === null ? '' : ` via ${gateway}`}${link === null ? '' : ` by ${link}`}`

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
