import type { Link } from '../model/link'
import { vlanKey } from '../vlan/same'
import { replace } from './in-list'
import { keptAddresses, OVS_DATAPATH } from './link-facts'
import type { Config, ObjectRecord } from './object-record'

export const link: ObjectRecord<'link'> = {
  owner: null,
  list: ({ links }) =>
    links
      // The datapath's own devices come and go with Open vSwitch's bridges.
      .filter(({ kind }) => kind !== 'ovs-datapath')
      .map((value) => ({ owner: null, name: value.name, value })),
  write: (state, ref, value) => ({ ...state, links: replace<Link>(state.links, ({ name }) => name, ref.name, value) }),
  canonicalConfig,
}

function canonicalConfig(link: Link): Config {
  const { bridge, bridgePort, bond, vlan, macvlan } = link
  return {
    kind: link.kind,
    // Who sets an internal port up is the host's matter, unless we want it up.
    ...((link.kind !== 'ovs-internal' || link.isUp) && { isUp: link.isUp }),
    master: link.master === OVS_DATAPATH ? null : link.master,
    lower: link.lower,
    // A label or a broadcast address more after the next boot is no other address.
    addresses: keptAddresses(link)
      .map(({ cidr, peer }) => (peer === null ? cidr : `${cidr} peer ${peer}`))
      .sort(),
    ...(bridge !== null && {
      vlanFiltering: bridge.isVlanFiltering,
      stp: bridge.stpState !== 'off',
      ownVlans: bridge.vlans.map(vlanEntry),
    }),
    ...(bridgePort !== null && {
      hairpin: bridgePort.isHairpin,
      isolated: bridgePort.isIsolated,
      learning: bridgePort.isLearning,
      vlans: bridgePort.vlans.map(vlanEntry),
      // Where only the words are known, the words are compared.
      ...(bridgePort.vlans.length === 0 && bridgePort.vlan !== null && { vlan: vlanKey(bridgePort.vlan) }),
    }),
    ...(bond !== null && {
      mode: bond.mode,
      lacpRate: bond.lacpRate,
      hashPolicy: bond.hashPolicy,
      primary: bond.primary,
    }),
    ...(vlan !== null && { vlanId: vlan.id, vlanProtocol: vlan.protocol }),
    ...(macvlan !== null && { mode: macvlan.mode }),
  }
}

const vlanEntry = (entry: NonNullable<Link['bridgePort']>['vlans'][number]): string =>
  `${entry.from}-${entry.to}${entry.isPvid ? ' PVID' : ''}${entry.isEgressUntagged ? ' untagged' : ''}`
