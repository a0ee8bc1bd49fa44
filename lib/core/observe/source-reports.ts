import type { SourceId, SourceReport, Tool } from '../model/network-state'
import { groupBy } from './in-order'
import type { Problem } from './observed'
import { READ_COMMANDS } from './read-commands'
import type { RawFacts } from './read-command'
import { toolOfCommand } from './system-tools'

/** What came of one source: its problems, and whether it has nothing to show (for links: none were read, routes or not). */
export type SourceOutcome = { id: SourceId; problems: readonly Problem[]; isEmpty: boolean }

const COMMANDS_BY_SOURCE = groupBy(READ_COMMANDS, (command) => command.source)
const COMMAND_BY_DISPLAY = new Map(READ_COMMANDS.map((command) => [command.display, command]))

/**
 * How reading one source went, or null when none of its commands is among the facts: it was not read at all.
 *
 *   ok       no problems
 *   missing  nothing to show because the tool is not there: a host without Open vSwitch is a healthy host
 *   failed   nothing to show for another reason
 *   partial  something to show, and something that could not be read
 */
export function sourceReport(
  facts: RawFacts,
  outcome: SourceOutcome,
  tools: readonly Tool[],
  readAtMs: number,
): SourceReport | null {
  const commands = (COMMANDS_BY_SOURCE.get(outcome.id) ?? []).filter((command) => Object.hasOwn(facts, command.id))
  if (commands.length === 0) return null
  return {
    id: outcome.id,
    status: statusOf(outcome),
    commands: commands.map((command) => command.display),
    readAtMs,
    problems: outcome.problems.map((problem) => withInstallCommand(problem, tools)),
  }
}

function statusOf({ problems, isEmpty }: SourceOutcome): SourceReport['status'] {
  if (problems.length === 0) return 'ok'
  if (!isEmpty) return 'partial'
  return problems.every((problem) => problem.code === 'tool_missing') ? 'missing' : 'failed'
}

/** "Install it" becomes the command of this host's distribution, where we know it. */
function withInstallCommand(problem: Problem, tools: readonly Tool[]): Problem {
  const isToInstall = problem.code === 'tool_missing' || problem.code === 'tool_too_old'
  const command = isToInstall ? COMMAND_BY_DISPLAY.get(problem.command) : undefined
  const name = command === undefined ? null : toolOfCommand(command.tool)
  const install = tools.find((tool) => tool.name === name)?.installCommand ?? null
  return install === null ? problem : { ...problem, message: `${problem.message} On this host: ${install}` }
}
