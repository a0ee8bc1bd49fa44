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

/** Runs Vitest on what its configuration includes; with `related`, on the tests among these files and those that import one of them. */
export function vitest({ related } = {}) {
  const file = report('unit')
  const what = related ? ['related', '--run', ...related] : ['run']
  const { status } = spawnSync(
    process.execPath,
    [bin('vitest/vitest.mjs'), ...what, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { cwd: ROOT, stdio: 'inherit' },
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

/** How Playwright is started with a configuration file, and how its report is read: skipped tests' reasons go to `note`. */
export function playwrightRun(config, { name = 'browser', args = [], env = {}, note = () => {} } = {}) {
  const file = report(name)
  return {
    argv: [process.execPath, bin('@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json', ...args],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, ...env },
    counts: (status) => {
      const { stats, suites } = read(file, 'Playwright', status)
      for (const reason of skipReasons(suites)) note(reason)
      for (const title of flakyTitles(suites)) note(`passed only when tried again: ${title}`)
      const failed = stats.unexpected > 0 ? stats.unexpected : status === 0 ? 0 : 1
      return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }
    },
  }
}

/** Runs Playwright with a configuration file. */
export function playwright(config, options) {
  const { argv, env, counts } = playwrightRun(config, options)
  const { status } = spawnSync(argv[0], argv.slice(1), { cwd: ROOT, stdio: 'inherit', env })
  return counts(status)
}

/** A test that is green only at the second try has found something: it is named, never silently green. */
function flakyTitles(suites) {
  return suites.flatMap((suite) => [
    ...flakyTitles(suite.suites ?? []),
    ...suite.specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, line, title }) => `${file}:${line} ${title}`),
  ])
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
