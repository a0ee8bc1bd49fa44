import type { Step } from '@/lib/core/plan/step'
import { commandText } from './step-text'

/** The undoing of all steps, newest first, as a script to type by hand; input that a command reads becomes a here-document. */
export function manualUndo(steps: readonly Pick<Step, 'summary' | 'undo'>[]): string {
  return [...steps]
    .reverse()
    .flatMap(({ summary, undo }) => [
      `# undo: ${summary.replaceAll('\n', ' ')}`,
      ...(undo === null ? ['# cannot be undone'] : undo.map(({ argv, stdin }) => withInput(commandText(argv), stdin))),
    ])
    .join('\n')
}

function withInput(command: string, stdin: string | undefined): string {
  if (stdin === undefined) return command
  // A delimiter that the text does not hold as a line.
  let mark = 'END'
  while (stdin.split('\n').includes(mark)) mark += '_'
  return `${command} <<'${mark}'\n${stdin.replace(/\n$/, '')}\n${mark}`
}
