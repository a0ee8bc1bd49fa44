import type { SourceId } from '../model/network-state'

/**
 * One command of a host reading. `argv` is constant: nothing variable is ever in it. Where a loop is needed the command is
 * `sh -c SCRIPT` with a constant script. `display` is what a person would type to see the same.
 */
export type ReadCommand = {
  id: string
  source: SourceId
  argv: readonly string[]
  display: string
  /** The tool whose absence (exit 127) costs this command. */
  tool: string
  deadlineMs: number
  maxBytes: number
  /** What bridges have learned: no event tells of it, so that a reading for an event leaves it to the full ones. */
  isLearned?: true
}

/** What came back for one command. `status` null: killed at its deadline. */
export type CommandOutput = {
  status: number | null
  stdout: string
  stderr: string
  isTruncated: boolean
  isTimedOut: boolean
  durationMs: number
  /** Not back yet: this stands in for it until it is. */
  isPending?: true
}

/** All outputs of one reading by command id, taken together. */
export type RawFacts = Readonly<Record<string, CommandOutput>>
