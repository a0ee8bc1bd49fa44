// `npm run campaign:properties -- [--runs 50000] [--seed 1] [--processes 2]`: random hosts and edits, planned and taken back.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ROOT, prepare } from './prepare.mjs'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
})
const processes = Math.max(1, Number(values.processes))
const runs = Math.ceil(Number(values.runs) / processes)

prepare()
const startedAt = Date.now()
const results = await Promise.all(
  Array.from({ length: processes }, (_, index) => one(String(Number(values.seed) + index * 1_000_003))),
)

/** One process; its lines of JSON. Rejects where it ends without having told everything. */
function one(seed) {
  const child = spawn(
    process.execPath,
    [
      '--conditions=react-server',
      '--import',
      'tsx',
      'e2e/campaign/properties.ts',
      '--runs',
      String(runs),
      '--seed',
      seed,
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    child.on('error', reject)
    child.on('close', () =>
      resolve(
        text
          .trim()
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      ),
    )
  })
}

const all = results.flat()
for (const what of new Set(all.map((each) => each.what))) {
  const own = all.filter((each) => each.what === what)
  const sum = (key) => own.reduce((total, each) => total + each[key], 0)
  console.log(`${String(sum('runs')).padStart(7)} runs, ${String(sum('checked')).padStart(7)} with a plan: ${what}`)
}
for (const { what, seed, failure } of all) {
  if (failure === null) continue
  console.log(
    `\nFAILED: ${what}\n  ${failure.error}\n  seed ${seed}, path ${failure.path}\n  ${JSON.stringify(failure.example)}`,
  )
}
const failed = all.filter(({ failure }) => failure !== null).length
const isWhole = results.every((lines) => lines.length === 4)
console.log(
  `\n${all.reduce((total, each) => total + each.runs, 0)} random states and edits, ${failed} properties failed, ${Math.round((Date.now() - startedAt) / 1000)} s`,
)
process.exit(failed === 0 && isWhole ? 0 : 1)
