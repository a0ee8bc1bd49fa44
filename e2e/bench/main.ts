import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { whyNoNamespaceLab } from '../lab/lab'
import { figureLines, isWithinBudget } from './figures'
import type { Figure } from './figures'
import { benchFullRead } from './full-read'

/** `npm run bench`: prints a table, leaves JSON in out/bench.json. A missed budget is printed; it is no failure. */
async function main(): Promise<void> {
  const figures: Figure[] = []
  const reason = whyNoNamespaceLab()
  if (reason === null) figures.push(await benchFullRead())
  else console.log(`skipped: one full read: ${reason}`)

  const file = path.resolve(import.meta.dirname, '../../out/bench.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
  for (const text of figureLines(figures)) console.log(text)
  const missed = figures.filter((figure) => !isWithinBudget(figure))
  console.log(missed.length === 0 ? 'every budget is met' : `missed: ${missed.map(({ name }) => name).join(', ')}`)
}

await main()
