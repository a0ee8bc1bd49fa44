/** One measured figure, beside what one would do without Patchbay in the same run. */
export type Figure = {
  name: string
  unit: 'ms'
  samples: number
  ours: Quantiles
  /** What the same machine needed for the alternative, measured in turns with ours. */
  instead: { what: string; quantiles: Quantiles }
  /** Median to median. */
  ratio: number
  budget: { ratio: number }
}

export type Quantiles = { p50: number; p95: number; max: number }

export function quantiles(samples: readonly number[]): Quantiles {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? Number.NaN }
}

export const isWithinBudget = ({ ratio, budget }: Figure): boolean => ratio <= budget.ratio

/** The table for people; the JSON goes to a file. */
export function figureLines(figures: readonly Figure[]): string[] {
  const ms = (n: number) => `${n.toFixed(1)} ms`
  return figures.flatMap((figure) => [
    `${figure.name} (n = ${figure.samples})`,
    `  Patchbay        p50 ${ms(figure.ours.p50)}, p95 ${ms(figure.ours.p95)}`,
    `  ${figure.instead.what}: p50 ${ms(figure.instead.quantiles.p50)}, p95 ${ms(figure.instead.quantiles.p95)}`,
    `  ratio ${figure.ratio.toFixed(2)}, budget ${figure.budget.ratio.toFixed(2)}: ${isWithinBudget(figure) ? 'met' : 'MISSED'}`,
  ])
}
