// Types, lint and format: one place that says how, for every command that runs them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { ROOT, bin } from './prepare.mjs'

// In node_modules: another install, perhaps of other rules, begins anew.
const CACHES = path.join(ROOT, 'node_modules/.cache/patchbay')
const ESLINT_CACHE = path.join(CACHES, 'eslint.json')

const cached = (file) => ['--cache', '--cache-strategy=content', `--cache-location=${file}`]

/** Runs a tool out of node_modules and hands what it said to `print` when it has ended; throws where it fails. */
async function tool(print, file, ...args) {
  const child = spawn(process.execPath, [bin(file), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  const [status] = await once(child, 'close')
  if (said.trim()) print(said.trimEnd())
  if (status !== 0) throw new Error(`${path.basename(file)} ended with status ${status}`)
}

export const types = (print) => tool(print, 'typescript/bin/tsc', '--noEmit')

export const format = (print) =>
  tool(print, 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', ...cached(path.join(CACHES, 'prettier')), '.')

export const eslint = (print, args = ['.']) =>
  tool(print, 'eslint/bin/eslint.js', '--max-warnings=0', ...cached(ESLINT_CACHE), ...args)

/** What nothing uses: files, exports, dependencies. */
export const unused = (print) => tool(print, 'knip/bin/knip.js', '--no-progress')

/** Imports that go round in a circle, types included, or up from the graph to what is made over it. */
export const arrows = (print) =>
  tool(
    print,
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', 'dependency-cruiser.config.mjs', '--output-type', 'err-long', 'lib', 'app', 'components', 'e2e'],
  )

/** What `npm run build` makes; the database's client is generated already (prepare.mjs). */
export const build = (print) => tool(print, 'next/dist/bin/next', 'build')

/** All of them, side by side; throws once all have ended, naming each that failed. */
export async function lint(print) {
  const ends = await Promise.allSettled([eslint(print), unused(print), arrows(print)])
  const failed = ends.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message)
  if (failed.length > 0) throw new Error(failed.join('; '))
}

/** Lets the next lint look at every file: what it says of one rests on others too (types, cycles), which its cache does not know. */
export function forgetLint() {
  rmSync(ESLINT_CACHE, { force: true })
}
