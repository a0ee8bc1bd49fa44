import type { BondDetail, BondMember } from '@/lib/core/model/link'
import type { NetworkState } from '@/lib/core/model/network-state'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { explainBond, explainMember } from './lacp-words'
import type { LacpVerdict } from './lacp-words'

export type BondRow = { id: string; name: string; owner: string; bond: BondDetail; verdict: LacpVerdict }
export type MemberRow = { id: string; bondName: string; nicId: string; member: BondMember; verdict: LacpVerdict }

/** Kernel bonds and OVS bonds in one list. `owner`: "kernel" or the OVS bridge. */
export function bondRows(state: NetworkState): BondRow[] {
  const kernel = state.links.flatMap((link) =>
    link.bond === null ? [] : [{ id: nodeId('bond', link.name), name: link.name, owner: 'kernel', bond: link.bond }],
  )
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.bond === null
        ? []
        : [{ id: nodeId('bond', bridge.name, port.name), name: port.name, owner: bridge.name, bond: port.bond }],
    ),
  )
  return [...kernel, ...ovs].map((row) => ({ ...row, verdict: explainBond(row.bond) }))
}

export const memberRows = (state: NetworkState): MemberRow[] =>
  bondRows(state).flatMap(({ id, name, bond }) =>
    bond.members.map((member) => ({
      id: `${id} ${member.name}`,
      bondName: name,
      nicId: nodeId('nic', member.name),
      member,
      verdict: explainMember(bond, member),
    })),
  )
