// `npm test`: types, lint, format, unit, build and browser tests, from a fresh clone; the last line sums them all.
import { prepare, run, bin } from './prepare.mjs'
import { Tally } from './tally.mjs'

prepare()

const { findChromium } = await import('./chromium.mjs')
const { playwright, vitest } = await import('./runners.mjs')
const node = (file, ...args) => run(process.execPath, [bin(file), ...args])

const tally = new Tally()
await tally.stage('types', () => node('typescript/bin/tsc', '--noEmit'))
await tally.stage('lint', () => node('eslint/bin/eslint.js', '.', '--max-warnings=0'))
await tally.stage('format', () => node('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'))
await tally.stage('unit', () => vitest())
const isBuilt = await tally.stage('build', () => run('npm', ['run', '--silent', 'build']))

const browser = findChromium()
if (!isBuilt) tally.skip('browser', 'the build failed')
else if ('reason' in browser) tally.skip('browser', browser.reason)
else
  await tally.stage('browser', (note) =>
    playwright('playwright.config.ts', { note, env: { PATCHBAY_CHROMIUM: browser.path } }),
  )

tally.finish()
