// The runners whose reports are counted: Vitest and Playwright, through their JSON reports.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
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
export function vitest({ related, note = () => {} } = {}) {
  const file = report('unit')
  const what = related ? ['related', '--run', ...related] : ['run']
  const { status } = spawnSync(
    process.execPath,
    [bin('vitest/vitest.mjs'), ...what, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { cwd: ROOT, stdio: 'inherit' },
  )
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, testResults } = read(
    file,
    'Vitest',
    status,
  )
  for (const said of failedFiles(testResults)) note(said)
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
      for (const title of titlesOf('flaky', suites)) note(`passed only when tried again: ${title}`)
      for (const title of titlesOf('unexpected', suites)) note(`failed: ${title}`)
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

/** Those of one outcome, each with what it said first. A test green only at the second try has found something: never silently green. */
function titlesOf(outcome, suites) {
  return suites.flatMap((suite) => [
    ...titlesOf(outcome, suite.suites ?? []),
    ...suite.specs
      .map((spec) => ({ ...spec, test: spec.tests.find(({ status }) => status === outcome) }))
      .filter(({ test }) => test !== undefined)
      .map(({ file, line, title, test }) => {
        const error = test.results.flatMap(({ errors }) => errors)[0]?.message
        return `${file}:${line} ${title}${firstLine(error)}`
      }),
  ])
}

/** Vitest's failed tests, and the files that did not load. */
function failedFiles(testResults) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(ROOT, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`failed: ${file}${firstLine(message)}`] : []
    return failed.map(({ fullName, failureMessages }) => `failed: ${file} ${fullName}${firstLine(failureMessages[0])}`)
  })
}

function firstLine(message) {
  const line = stripVTControlCharacters(message ?? '')
    .trim()
    .split('\n')[0]
  return line === '' ? '' : `: ${line.slice(0, 200)}`
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
