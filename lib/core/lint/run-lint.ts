import type { NetworkState } from '../model/network-state'
import { byText } from '../observe/in-order'
import { lintBridgeLoop } from './bridge-loop'
import { lintControllers } from './controllers'
import { lintDuplicateMac } from './duplicate-mac'
import type { Finding, Rule } from './finding'
import { lintLacpPartner } from './lacp'
import { lintEnslavedAddress, lintManagementLost } from './management'
import { lintMtu } from './mtu'
import { lintPortgroups } from './portgroups'
import { lintVlanUplink } from './vlan-uplink'
import { lintIgnoredTrunks, lintOpenTrunk } from './vlan-ports'
import { lintWireLoop } from './wire-loop'

const RULES: readonly Rule[] = [
  lintManagementLost,
  lintEnslavedAddress,
  lintVlanUplink,
  lintOpenTrunk,
  lintIgnoredTrunks,
  lintPortgroups,
  lintMtu,
  lintLacpPartner,
  lintBridgeLoop,
  lintWireLoop,
  lintDuplicateMac,
  lintControllers,
]

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'info']

/** What is wrong with a host's wiring, or would be with a simulated one: errors first, then in the order of rules and nodes. */
export const runLint = (state: NetworkState): Finding[] =>
  RULES.flatMap((rule) => rule(state)).sort(byText(({ severity, key }) => `${SEVERITIES.indexOf(severity)} ${key}`))

export type FindingsChange = { created: Finding[]; solved: Finding[] }

/** What a change brings and what it cures. A finding that only gets worse or better counts as both. */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): FindingsChange {
  const keysOf = (findings: readonly Finding[]): Set<string> =>
    new Set(findings.map(({ key, severity }) => `${severity} ${key}`))
  const [old, now] = [keysOf(before), keysOf(after)]
  return {
    created: after.filter(({ key, severity }) => !old.has(`${severity} ${key}`)),
    solved: before.filter(({ key, severity }) => !now.has(`${severity} ${key}`)),
  }
}
