// The runners whose reports are counted: Vitest and Playwright, through their JSON reports.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ROOT, bin } from './prepare.mjs'

const REPORTS = path.join(ROOT, 'out/reports')

function report(name) {
  mkdirSync(REPORTS, { recursive: true })
  const file = path.join(REPORTS, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

function read(file, runner, status) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${runner} left no report (exit status ${status}): ${error.message}`)
  }
}

/** Runs Vitest on what its configuration includes. */
export function vitest(name = 'unit', args = [], env = {}) {
  const file = report(name)
  const { status } = spawnSync(
    process.execPath,
    [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } },
  )
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = read(
    file,
    'Vitest',
    status,
  )
  // A file that does not load has no tests: its suite counts.
  const failed = Math.max(
    numFailedTests,
    status !== 0 ? Math.max(1, numFailedTestSuites > 0 && numFailedTests === 0 ? 1 : numFailedTests) : 0,
  )
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
}

/** Runs Playwright with a configuration file; skipped tests' reasons go to `note`. */
export function playwright(config, { name = 'browser', args = [], env = {}, note = () => {} } = {}) {
  const file = report(name)
  const { status } = spawnSync(
    process.execPath,
    [bin('@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json', ...args],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, ...env },
    },
  )
  const { stats, suites } = read(file, 'Playwright', status)
  for (const reason of skipReasons(suites)) note(reason)
  const failed = stats.unexpected > 0 ? stats.unexpected : status === 0 ? 0 : 1
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }
}

function skipReasons(suites) {
  return suites.flatMap((suite) => [
    ...skipReasons(suite.suites ?? []),
    ...suite.specs.flatMap((spec) =>
      spec.tests
        .flatMap((test) => test.annotations.filter((note) => note.type === 'skip'))
        .map((note) => `skipped: ${spec.title}: ${note.description ?? 'no reason given'}`),
    ),
  ])
}
