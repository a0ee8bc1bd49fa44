import { defineConfig } from '@playwright/test'
import { CHROMIUM } from '../support/chromium'

/** The lab: one worker, since its hosts share the machine's namespaces; the hosts are real, so the time limits are generous. */
export default defineConfig({
  testDir: '.',
  // Maps the server's "server-only" marker, which throws in plain Node, to nothing.
  tsconfig: './tsconfig.json',
  testMatch: process.env['PATCHBAY_COMPAT'] ? '**/*.compat.ts' : '**/*.lab.ts',
  // It measures seconds, which a busy machine makes long: PATCHBAY_LOCKOUT=1 runs it, as `npm run campaign:lockout` does at length.
  testIgnore: process.env['PATCHBAY_LOCKOUT'] ? [] : ['**/lockout.lab.ts'],
  outputDir: '../../test-results/lab',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 2 : 0,
  use: { ...CHROMIUM, viewport: { width: 1440, height: 900 }, actionTimeout: 60_000, trace: 'retain-on-failure' },
})
