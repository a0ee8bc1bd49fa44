import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { audit } from './audit'
import { bundle } from './bundle'
import { canvas } from './canvas'
import { changeToPixel } from './change-to-pixel'
import { demoStart } from './demo-start'
import type { Bench, Figure } from './figures'
import { figureLines, missedBudgets } from './figures'
import { fleet } from './fleet'
import { fullRead } from './full-read'
import { guardedChange } from './guarded-change'
import { planning } from './planning'

/** In the order of running: what is quick and quiet first. */
const BENCHES: readonly Bench[] = [
  bundle,
  audit,
  planning,
  demoStart,
  fullRead,
  changeToPixel,
  guardedChange,
  canvas,
  fleet,
]

const REPORT = path.resolve(import.meta.dirname, '../../out/bench.json')

/** `npm run bench [-- ID …]`: prints a table, leaves JSON in out/bench.json. A missed budget is printed; it is no failure. */
async function main(ids: readonly string[]): Promise<void> {
  const unknown = ids.find((id) => !BENCHES.some((bench) => bench.id === id))
  if (unknown !== undefined) {
    console.error(`There is no figure "${unknown}". There are:`)
    for (const { id, what } of BENCHES) console.error(`  ${id.padEnd(18)} ${what}`)
    process.exit(2)
  }
  const figures: Figure[] = []
  for (const bench of BENCHES) {
    if (ids.length > 0 && !ids.includes(bench.id)) continue
    const reason = bench.whyNot()
    if (reason !== null) {
      console.log(`skipped: ${bench.what}: ${reason}`)
      continue
    }
    const measured = await bench.run()
    for (const line of figureLines(measured)) console.log(line)
    figures.push(...measured)
  }
  report(figures)
}

function report(figures: readonly Figure[]) {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, load: loadavg() }
  mkdirSync(path.dirname(REPORT), { recursive: true })
  writeFileSync(REPORT, `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`)
  console.log(`${machine.cores} cores (${machine.cpu}), Node ${machine.node}, load ${machine.load[0]?.toFixed(1)}`)
  const missed = figures.filter((figure) => missedBudgets(figure).length > 0)
  console.log(missed.length === 0 ? 'every budget is met' : `missed: ${missed.map(({ name }) => name).join(', ')}`)
}

await main(process.argv.slice(2))
