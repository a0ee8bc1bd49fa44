import { quoteArgv, UnquotableError } from '@/lib/core/shell/quote'
import type { ChangeStep } from '@/lib/contract/changes'
import type { Command, StepScope } from '@/lib/core/plan/step'

export const SCOPE_WORDS: Record<StepScope, string> = {
  running: 'what runs',
  stored: 'what is stored',
  both: 'runs and is stored',
}

/** How far the steps of a change are that has begun: "1 of 2 done", or "2 of 2 put back" once it goes back. */
export function progressWords(steps: readonly Pick<ChangeStep, 'status'>[]): string {
  const count = (wanted: ChangeStep['status']): number => steps.filter(({ status }) => status === wanted).length
  const undone = count('undone')
  return undone > 0 ? `${undone} of ${steps.length} put back` : `${count('done')} of ${steps.length} done`
}

/** A command as one would type it. Names that no shell can hold are shown as they are: this is read, not run. */
export function commandText(argv: readonly string[]): string {
  try {
    return quoteArgv(argv)
  } catch (error) {
    if (error instanceof UnquotableError) return argv.join(' ')
    throw error
  }
}

/** The commands that take a step back; null: it cannot be, empty: the undoing of other steps does it. */
export const undoTexts = (undo: readonly Command[] | null): string[] | null =>
  undo === null ? null : undo.map(({ argv }) => commandText(argv))
