import type { NetworkState } from '../model/network-state'
import type { OvsPort } from '../model/ovs'
import type { ObjectRef } from './object-ref'
import { ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import { BLINK_SECONDS, LACP_SECONDS } from './cause'
import { OVS_DATAPATH } from './link-facts'
import type { Config, DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'
import { sortedMap } from './ovs-config'

export const ovsPort: ObjectRecord<'ovs-port'> = {
  owner: 'ovs-bridge',
  list: (state) => ofBridges(state, ({ ports }) => ports),
  write: (state, ref, value) =>
    withBridge(state, ref.owner, (bridge) => ({
      ...bridge,
      ports: replace(bridge.ports, ({ name }) => name, ref.name, value),
    })),
  canonicalConfig,
  grounds: ['ovs'],
  groundsOfValue: none,
  groundsOfChange: ({ before, after }) => {
    // A port of a link that is there takes the link's frames: it may be somebody's.
    const takes = after?.interfaces.some(({ type }) => type === 'system') === true
    return before === null && !takes ? [] : ['links', 'guests', 'processes', 'management']
  },
  groundsOfDrift: [],
  isReadAlone: false,
  definition: () => null,
  isManageable: ({ owner, name }, taps) => !taps.has(name) && name !== owner,
  // libvirt's mark (virNetDevOpenvswitchAddPort).
  guestMac: ({ interfaces }) =>
    interfaces.map(({ externalIds }) => externalIds['attached-mac']).find((mac) => mac != null) ?? null,
  links: ({ name, before, after }) => [
    name,
    ...[before, after].flatMap((port) => port?.interfaces.map((each) => each.name) ?? []),
  ],
  raw: () => ({}),
  causes: (before, after, name) => {
    const isLacpNew =
      after?.bond != null &&
      after.bond.lacp !== 'off' &&
      JSON.stringify(before.bond?.lacp) !== JSON.stringify(after.bond.lacp)
    return [
      {
        name,
        seconds: isLacpNew ? LACP_SECONDS : BLINK_SECONDS,
        why: after === null ? `${name} leaves its bridge` : `port ${name} changes`,
      },
    ]
  },
  looseEnds,
}

function looseEnds(state: NetworkState, vanishing: ReadonlySet<string>): DanglingReference[] {
  const byName = new Map(state.links.map((each) => [each.name, each]))
  const holders = new Map<string, string>()
  return (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces.flatMap(({ name, type }): DanglingReference[] => {
        const ref: ObjectRef = { kind: 'ovs-port', owner: bridge.name, name: port.name }
        const holder = holders.get(name) ?? kernelMaster(byName.get(name)?.master)
        holders.set(name, bridge.name)
        if (holder !== null)
          return [
            { ref, what: `twice ${name}`, message: `${name} would be in ${bridge.name} and in ${holder} at once` },
          ]
        if (type !== 'system' || byName.has(name) || vanishing.has(name)) return []
        return [{ ref, what: name, message: `${name} is not on this host, so ${bridge.name} cannot have it as a port` }]
      }),
    ),
  )
}

const kernelMaster = (master: string | null | undefined): string | null =>
  master == null || master === OVS_DATAPATH ? null : master

function canonicalConfig(port: OvsPort): Config {
  const { mode, tag, trunks, customerVlans } = port.vlan
  return {
    mode,
    tag,
    trunks,
    customerVlans,
    ignoredTrunks: port.ignoredTrunks,
    interfaces: port.interfaces.map(({ name }) => name).sort(),
    types: port.interfaces.map(({ name, type, options }) => `${name} ${type} ${sortedMap(options)}`).sort(),
    fakeBridge: port.fakeBridge,
    ...(port.bond !== null && { bondMode: port.bond.mode, lacp: port.bond.lacp }),
    otherConfig: sortedMap(withoutTransient(port.otherConfig)),
  }
}

/** libvirt marks its own ports as gone with the next start of ovs-vswitchd: not an administrator's setting. */
const withoutTransient = (config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'transient'))
