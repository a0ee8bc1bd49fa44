import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import { runNow } from './course'
import { claimFire, rollBack } from './fire'
import type { GuardHost } from './guard-context'
import { filesOf, openTransaction, stateOf } from './guard-context'
import { BOOT_UNIT_FILE, hostScript } from './host-scripts'
import { converge, forgetRunning } from './rollback'
import { guardVerb } from './verbs'

const SCRIPT_FILE = /^(\/.+\/txn\/[0-9A-Z]{26})\/(guard|rollback)\.sh$/

/**
 * The console's guard on a host without a shell: its constant scripts are known by identity, and guard.sh is carried out from
 * the manifest that was uploaded beside it, with the machine's own commands. What is said here is what dash would say there.
 */
export class SimGuard {
  constructor(readonly host: GuardHost) {}

  /** Undefined: not a command of the guard. */
  answer(argv: readonly string[], stdin: string, session: Session): Result | undefined {
    const [shell, file = '', verb = 'status', ...args] = argv
    if (shell !== 'sh') return undefined
    const [, dir, script] = SCRIPT_FILE.exec(file) ?? []
    if (dir === undefined) return hostScript(this.host, argv, stdin, session)
    const ctx = session.isRoot ? openTransaction(this.host, dir) : null
    if (ctx === null) return failed(2, `sh: 0: cannot open ${file}: No such file`)
    if (script === 'guard') return guardVerb(ctx, verb, args)
    return runNow(converge(ctx)) ? ok() : failed(1, '')
  }

  /** The machine starts anew: no process lives on, /run is empty, and the boot unit puts back what was armed. */
  reboot(): void {
    const files = filesOf(this.host)
    this.host.processes.stopAll()
    const folders = [...files.files.keys()].flatMap((path) => {
      const [, folder] = /^(.*\/txn\/[0-9A-Z]{26})\/guard\.sh$/.exec(path) ?? []
      return folder === undefined ? [] : [folder]
    })
    for (const folder of folders) {
      const ctx = openTransaction(this.host, folder)
      if (ctx === null) continue
      const state = stateOf(ctx)
      if (state !== 'armed' && state !== 'firing') continue
      forgetRunning(ctx)
      files.remove(ctx.runDir)
      if (files.has(BOOT_UNIT_FILE) && claimFire(ctx, '--resume') === null) runNow(rollBack(ctx, '--resume'))
    }
  }
}
