import type { NetworkState } from '../../model/network-state'
import type { ObjectChange } from '../../objects/object-ref'

/** What goes by itself when a guest lets go of a NIC: its tap or macvtap, and the port in Open vSwitch. */
export function withoutTaps(state: NetworkState, taps: ReadonlySet<string>): ObjectChange[] {
  const links = state.links.filter(({ name }) => taps.has(name))
  const ports = (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports).filter(({ name }) => taps.has(name))
  return [
    ...ports.map((port): ObjectChange => ({
      kind: 'ovs-port',
      owner: port.bridge,
      name: port.name,
      before: port,
      after: null,
    })),
    ...links.map((link): ObjectChange => ({ kind: 'link', owner: null, name: link.name, before: link, after: null })),
  ]
}

/** Whatever else was to become of a tap, and of its port: it is gone before that. */
export const withoutVanishing = (changes: readonly ObjectChange[], taps: ReadonlySet<string>): ObjectChange[] =>
  changes.filter(({ kind, name }) => !((kind === 'link' || kind === 'ovs-port') && taps.has(name)))
