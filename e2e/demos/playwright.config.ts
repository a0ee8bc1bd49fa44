import { defineConfig } from '@playwright/test'
import { CHROMIUM } from '../support/chromium'
import { RECORDINGS } from './presenter'

/** Records the demos: one after another, with a video of each. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.demo.ts',
  outputDir: `${RECORDINGS}/work`,
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 30_000 },
  use: {
    ...CHROMIUM,
    launchOptions: { ...CHROMIUM.launchOptions, slowMo: 120 },
    viewport: { width: 1440, height: 900 },
    video: { mode: 'on', size: { width: 1440, height: 900 } },
  },
})
