// `npm test`: types, lint, format, unit, build and browser tests, from a fresh clone; the last line sums them all.
import { prepare, run } from './prepare.mjs'
import { Tally } from './tally.mjs'

prepare()

const { forgetLint, format, lint, types } = await import('./checks.mjs')
const { findChromium } = await import('./chromium.mjs')
const { playwright, vitest } = await import('./runners.mjs')

forgetLint()
const tally = new Tally()
await tally.together({ types, lint, format })
await tally.stage('unit', (note) => vitest({ note }))
const isBuilt = await tally.stage('build', () => run('npm', ['run', '--silent', 'build']))

const browser = findChromium()
if (!isBuilt) tally.skip('browser', 'the build failed')
else if ('reason' in browser) tally.skip('browser', browser.reason)
else
  await tally.stage('browser', (note) =>
    playwright('playwright.config.ts', { note, env: { PATCHBAY_CHROMIUM: browser.path } }),
  )

tally.finish()
