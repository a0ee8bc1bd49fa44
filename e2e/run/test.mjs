// `npm test`: types, lint, format, unit, build and browser tests, from a fresh clone; the last line sums them all.
import { prepare } from './prepare.mjs'
import { Tally } from './tally.mjs'

prepare()

const { build, forgetLint, format, lint, types } = await import('./checks.mjs')
const { findChromium } = await import('./chromium.mjs')
const { playwright, vitest } = await import('./runners.mjs')

forgetLint()
const tally = new Tally()
let typed
let isBuilt = false
await tally.together({
  types: (print) => (typed = types(print)),
  lint,
  format,
  // While eslint, one long process, is still at it; after the types, for a build writes some of its own.
  build: async (print) => {
    await typed.catch(() => undefined)
    await build(print)
    isBuilt = true
  },
})
await tally.stage('unit', (note) => vitest({ note }))

const browser = findChromium()
if (!isBuilt) tally.skip('browser', 'the build failed')
else if ('reason' in browser) tally.skip('browser', browser.reason)
else
  await tally.stage('browser', (note) =>
    playwright('playwright.config.ts', { note, env: { PATCHBAY_CHROMIUM: browser.path } }),
  )

tally.finish()
