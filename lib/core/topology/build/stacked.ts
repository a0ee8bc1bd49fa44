import type { Link, LinkKind } from '../../model/link'
import type { GraphBuilder } from '../graph/graph-builder'
import type { Rank } from '../graph/graph'
import { linkHealth } from '../graph/health'
import { nodeId } from '../graph/ids'
import type { HostIndex } from '../../state/host-index'
import { deviceId, linkFacts } from './devices'

type Stacked = {
  rank: Rank
  lines: (link: Link, index: HostIndex) => string[]
  /** Names of the links whose frames come to it. */
  below: (link: Link, index: HostIndex) => readonly string[]
}

const lowerOf = (link: Link): string[] => (link.lower === null ? [] : [link.lower])
const IPVLAN: Stacked = {
  rank: 'tap',
  lines: ({ kind, ipvlan }) => [[kind, ipvlan?.mode ?? ''].join(' ').trim()],
  below: lowerOf,
}

/** Links made of others that no form makes and no bridge or bond is: each joined to what it is made of. */
const STACKED: Partial<Record<LinkKind, Stacked>> = {
  macsec: { rank: 'vlan-link', lines: () => ['MACsec'], below: lowerOf },
  hsr: { rank: 'bond', lines: ({ ring }) => [`HSR ring of ${ring.length}`], below: ({ ring }) => ring },
  ipvlan: IPVLAN,
  ipvtap: IPVLAN,
  vrf: {
    rank: 'network',
    lines: ({ vrfTable }) => ['VRF', ...(vrfTable === null ? [] : [`routes by table ${vrfTable}`])],
    below: ({ name }, index) => index.membersOf(name).map((member) => member.name),
  },
}

export const isStacked = ({ kind }: Link): boolean => STACKED[kind] !== undefined

export const addStacked = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    const stacked = STACKED[link.kind]
    if (stacked === undefined) continue
    const id = builder.add({
      id: nodeId('link', link.name),
      kind: 'link',
      name: link.name,
      rank: stacked.rank,
      lines: stacked.lines(link, index),
      ...linkFacts(link),
      ...linkHealth(link),
    })
    for (const name of stacked.below(link, index)) {
      const from = deviceId(index, name)
      if (from !== null && from !== id) builder.join({ from, to: id })
    }
  }
}
