import { defineConfig } from '@playwright/test'
import { CHROMIUM } from '../support/chromium'

/** The lab: one worker, since its hosts share the machine's namespaces; the hosts are real, so the time limits are generous. */
export default defineConfig({
  testDir: '.',
  // Maps the server's "server-only" marker, which throws in plain Node, to nothing.
  tsconfig: './tsconfig.json',
  testMatch: process.env['PATCHBAY_COMPAT'] ? '**/*.compat.ts' : '**/*.lab.ts',
  // These wait for the guard's timers, and on a busy machine for each other: PATCHBAY_GUARD=1 runs them.
  testIgnore: process.env['PATCHBAY_GUARD'] ? [] : ['**/guard*.lab.ts', '**/lockout.lab.ts'],
  outputDir: '../../test-results/lab',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 2 : 0,
  use: { ...CHROMIUM, viewport: { width: 1440, height: 900 }, actionTimeout: 60_000, trace: 'retain-on-failure' },
})
