import { quoteArgv, UnquotableError } from '@/lib/core/shell/quote'
import type { Command, StepScope } from '@/lib/core/plan/step'

export const SCOPE_WORDS: Record<StepScope, string> = {
  running: 'running',
  stored: 'stored',
  both: 'running and stored',
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
