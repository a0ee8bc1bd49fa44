// `npm run test:lab`: the product against real hosts, browser included. What this machine cannot run is skipped by name.
// `--compat`: the user-mode-Linux hosts with Debian 11 and 13 instead.
import { buildIfNeeded } from './build-if-needed.mjs'
import { prepare } from './prepare.mjs'
import { Tally } from './tally.mjs'

const isCompat = process.argv.includes('--compat')
const name = isCompat ? 'compat' : 'lab'
const tally = new Tally()

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  tally.skip(name, 'lab hosts are made of Linux namespaces and need root')
} else {
  prepare()
  buildIfNeeded()
  const { findChromium } = await import('./chromium.mjs')
  const { playwright } = await import('./runners.mjs')
  const browser = findChromium()
  if ('reason' in browser) tally.skip(name, browser.reason)
  else {
    const env = { PATCHBAY_CHROMIUM: browser.path, ...(isCompat ? { PATCHBAY_COMPAT: '1' } : {}) }
    await tally.stage(name, (note) => playwright('e2e/lab/playwright.config.ts', { name, note, env }))
  }
}
tally.finish()
