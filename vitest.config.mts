import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname

export default defineConfig({
  resolve: {
    alias: {
      '@': root,
      // The marker throws outside React's server bundle; tests run in plain Node.
      'server-only': path.join(root, 'lib/server/server-only.stub.ts'),
    },
  },
  test: {
    environment: 'node',
    // One for each core; Vitest leaves one out for itself, and does little with it: of two cores that is half.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Shells, timers of the host and SSH servers are real in some tests: a machine that is busy for a moment is no defect.
    retry: process.env['CI'] ? 2 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['lib/{core,contract,client}/**/*.test.ts', 'components/**/*.test.{ts,tsx}'],
          // Nothing here keeps state: modules are loaded once for all files, which halves the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: ['{lib/{server,simhost},app,e2e}/**/*.test.ts'],
          // A change on a simulated host is a hundred short processes: seconds where others are at work.
          testTimeout: 60_000,
        },
      },
    ],
  },
})
