/* What would hang in the air: objects that name one that is not there. */
import type { GuestNicConfig } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { nicRef } from '../observe/nic-key'
import { linksOfRoute } from '../observe/routes'
import { OVS_DATAPATH } from '../objects/link-facts'
import type { ObjectRef } from '../objects/object-ref'
import { refKey } from '../objects/object-ref'

/** `isStored`: only a stored definition names what is not there: nothing breaks until its guest is started. */
export type Loose = { ref: ObjectRef; what: string; message: string; isStored?: 'network' | 'other' }

/** What hangs in the air in `after` and did not before. Links in `vanishing` go by themselves. */
export function looseIn(before: NetworkState, after: NetworkState, vanishing: ReadonlySet<string>): Loose[] {
  const idOf = ({ ref, what }: Loose): string => `${refKey(ref)} ${what}`
  const known = new Set(looseEnds(before, new Set()).map(idOf))
  return looseEnds(after, vanishing).filter((loose) => !known.has(idOf(loose)))
}

function looseEnds(state: NetworkState, vanishing: ReadonlySet<string>): Loose[] {
  return [...links(state, vanishing), ...ovsPorts(state, vanishing), ...networks(state), ...guests(state)]
}

const link = (name: string): ObjectRef => ({ kind: 'link', owner: null, name })

function links(state: NetworkState, vanishing: ReadonlySet<string>): Loose[] {
  const names = new Set(state.links.map(({ name }) => name))
  const found = state.links
    .filter(({ name }) => !vanishing.has(name))
    .flatMap(({ name, master, lower }): Loose[] => [
      ...(master !== null && master !== OVS_DATAPATH && !names.has(master)
        ? [{ ref: link(name), what: master, message: `${name} is a port of ${master}, which would not be there` }]
        : []),
      ...(lower !== null && !names.has(lower)
        ? [{ ref: link(name), what: lower, message: `${name} stands on ${lower}, which would not be there` }]
        : []),
    ])
  const routes = state.routes.flatMap((route) =>
    linksOfRoute(route)
      .filter((name) => !names.has(name))
      .map((name): Loose => ({
        ref: link(name),
        what: route.destination,
        message: `the route to ${route.destination} goes by ${name}, which would not be there`,
      })),
  )
  return [...found, ...routes]
}

function ovsPorts(state: NetworkState, vanishing: ReadonlySet<string>): Loose[] {
  const byName = new Map(state.links.map((each) => [each.name, each]))
  const seats = new Map<string, string>()
  return (state.ovs?.bridges ?? []).flatMap((bridge) => [
    ...bridge.ports.flatMap((port) =>
      port.interfaces.flatMap(({ name, type }): Loose[] => {
        const ref: ObjectRef = { kind: 'ovs-port', owner: bridge.name, name: port.name }
        const other = seats.get(name) ?? kernelMaster(byName.get(name)?.master)
        seats.set(name, bridge.name)
        if (other !== null)
          return [{ ref, what: `twice ${name}`, message: `${name} would be in ${bridge.name} and in ${other} at once` }]
        if (type !== 'system' || byName.has(name) || vanishing.has(name)) return []
        return [{ ref, what: name, message: `${name} is not on this host, so ${bridge.name} cannot have it as a port` }]
      }),
    ),
    ...bridge.mirrors.flatMap((mirror): Loose[] =>
      [...mirror.sourcePorts, ...mirror.destinationPorts, ...(mirror.outputPort === null ? [] : [mirror.outputPort])]
        .filter((name) => !bridge.ports.some((port) => port.name === name))
        .map((name) => ({
          ref: { kind: 'ovs-mirror', owner: bridge.name, name: mirror.name },
          what: name,
          message: `mirror ${mirror.name} of ${bridge.name} needs port ${name}, which would not be there`,
        })),
    ),
  ])
}

const kernelMaster = (master: string | null | undefined): string | null =>
  master == null || master === OVS_DATAPATH ? null : master

function networks(state: NetworkState): Loose[] {
  const bridges = bridgeNames(state)
  return (state.libvirt?.networks ?? []).flatMap(({ name, forwardMode, bridge }): Loose[] =>
    forwardMode !== 'bridge' || bridge === null || bridges.has(bridge)
      ? []
      : [
          {
            ref: { kind: 'network', owner: null, name },
            what: bridge,
            message: `network ${name} plugs guests into ${bridge}, which would not be there`,
          },
        ],
  )
}

const bridgeNames = (state: NetworkState): Set<string> =>
  new Set([
    ...state.links.filter((each) => each.bridge !== null).map(({ name }) => name),
    ...(state.ovs?.bridges ?? []).flatMap((bridge) => [bridge.name, ...bridge.fakeBridges.map(({ name }) => name)]),
  ])

function guests(state: NetworkState): Loose[] {
  const bridges = bridgeNames(state)
  const names = new Set(state.links.map(({ name }) => name))
  const byName = new Map((state.libvirt?.networks ?? []).map((network) => [network.name, network]))
  const missing = ({ source }: GuestNicConfig): { what: string; is: string } | null => {
    if (source.type === 'bridge') return bridges.has(source.bridge) ? null : { what: source.bridge, is: 'bridge' }
    if (source.type === 'direct' && source.network === null)
      return names.has(source.dev) ? null : { what: source.dev, is: 'link' }
    const named = 'network' in source ? source.network : null
    if (named === null) return null
    const network = byName.get(named)
    if (network === undefined) return { what: named, is: 'network' }
    const portgroup = source.type === 'network' ? source.portgroup : null
    return portgroup === null || network.portgroups.some(({ name }) => name === portgroup)
      ? null
      : { what: `${portgroup} of network ${named}`, is: 'portgroup' }
  }
  return state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic): Loose[] =>
      [nic.running, nic.stored].flatMap((config) => {
        const lack = config === null ? null : missing(config)
        if (config === null || lack === null) return []
        const scope = config === nic.running ? 'runs' : 'is stored'
        return [
          {
            ref: nicRef(guest, nic),
            what: `${scope} ${lack.is} ${lack.what}`,
            ...(config !== nic.running && {
              isStored: lack.is === 'network' ? ('network' as const) : ('other' as const),
            }),
            message: `${nic.name} of guest ${guest.name} ${scope} on ${lack.is} ${lack.what}, which would not be there`,
          },
        ]
      }),
    ),
  )
}
