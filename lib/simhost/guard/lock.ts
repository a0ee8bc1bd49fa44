import { LOCK_GRACE_SECONDS } from '../../core/guard/render-lock'
import { runNow } from './course'
import type { GuardContext } from './guard-context'
import { openTransaction, stateOf, uptime } from './guard-context'
import { claimFire, rollBack } from './fire'

type Owner = { txn: string; bootId: string; operator: string; deadline: number }

const readOwner = ({ files, root }: GuardContext): Owner => {
  const [txn = '', bootId = '', ...operator] = files.line(`${root}/lock/owner`).split(' ')
  return { txn, bootId, operator: operator.join(' '), deadline: Number(files.line(`${root}/lock/deadline`)) || 0 }
}

/** A lock of another boot, or one that is long over: a change that has not ended is rolled back here and now. */
const isStale = (ctx: GuardContext, { txn, bootId, deadline }: Owner): boolean => {
  const isSameBoot = bootId === ctx.host.machine.state.system.bootId
  if (isSameBoot && uptime(ctx.host) <= deadline + LOCK_GRACE_SECONDS) return false
  const theirs = openTransaction(ctx.host, `${ctx.root}/txn/${txn}`)
  if (theirs === null) return true
  if (claimFire(theirs, '--resume') === null) runNow(rollBack(theirs, '--resume'))
  const state = stateOf(theirs)
  return state !== 'armed' && state !== 'firing' && !(isSameBoot && state === 'rollback_failed')
}

/** `lock SECONDS OPERATOR`. */
export const takeLock = (ctx: GuardContext, seconds: number, operator: string): string => {
  const { files, root, id, host } = ctx
  if (files.hasFolder(`${root}/lock`)) {
    const owner = readOwner(ctx)
    if (owner.txn !== id && !isStale(ctx, owner))
      return `locked ${owner.txn} ${owner.deadline - uptime(host)} ${owner.operator}`
    files.remove(`${root}/lock`)
  }
  const fence = (Number(files.line(`${root}/fence`)) || 0) + 1
  files.write(`${root}/lock/owner`, `${id} ${host.machine.state.system.bootId} ${operator}\n`)
  files.write(`${root}/lock/deadline`, `${uptime(host) + seconds}\n`)
  for (const path of [`${root}/fence`, `${root}/lock/fence`, `${ctx.dir}/fence`]) files.write(path, `${fence}\n`)
  return `fence ${fence}`
}
