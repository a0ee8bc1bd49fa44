import type { Route } from '../model/link'
import { byText, routeOrder } from '../observe/in-order'
import { isMadeByKernel, linksOfRoute } from '../observe/routes'
import { replace } from './in-list'
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
  groundsOfChange: () => ['links', 'management'],
  groundsOfDrift: [],
  isReadAlone: false,
  definition: () => null,
  isManageable: () => false,
  guestMac: () => null,
  links: ({ before, after }) => [before, after].flatMap((value) => (value === null ? [] : linksOfRoute(value))),
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
}
