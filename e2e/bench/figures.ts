/** One measured figure, beside what one would do without Patchbay in the same run. */
export type Figure = {
  name: string
  unit: 'ms' | 'kB' | 'MB' | '% of one core' | 'events' | 'hosts'
  samples: number
  ours: Quantiles
  /** What the same machine needed for the alternative, measured in turns with ours; null where there is none. */
  instead: { what: string; quantiles: Quantiles } | null
  /** Upper bounds, in `unit`; `ratio` is of the medians. */
  budget: Budget
  /** What one has to know to read it. */
  notes?: readonly string[]
}

export type Quantiles = { p50: number; p95: number; p99: number; max: number }
export type Budget = Partial<Quantiles & { ratio: number }>

/** One thing that is measured: a file of e2e/bench, listed in main.ts. `npm run bench -- ID` runs it alone. */
export type Bench = {
  id: string
  what: string
  /** Why this machine cannot measure it; null where it can. */
  whyNot: () => string | null
  run: () => Promise<Figure[]>
}

export function quantiles(samples: readonly number[]): Quantiles {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? Number.NaN }
}

/** A figure of which there is one value: a size, a sum over the run. */
export const single = (value: number): Quantiles => quantiles([value])

/** Median to median; null where there is nothing to compare with. */
export const ratioOf = ({ ours, instead }: Figure): number | null =>
  instead === null ? null : ours.p50 / instead.quantiles.p50

/** The parts of the budget that are not met, in words. */
export function missedBudgets(figure: Figure): string[] {
  const found: Record<keyof Budget, number | null> = { ...figure.ours, ratio: ratioOf(figure) }
  return Object.entries(figure.budget).flatMap(([key, limit]) => {
    // Entries of a Budget have its keys.
    const value = found[key as keyof Budget]
    // What could not be measured meets nothing.
    return value !== null && value <= limit
      ? []
      : [`${key} ${numberText(value ?? Number.NaN)}, budget ${numberText(limit)}`]
  })
}

/** The table for people; the JSON goes to a file. */
export function figureLines(figures: readonly Figure[]): string[] {
  return figures.flatMap((figure) => {
    const { name, unit, samples, ours, instead, budget, notes = [] } = figure
    const missed = missedBudgets(figure)
    const ratio = ratioOf(figure)
    const budgetText = Object.entries(budget).map(([key, limit]) => `${key} ≤ ${numberText(limit)}`)
    return [
      `${name} (${samples === 1 ? 'one value' : `n = ${samples}`})`,
      `  Patchbay  ${quantilesText(ours, unit, samples)}`,
      ...(instead ? [`  instead   ${quantilesText(instead.quantiles, unit, samples)}: ${instead.what}`] : []),
      ...(ratio === null ? [] : [`  ratio     ${ratio.toFixed(2)}`]),
      ...(budgetText.length === 0
        ? []
        : [`  budget    ${budgetText.join(', ')}: ${missed.length === 0 ? 'met' : `MISSED (${missed.join('; ')})`}`]),
      ...notes.map((note) => `  ${note}`),
    ]
  })
}

const numberText = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2))

function quantilesText({ p50, p95, p99, max }: Quantiles, unit: Figure['unit'], samples: number): string {
  if (samples === 1) return `${numberText(p50)} ${unit}`
  return `p50 ${numberText(p50)}, p95 ${numberText(p95)}, p99 ${numberText(p99)}, max ${numberText(max)} ${unit}`
}
