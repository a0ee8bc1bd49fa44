import { defineConfig } from '@playwright/test'
import { CHROMIUM, TRACE } from './e2e/support/chromium'

/** Browser tests: the built console, simulated hosts, one console and database per worker (e2e/support/test.ts). */
export default defineConfig({
  testDir: 'e2e',
  testMatch: ['**/*.e2e.ts', '**/*.demo.ts'],
  testIgnore: '**/e2e/lab/**',
  outputDir: 'test-results/browser',
  workers: 2,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 2 : 0,
  use: {
    ...{ ...CHROMIUM, viewport: { width: 1440, height: 900 }, trace: TRACE },
    // Drawn by software, transitions take a third of the time; widgets.e2e.ts has them.
    contextOptions: { reducedMotion: 'reduce' },
  },
})
