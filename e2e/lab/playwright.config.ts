import { defineConfig } from '@playwright/test'
import { CHROMIUM, TRACE } from '../support/chromium'

const isCompat = Boolean(process.env['PATCHBAY_COMPAT'])

/** What proves once more, on another set-up, what others prove already: only `npm run test:lab -- --all` runs it. */
const AGAIN = process.env['PATCHBAY_ALL'] || isCompat ? [] : [/@again/]
const EMULATED = /user-mode-Linux|guard-systemd/
const SCREENS = { testMatch: ['wiring.lab.ts', 'scenarios-do.lab.ts', 'live.lab.ts'] }
/** It measures seconds, which a busy machine makes long: PATCHBAY_LOCKOUT=1 runs it, as `npm run campaign:lockout` does at length. */
const LOCKOUT = process.env['PATCHBAY_LOCKOUT'] ? [] : ['**/lockout.lab.ts']
/** A process there takes ten times as long. */
const SLOW = { expect: { timeout: 60_000 } }
const ENGINE = { testMatch: '**/*.lab.ts', testIgnore: [...SCREENS.testMatch, ...LOCKOUT] }

/**
 * The lab: one worker, since its hosts share the network namespace that they are cabled in; the hosts are real, so the time limits
 * are generous. Its projects know nothing of each other: `e2e/run/lab-sides.mjs` runs them side by side.
 */
export default defineConfig({
  testDir: '.',
  // Maps the server's "server-only" marker, which throws in plain Node, to nothing.
  tsconfig: './tsconfig.json',
  testIgnore: LOCKOUT,
  projects: isCompat
    ? [{ name: 'compat', testMatch: '**/*.compat.ts' }]
    : [
        { name: 'screens', ...SCREENS, grepInvert: [EMULATED, ...AGAIN] },
        { name: 'engine', ...ENGINE, grepInvert: [EMULATED, ...AGAIN] },
        { name: 'emulated-screens', ...SCREENS, ...SLOW, grep: EMULATED, grepInvert: AGAIN },
        { name: 'emulated-engine', ...ENGINE, ...SLOW, grep: EMULATED, grepInvert: AGAIN },
      ],
  outputDir: `../../test-results/${process.env['PATCHBAY_SIDE'] ?? 'lab'}`,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 2 : 0,
  use: {
    ...{ ...CHROMIUM, viewport: { width: 1440, height: 900 }, actionTimeout: 60_000, trace: TRACE },
    // Drawing by software what turns and pulses takes a processor from the hosts.
    contextOptions: { reducedMotion: 'reduce' },
  },
})
