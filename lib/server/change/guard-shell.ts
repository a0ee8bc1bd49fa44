import 'server-only'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import type { GuardPaths } from '@/lib/core/guard/transaction'
import { txnFolder } from '@/lib/core/guard/transaction'
import type { ShellCommand } from '../ssh/shell-channel'

/** Verbs end at once; those that wait (arm, lock of a lost change) say so. */
const VERB_MS = 10_000
const MAX_ANSWER_BYTES = 256 * 1024

/** `sh guard.sh VERB ARGS...` of a transaction. */
export function guardVerb(
  paths: GuardPaths,
  txn: string,
  verb: string,
  args: readonly string[] = [],
  ms = VERB_MS,
  maxBytes = MAX_ANSWER_BYTES,
): ShellCommand {
  return { ...hostCommand(['sh', `${txnFolder(paths, txn)}/guard.sh`, verb, ...args], { ms }), maxBytes }
}

/** One of core/guard/host-scripts.ts with its arguments. */
export const hostScript = (script: string, args: readonly string[], options: { stdin?: string; ms?: number } = {}) =>
  hostCommand(['sh', '-c', script, 'sh', ...args], options)

export const hostCommand = (
  argv: readonly string[],
  { stdin, ms = VERB_MS }: { stdin?: string; ms?: number } = {},
): ShellCommand => ({ argv, stdin, deadlineMs: ms, maxBytes: MAX_ANSWER_BYTES })

/** What a command said, for a message: its errors, or else its output. */
export const saidBy = (output: CommandOutput | undefined): string =>
  (output?.stderr.trim() || output?.stdout.trim() || 'nothing').slice(-400)
