import type { SourceReport, Unrecognised } from '../model/network-state'
import type { Parsed } from '../parse/parsed'
import { diagnose } from './diagnose'
import type { CommandOutput, RawFacts, ReadCommand } from './read-command'

/** One thing that went wrong while reading: the command as a person types it, a code, and a sentence with the cure. */
export type Problem = SourceReport['problems'][number]

/**
 * What every observer gives: a value that is always usable (empty or null where nothing was read), what went wrong on the
 * way, and what the host said that we do not understand. Observers are pure functions of the facts present and never throw.
 *
 * The observers that observeHost joins:
 *   observeOvs(facts)               → Observed<{ state: OvsState | null; fdb: FdbEntry[] }>
 *   observeLibvirt(facts)           → Observed<LibvirtState | null>
 *   observeGuests(facts)            → Observed<Guest[]>             guests that libvirt knows
 *   observeProcesses(facts, guests) → Observed<Guest[]>             the same list with pids filled in, and QEMU processes
 *                                                                   that libvirt does not know appended as "pid:<n>"
 */
export type Observed<T> = { value: T; problems: Problem[]; unrecognised: Unrecognised[] }

export const observed = <T>(value: T, problems: Problem[] = [], unrecognised: Unrecognised[] = []): Observed<T> => ({
  value,
  problems,
  unrecognised,
})

/**
 * Parse one command's output out of the facts. Gives null without a problem when the facts do not hold the command (this
 * source was not read), and null with one problem when the command failed or its output does not parse. A command that
 * exits non-zero but printed something that parses counts as read (virsh batches do that), with its problem kept.
 */
export function takeFact<T>(
  facts: RawFacts,
  command: ReadCommand,
  parse: (stdout: string) => Parsed<T>,
): { value: T | null; problems: Problem[] } {
  const output = Object.hasOwn(facts, command.id) ? facts[command.id] : undefined
  if (output === undefined) return { value: null, problems: [] }
  const diagnosis = diagnose(command, output)
  const problems = diagnosis === null ? [] : [diagnosis]
  if (output.stdout.trim() === '' && diagnosis !== null) return { value: null, problems }
  const result = parseOnce(output, parse)
  if (result.ok) return { value: result.value, problems }
  if (diagnosis !== null) return { value: null, problems }
  const message = `${command.tool} gave output we cannot read: ${result.message} (${result.at})`
  return { value: null, problems: [{ command: command.display, code: 'invalid_output', message }] }
}

type Parser<T> = (stdout: string) => Parsed<T>

const results = new WeakMap<Parser<unknown>, WeakMap<CommandOutput, Parsed<unknown>>>()

/**
 * The same output through the same parser gives the same result, so it is parsed once: a re-reading of one source hands over
 * the other sources' outputs again, and the XML of 500 guests costs 0.3 s. Entries live as long as the output does.
 * Parsed values are therefore shared: observers never change them.
 */
function parseOnce<T>(output: CommandOutput, parse: Parser<T>): Parsed<T> {
  const ofParser = results.get(parse) ?? new WeakMap<CommandOutput, Parsed<unknown>>()
  results.set(parse, ofParser)
  const known = ofParser.get(output)
  // What is stored under a parser came from that parser.
  if (known !== undefined) return known as Parsed<T>
  const result = parse(output.stdout)
  ofParser.set(output, result)
  return result
}
