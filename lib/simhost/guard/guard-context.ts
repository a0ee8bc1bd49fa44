import type { GuardPaths, Transaction } from '../../core/guard/transaction'
import { VERIFY_TRIES } from '../../core/guard/render-verify'
import type { Machine } from '../machine/machine'
import type { Outcome } from '../served-host'
import type { Processes } from './course'
import { HostFiles } from './files'

export type GuardPace = {
  /** Before each step of an apply and each undo of a rollback: what makes progress visible. */
  stepMs: number
  /** Between two looks of verify.sh, and two rounds of a rollback. */
  secondMs: number
}
export const DEFAULT_PACE: GuardPace = { stepMs: 150, secondMs: 1_000 }

/** What the guard needs of its host. */
export type GuardHost = {
  machine: Machine
  pace: GuardPace
  processes: Processes
  /** Runs a command as root, with the host's faults. */
  performAsRoot: (argv: readonly string[], stdin: string) => Outcome
}

/** One transaction on one host, with the words of guard.sh: `dir`, `run`, `root`. */
export type GuardContext = GuardPaths & {
  host: GuardHost
  files: HostFiles
  id: string
  dir: string
  runDir: string
  transaction: Transaction
  verifyTries: number
}

export const filesOf = (host: GuardHost): HostFiles => new HostFiles(host.machine.state.files)

const HEAD = /^txn=(\S+) root=(\S+) dir=(\S+) run=(\S+)$/m
const TRIES = /\$try -ge (\d+) /

/** The transaction in a folder, from what the console has uploaded. Null: guard.sh or the manifest is not there, or damaged. */
export const openTransaction = (host: GuardHost, dir: string): GuardContext | null => {
  const files = filesOf(host)
  const [, id, root, , runDir] = HEAD.exec(files.read(`${dir}/guard.sh`)) ?? []
  const transaction = manifestTransaction(files.read(`${dir}/manifest.json`))
  if (id === undefined || root === undefined || runDir === undefined || transaction === null) return null
  const tries = Number(TRIES.exec(files.read(`${dir}/verify.sh`))?.[1] ?? VERIFY_TRIES)
  const run = runDir.slice(0, -id.length - 1)
  return { host, files, id, root, run, dir, runDir, transaction, verifyTries: tries }
}

/** Status is asked several times a second: the text is read once. */
let lastManifest: { text: string; transaction: Transaction | null } = { text: '', transaction: null }

const manifestTransaction = (text: string): Transaction | null => {
  if (lastManifest.text !== text) lastManifest = { text, transaction: parseTransaction(text) }
  return lastManifest.transaction
}

const parseTransaction = (text: string): Transaction | null => {
  try {
    // Of our own console, and UPLOAD_SCRIPT has compared its sum: the shape is what was typed there.
    return (JSON.parse(text) as { transaction?: Transaction }).transaction ?? null
  } catch {
    return null
  }
}

/** Seconds since boot, as /proc/uptime without its fraction. */
export const uptime = ({ machine }: GuardHost): number =>
  Math.max(0, Math.floor((machine.world.now() - machine.state.system.bootedAtMs) / 1000))

/** One line of the host's own log. */
export const note = ({ host, files, dir, runDir }: GuardContext, text: string): void => {
  for (const folder of [runDir, dir]) files.append(`${folder}/log`, `${uptime(host)} ${text}\n`)
}

const TXN_FILES = ['armed', 'committed', 'firing', 'rolled_back', 'rollback_failed'] as const
export type TxnFile = (typeof TXN_FILES)[number]

/** The name of the one file in state.d, or `prepared`. */
export const stateOf = ({ files, dir }: GuardContext): TxnFile | 'prepared' =>
  TXN_FILES.find((name) => files.has(`${dir}/state.d/${name}`)) ?? 'prepared'

/** `mv -T state.d/armed state.d/TO`: whoever is first wins. */
export const claim = ({ files, dir }: GuardContext, to: 'committed' | 'firing'): boolean =>
  files.move(`${dir}/state.d/armed`, `${dir}/state.d/${to}`)

export const processName = ({ id }: Pick<GuardContext, 'id'>, what: string): string => `${id} ${what}`
