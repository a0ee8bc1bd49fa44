import type { Check } from '../objects/check'
import type { RawScope } from '../raw/raw-scope'

/** What a guarded apply runs on a host. A plan is mapped to this; the guard knows nothing of bridges or guests. */

export type GuardCommand = {
  argv: readonly string[]
  /** Text for standard input; absent or '': nothing to read. */
  stdin?: string
}

/**
 * Puts one thing back. `run` states the old record in full and may run any number of times; its commands run in order, also
 * after one that fails. Where there is an `isBack` it decides, and not what the commands say of themselves.
 */
export type UndoAction = {
  summary: string
  run: readonly GuardCommand[]
  /** All hold once the old state is there. Where they hold already nothing is run, unless `isPartial`. */
  isBack?: readonly Check[]
  /** The checks see less than the commands restore: these run in any case. */
  isPartial?: boolean
  /**
   * All hold while the object is as the plan, or the snapshot, left it. Where one does not somebody else has changed the object
   * since: it is left alone and reported.
   */
  isOurs?: readonly Check[]
  /** For each command. Default: UNDO_SECONDS. */
  timeoutSeconds?: number
}

export type GuardStep = {
  summary: string
  /** Run in order, without the network in between; the first that fails ends the step, and with it the apply. */
  run: readonly GuardCommand[]
  /**
   * Waited for before the next step, for commands that return before it is so. Not in time: the step has failed, and `late` tells
   * what may still become of it.
   */
  settles?: Check & { seconds: number; late?: string }
  /** In the order in which they are to run. */
  undo: readonly UndoAction[]
  /** What the tools' exit statuses do not prove. */
  checks: readonly Check[]
  /** Touches the way of our own connection: taken back before everything else. */
  isManagement: boolean
  /** OVSDB and libvirt's stored XML keep what was done over a reboot, the kernel does not: there a reboot is the rollback. */
  survivesReboot: boolean
  /** For each command. Default: STEP_SECONDS. */
  timeoutSeconds?: number
}

export type Transaction = {
  /** ULID: sorts by time, and is a safe file and unit name. */
  id: string
  steps: readonly GuardStep[]
  /** What must hold after the change besides the steps' checks: probes that passed before it. */
  checks: readonly Check[]
  /** What must hold after a rollback: link, address and route of the management path. */
  backChecks: readonly Check[]
  /** What its steps and their undoing are tried on before anything is armed; absent: they cannot be. */
  rehearsal?: TransactionRehearsal
  /** What is dumped and compared of the host besides the kernel's and Open vSwitch's own state. */
  raw?: RawScope
}

/**
 * `stage` makes what the kernel's part needs in an empty network namespace, and `steps` are those of the transaction as they can be
 * taken there, by number; `switch`: what Open vSwitch is asked to evaluate.
 */
export type TransactionRehearsal = {
  kernel: { links: readonly string[]; stage: readonly GuardCommand[]; steps: readonly GuardStep[] } | null
  switch: readonly GuardCommand[]
}

export type GuardPaths = {
  /** /var/lib/patchbay; tests have their own. */
  root: string
  /** /run/patchbay: what must be writable when / no longer is. */
  run: string
}

export const HOST_PATHS: GuardPaths = { root: '/var/lib/patchbay', run: '/run/patchbay' }

/** Longer: a hung tool eats the window; shorter: a busy libvirtd is called hung. */
export const STEP_SECONDS = 30
/** Rollback is late already, and has three rounds. */
export const UNDO_SECONDS = 20
/** Checks only read. */
export const CHECK_SECONDS = 10
/** Between SIGTERM and SIGKILL. */
export const KILL_AFTER_SECONDS = 2
/** Measured from arming; extending never goes past it. NETCONF's window (RFC 6241, 8.4.1). */
export const MAX_WINDOW_SECONDS = 600

const TXN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** Throws RangeError: the id becomes part of paths and unit names, so nothing else than a ULID is let through. */
export function requireTxnId(id: string): string {
  if (TXN_ID.test(id)) return id
  throw new RangeError(`a transaction id is a ULID, this is ${JSON.stringify(id.slice(0, 40))}`)
}

export const txnFolder = ({ root }: GuardPaths, id: string): string => `${root}/txn/${requireTxnId(id)}`

/** Every tool that the transaction's own commands name, each once, in order of first use. */
export function toolsOf({ steps, checks, backChecks }: Transaction): string[] {
  const undo = steps.flatMap((step) => step.undo)
  const allChecks = [
    ...steps.flatMap((step) => [...step.checks, ...(step.settles ? [step.settles] : [])]),
    ...undo.flatMap(({ isBack = [], isOurs = [] }) => [...isBack, ...isOurs]),
    ...checks,
    ...backChecks,
  ]
  const commands = [
    ...steps.flatMap(({ run }) => run),
    ...undo.flatMap(({ run }) => run),
    ...allChecks.map(({ read }) => read),
  ]
  return [...new Set(commands.flatMap(({ argv }) => argv.slice(0, 1)))]
}
