/* L15: LACP without a partner. */
import type { BondDetail } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'

/** Open vSwitch disables such a bond as a whole; the kernel goes on with one member. */
export function lintLacpPartner(state: NetworkState): Finding[] {
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.bond === null || !isAlone(port.bond) ? [] : [ofOvs(bridge.name, port.name, port.bond)],
    ),
  )
  const linux = state.links.flatMap(({ name, bond }) => (bond === null || !isAlone(bond) ? [] : [ofKernel(name, bond)]))
  return [...ovs, ...linux]
}

const isAlone = ({ lacp, lacpStatus, members }: BondDetail): boolean =>
  lacp !== 'off' && lacpStatus === 'configured' && members.every(({ partner }) => partner?.systemId == null)

const evidenceOf = ({ lacp, members }: BondDetail): string[] => [
  `LACP ${lacp}, not negotiated`,
  ...members.map(({ name, lacpStatus }) => `${name}: no partner${lacpStatus === null ? '' : `, ${lacpStatus}`}`),
]

function ofOvs(bridge: string, name: string, bond: BondDetail): Finding {
  return finding({
    rule: 'L15',
    severity: bond.hasFallbackActiveBackup ? 'warning' : 'error',
    nodeId: nodeId('bond', bridge, name),
    title: `${name} speaks LACP and nobody answers`,
    evidence: evidenceOf(bond),
    consequence: bond.hasFallbackActiveBackup
      ? 'It falls back to active-backup: one member carries everything.'
      : 'Open vSwitch disables every member: nothing passes this bond.',
    cure: 'Make the switch ports an LACP channel, or switch LACP off here, or allow the fallback to active-backup.',
  })
}

const ofKernel = (name: string, bond: BondDetail): Finding =>
  finding({
    rule: 'L15',
    severity: 'warning',
    nodeId: nodeId('bond', name),
    title: `${name} speaks LACP and nobody answers`,
    evidence: evidenceOf(bond),
    consequence: 'The kernel uses one member: no more speed, and no failover that the switch knows of.',
    cure: 'Make the switch ports an LACP channel, or choose mode active-backup.',
  })
