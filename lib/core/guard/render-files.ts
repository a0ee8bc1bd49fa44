import { renderApply } from './render-apply'
import { renderDump } from './render-dump'
import { renderGuard } from './render-guard'
import { renderRehearsal } from './render-rehearsal'
import { renderRollback } from './render-rollback'
import { renderVerify } from './render-verify'
import type { GuardPaths, Transaction } from './transaction'

export type HostFile = {
  /** Within the transaction's folder. */
  name: string
  text: string
}

/** Who may confirm what: a secret of the console, and the machine and boot that are changed. */
export type ConfirmProof = { nonce: string; machineId: string; bootId: string }

/** Everything that must lie on the host before anything changes. `verifyTries`: seconds that what was changed may take to settle. */
export function renderFiles(
  paths: GuardPaths,
  transaction: Transaction,
  { nonce, machineId, bootId }: ConfirmProof,
  verifyTries?: number,
): HostFile[] {
  return [
    { name: 'guard.sh', text: renderGuard(paths, transaction.id) },
    { name: 'rollback.sh', text: renderRollback(paths, transaction) },
    { name: 'verify.sh', text: renderVerify(paths, transaction, verifyTries) },
    { name: 'apply.sh', text: renderApply(paths, transaction) },
    { name: 'dump.sh', text: renderDump(paths, transaction) },
    ...(transaction.rehearsal === undefined
      ? []
      : [{ name: 'rehearsal.sh', text: renderRehearsal(paths, transaction.id, transaction.rehearsal) }]),
    { name: 'nonce', text: `${nonce}\n` },
    { name: 'host', text: `${machineId} ${bootId}\n` },
  ]
}
