import { quoteArgv, quoteText } from '../shell/quote'
import type { Check, Expectation } from '../objects/check'
import type { GuardCommand } from './transaction'
import { CHECK_SECONDS, KILL_AFTER_SECONDS } from './transaction'

/** `t SECONDS COMMAND...`: how every command of a plan is run, so that one that hangs cannot hold up the guard. */
export const DEADLINE_FUNCTION = `t() { timeout -k ${KILL_AFTER_SECONDS} "$@"; }`

/** One command as a shell command with a deadline; its standard input is what it was given, or nothing. */
export function renderCommand({ argv, stdin = '' }: GuardCommand, seconds: number): string {
  const command = `t ${seconds} ${quoteArgv(argv)}`
  return stdin === '' ? `${command} </dev/null` : `printf %s ${quoteText(stdin)} | ${command}`
}

/** Both take any number of commands from standard input, and with -force go on after one that fails (ip(8), bridge(8)). */
const BATCHING: ReadonlySet<string> = new Set(['ip', 'bridge'])
/** In a batch words are split at blanks, and # begins a comment. */
const PLAIN_WORD = /^[\w.:/@%+,-]+$/

/** The same commands in as few processes as may be, in order; also those after one that fails are run. */
export function batched(commands: readonly GuardCommand[]): GuardCommand[] {
  const runs: GuardCommand[][] = []
  for (const command of commands) {
    const run = runs.at(-1)
    const [tool] = command.argv
    if (run && isBatchable(command) && isBatchable(run[0]) && run[0]?.argv[0] === tool) run.push(command)
    else runs.push([command])
  }
  return runs.flatMap((run) => (run.length > 1 ? [batchOf(run)] : run))
}

const batchOf = (run: readonly GuardCommand[]): GuardCommand => ({
  argv: [run[0]?.argv[0] ?? '', '-force', '-batch', '-'],
  stdin: run.map(({ argv }) => `${argv.slice(1).join(' ')}\n`).join(''),
})

/** Options before the object, as in `ip -6 route`, are of the whole batch. */
function isBatchable(command: GuardCommand | undefined): boolean {
  const [tool = '', object = '-'] = command?.argv ?? []
  const isPlain = command?.argv.every((word) => PLAIN_WORD.test(word)) ?? false
  return BATCHING.has(tool) && !object.startsWith('-') && isPlain && (command?.stdin ?? '') === ''
}

/** A command as a person would type it: one line, for reports. */
export const displayCommand = ({ argv, stdin = '' }: GuardCommand): string =>
  oneLine(`${quoteArgv(argv)}${stdin === '' ? '' : ' <<…'}`)

/** Reports are lines of text: control characters become blanks. */
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()

/** A shell function that is true where the check holds. It leaves what was read in `got`, and how the reading ended in `was`. */
export const renderCheck = (name: string, { read, expect }: Check): string => renderChecksOfOne(name, read, [expect])

/** The same for all that is expected of one reading: the command is run once. */
export function renderChecksOfOne(name: string, read: GuardCommand, expects: readonly Expectation[]): string {
  // Braces: the redirection is for the whole pipeline.
  const reading = `got=$({ ${renderCommand(read, CHECK_SECONDS)}; } 2>/dev/null); was=$?`
  return `${name}() { ${[reading, ...new Set(expects.flatMap(renderExpectation))].join('; ')}; }`
}

/** Quoted text in a case pattern is matched literally (POSIX 2.9.4.3 and 2.13), so nothing in `texts` is a wildcard. */
function renderExpectation(expect: Expectation): string[] {
  const ended = '[ $was -eq 0 ] || return 1'
  switch (expect.kind) {
    case 'succeeds':
      return [ended]
    case 'fails':
      // 124–127 and 137: timed out, not to be run, not there, killed. None of them is the command's own answer.
      return ['case $was in 0 | 12[4-7] | 137) return 1 ;; esac']
    case 'is-count':
      return [ended, 'case $got in [0-9]*) ;; *) return 1 ;; esac']
    case 'is':
      return [ended, `case $got in ${pattern(expect.texts, '')}) ;; *) return 1 ;; esac`]
    case 'has':
      return [ended, `case $got in ${pattern(expect.texts, '*')}) ;; *) return 1 ;; esac`]
    case 'is-not':
      return [ended, `case $got in ${pattern(expect.texts, '')}) return 1 ;; esac`]
    case 'has-not':
      return [ended, `case $got in ${pattern(expect.texts, '*')}) return 1 ;; esac`]
  }
}

/** Command substitution takes newlines off the end; the wanted text has to lose them too. */
const pattern = (texts: readonly string[], around: '' | '*'): string => {
  if (texts.length === 0) throw new RangeError('a check needs at least one text to compare with')
  return texts.map((text) => `${around}${quotePattern(text.replace(/\n+$/, ''))}${around}`).join('|')
}

/** Text as a pattern that matches it literally. */
export const quotePattern = (text: string): string => {
  quoteText(text) // refuses what a shell cannot hold
  return `'${text.replaceAll("'", `'\\''`)}'`
}
