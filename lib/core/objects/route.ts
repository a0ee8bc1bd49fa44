import type { Route } from '../model/link'
import { byText, routeOrder } from '../observe/in-order'
import { isMadeByKernel, linksOfRoute } from '../observe/routes'
import { otherSide } from './check'
import { routeChecks } from './ip-checks'
import { replace } from './in-list'
import type { ChangeOf } from './object-ref'
import type { DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'

/** The kernel tells routes apart by all of this. */
export const routeKey = ({ table, family, destination, metric, link, gateway, ...rest }: Route): string =>
  [
    ...[table, family, destination, metric ?? 0, link ?? '', gateway ?? ''],
    ...(rest.type === 'unicast' ? [] : [rest.type]),
    ...(rest.tos === null ? [] : [`tos ${rest.tos}`]),
    ...(rest.from === null ? [] : [`from ${rest.from}`]),
    ...rest.hops.map((hop) => `${hop.link ?? ''} ${hop.gateway ?? ''}`),
  ].join('|')

const linksBy = ({ before, after }: ChangeOf<'route'>): string[] =>
  [before, after].flatMap((value) => (value === null ? [] : linksOfRoute(value)))

export const route: ObjectRecord<'route'> = {
  owner: null,
  list: ({ links, routes }, around) =>
    routes
      .filter((each) => ![links, ...around].some((present) => isMadeByKernel(each, present)))
      .map((value) => ({ owner: null, name: routeKey(value), value })),
  write: (state, ref, value) => ({
    ...state,
    routes: replace(state.routes, routeKey, ref.name, value, byText(routeOrder)),
  }),
  /** Who set it is not configured, nor how long it lives; table, destination and metric are what it is known by. */
  canonicalConfig: ({ gateway, link, isOnlink, preferredSource, options, hops }) => ({
    gateway,
    link,
    onlink: isOnlink,
    source: preferredSource,
    options: options.join(' '),
    hops: hops.map((hop) =>
      [hop.gateway ?? '', hop.link ?? '', hop.weight, ...(hop.isOnlink ? ['onlink'] : [])].join(' '),
    ),
  }),
  grounds: ['routes'],
  groundsOfValue: none,
  groundsOfNames: ['links'],
  groundsOfChange: () => ['links', 'management'],
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: () => false,
  guestMac: () => null,
  links: linksBy,
  raw: () => ({}),
  causes: none,
  looseEnds: (state) => {
    const names = new Set(state.links.map(({ name }) => name))
    return state.routes.flatMap((each) =>
      linksOfRoute(each)
        .filter((name) => !names.has(name))
        .map((name): DanglingReference => ({
          ref: { kind: 'link', owner: null, name },
          what: each.destination,
          message: `the route to ${each.destination} goes by ${name}, which would not be there`,
        })),
    )
  },
  existence: none,
  checks: (change, side) => {
    // Of a route the key says too little: the value is asked for.
    const found = change[side] ?? change[otherSide(side)]
    return found === null ? [] : routeChecks(found, change[side] !== null)
  },
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason: ({ before, after }) => {
    const found = before ?? after
    return found?.destination === 'default' && after === null
      ? `the default route by ${linksOfRoute(found).join(', ') || 'no link'} changes`
      : null
  },
  managedLinks: linksBy,
  notStored: () => 'The change of routes is not stored: after a reboot they are as they were',
  asWanted: (_, wanted) => wanted,
  whyNotMade: () => null,
  fieldWords: {},
}
