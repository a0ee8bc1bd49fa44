import type { SourceId } from '../model/network-state'
import { GUEST_COMMANDS } from './guests-commands'
import { NETWORK_COMMANDS } from './libvirt-commands'
import { LINK_COMMANDS } from './links-commands'
import { LLDP_COMMANDS } from './neighbours-commands'
import { OVS_COMMANDS } from './ovs-commands'
import { PROCESS_COMMANDS } from './processes-commands'
import { SYSTEM_COMMANDS } from './system-commands'

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

/**
 * One full reading of a host. The collector runs them with PATH=/usr/sbin:/usr/bin:/sbin:/bin and LC_ALL=C, each with its
 * standard input closed; re-reading one source runs only that source's.
 */
export const READ_COMMANDS: readonly ReadCommand[] = [
  ...SYSTEM_COMMANDS,
  ...LINK_COMMANDS,
  ...OVS_COMMANDS,
  ...NETWORK_COMMANDS,
  ...GUEST_COMMANDS,
  ...PROCESS_COMMANDS,
  ...LLDP_COMMANDS,
]
