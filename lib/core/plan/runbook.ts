/* A plan as a person would type it. */
import { quoteArgv } from '../shell/quote'
import type { Command, Plan } from './step'
import { undoCommands } from './step'

/**
 * The exact commands of a plan as a POSIX sh script to read, copy or keep, with the commands that take it back as comments
 * behind. It has no guard: it is not what is run. Throws UnquotableError for words that no shell can pass on.
 */
export function runbook(plan: Pick<Plan, 'steps' | 'notStored'>): string {
  if (plan.steps.length === 0) return '# Nothing to do: all is as wanted.\n'
  const done = plan.steps.flatMap(({ summary, run, settles }) => [
    '',
    comment(summary),
    typed(run),
    ...(settles === null ? [] : [comment(`Wait until ${settles.what}.`)]),
  ])
  const undone = undoCommands(plan.steps).map((command) => comment(typed(command)))
  return [
    'set -eu',
    ...plan.notStored.map((line) => comment(line)),
    ...done,
    '',
    ...(undone.length === 0 ? [] : [comment('To take it back:'), ...undone]),
    '',
  ].join('\n')
}

/** Each line of the text behind a "#": text from the host must not leave its comment. */
const comment = (text: string): string =>
  text
    .replace(/\n$/, '')
    .split(/[\n\r]/)
    .map((line) => (line === '' ? '#' : `# ${line}`))
    .join('\n')

/** The command's input as a here-document that nothing is expanded in. */
function typed({ argv, stdin }: Command): string {
  const line = quoteArgv(argv)
  if (stdin === undefined) return line
  const end = endWord(stdin)
  return `${line} <<'${end}'\n${stdin}${stdin.endsWith('\n') || stdin === '' ? '' : '\n'}${end}`
}

/** A line that the text does not have. */
function endWord(text: string): string {
  const lines = new Set(text.split('\n'))
  let word = 'END'
  while (lines.has(word)) word += '_'
  return word
}
