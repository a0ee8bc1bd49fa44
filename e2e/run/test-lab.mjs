// `npm run test:lab`: the product against real hosts, browser included. What this machine cannot run is skipped by name.
// `--all`: also what proves once more, on another set-up, what others prove already.
// `--compat`: the user-mode-Linux hosts with Debian 11 and 13 instead.
// Anything else is for Playwright: which tests to run, e.g. `npm run test:lab -- wiring`.
import { buildIfNeeded } from './build-if-needed.mjs'
import { prepare } from './prepare.mjs'
import { Tally } from './tally.mjs'

const OWN = ['--all', '--compat']
const [isAll, isCompat] = OWN.map((option) => process.argv.includes(option))
const args = process.argv.slice(2).filter((arg) => !OWN.includes(arg))
const name = isCompat ? 'compat' : 'lab'
const tally = new Tally()

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  tally.skip(name, 'lab hosts are made of Linux namespaces and need root')
} else {
  prepare()
  buildIfNeeded()
  const { findChromium } = await import('./chromium.mjs')
  const { playwright } = await import('./runners.mjs')
  const { labSides } = await import('./lab-sides.mjs')
  const browser = findChromium()
  const env = { PATCHBAY_CHROMIUM: browser.path, ...(isAll && { PATCHBAY_ALL: '1' }) }
  if ('reason' in browser) tally.skip(name, browser.reason)
  else if (isCompat)
    await tally.stage(name, (note) =>
      playwright('e2e/lab/playwright.config.ts', { name, note, args, env: { ...env, PATCHBAY_COMPAT: '1' } }),
    )
  else await tally.stage(name, (note) => labSides({ note, args, env }))
}
tally.finish()
