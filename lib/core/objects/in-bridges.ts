/* Objects of Open vSwitch's bridges in a state. */
import type { NetworkState } from '../model/network-state'
import type { OvsBridge } from '../model/ovs'
import { byName } from '../observe/in-order'
import type { Check } from './check'
import { presence, succeeds } from './check'
import type { BridgePart } from './kinds'
import { KINDS } from './kinds'
import type { ObjectRef } from './object-ref'

type Parts = Pick<OvsBridge, BridgePart>
const PARTS = Object.values(KINDS).flatMap(({ within }) => within ?? [])

/** What stands on a bridge, in objects of their own. */
export const partsOf = (bridge: OvsBridge): Parts => fromParts((part) => bridge[part])

/** Nothing stands on it. */
export const noParts = (): Parts => fromParts(() => [])

const fromParts = (itemsOf: (part: BridgePart) => Parts[BridgePart]): Parts =>
  // Every part is there: the type of KINDS asks for each.
  Object.fromEntries(PARTS.map((part) => [part, itemsOf(part)])) as unknown as Parts

export function withBridges(state: NetworkState, edit: (bridges: OvsBridge[]) => OvsBridge[]): NetworkState {
  return state.ovs === null ? state : { ...state, ovs: { ...state.ovs, bridges: edit(state.ovs.bridges) } }
}

/** Ports of a bridge that goes too are gone with it: a change without its bridge has nothing to do. */
export function withBridge(
  state: NetworkState,
  name: string | null,
  edit: (bridge: OvsBridge) => OvsBridge,
): NetworkState {
  return withBridges(state, (bridges) =>
    bridges.map((bridge) => (bridge.name === name ? withFakeMembers(edit(bridge)) : bridge)).sort(byName),
  )
}

/** A fake bridge's list of ports follows from the ports. */
function withFakeMembers(bridge: OvsBridge): OvsBridge {
  if (bridge.fakeBridges.length === 0) return bridge
  return {
    ...bridge,
    fakeBridges: bridge.fakeBridges.map((fake) => {
      const ports = bridge.ports.filter((port) => port.fakeBridge === fake.name).map((port) => port.name)
      return ports.join('/') === fake.ports.join('/') ? fake : { ...fake, ports }
    }),
  }
}

/** What each bridge has of one kind. */
export const ofBridges = <T extends { name: string }>(
  { ovs }: NetworkState,
  itemsOf: (bridge: OvsBridge) => readonly T[],
): { owner: string; name: string; value: T }[] =>
  (ovs?.bridges ?? []).flatMap((bridge) =>
    itemsOf(bridge).map((value) => ({ owner: bridge.name, name: value.name, value })),
  )

/** Names that guests can be plugged into: Linux bridges, Open vSwitch's, and its fake ones. */
export const bridgeNames = (state: NetworkState): Set<string> =>
  new Set([
    ...state.links.filter((each) => each.bridge !== null).map(({ name }) => name),
    ...(state.ovs?.bridges ?? []).flatMap((bridge) => [bridge.name, ...bridge.fakeBridges.map(({ name }) => name)]),
  ])

/** Whether there is a bridge, a fake one or another, of this name. */
export const bridgeExistence = (bridge: ObjectRef, isWanted: boolean): Check[] => [
  presence(bridge, isWanted, ['ovs-vsctl', '--timeout=8', 'br-exists', bridge.name], succeeds(isWanted)),
]
