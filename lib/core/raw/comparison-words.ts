import type { Comparison } from './compare-dumps'
import { differenceWords } from './difference-words'

/** Everything was compared, and nothing differs: only then may it be said. */
export const isAsBefore = ({ differences, notCompared }: Comparison): boolean =>
  differences.length === 0 && notCompared.length === 0

/** Of the differences, in a sentence. */
export const SHOWN_DIFFERENCES = 5

/** What holds after something was put back, in whole sentences. Null: nobody has looked. */
export function comparisonWords(comparison: Comparison | null): string {
  if (comparison === null) return 'What the plan touched was put back; it was not compared with the host of before.'
  const { differences, notCompared } = comparison
  if (isAsBefore(comparison)) return 'The host is as it was before.'
  const left = notCompared.length === 0 ? '' : ` Not compared: ${notCompared.join('; ')}.`
  if (differences.length === 0) return `What was compared is as it was before.${left}`
  const more = differences.length > SHOWN_DIFFERENCES ? `; and ${differences.length - SHOWN_DIFFERENCES} more` : ''
  return `Not all is as it was before: ${differences.slice(0, SHOWN_DIFFERENCES).map(differenceWords).join('; ')}${more}.${left}`
}
