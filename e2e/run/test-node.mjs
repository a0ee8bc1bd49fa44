// `npm run test:node [-- 22 24]`: a copy of the project on other versions of Node: install, build, unit tests, one browser story.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium } from './chromium.mjs'
import { ROOT, prepare, run } from './prepare.mjs'
import { Tally } from './tally.mjs'

const STORY = 'e2e/first-run.e2e.ts'
const wanted = process.argv.slice(2)
const versions = wanted.length > 0 ? wanted : ['22', '24']

/** npm's package `node` carries the program itself; the folder that it is in. */
function installNode(version) {
  const folder = path.join(ROOT, 'out/node', version)
  mkdirSync(folder, { recursive: true })
  run('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node@${version}`])
  return path.join(folder, 'node_modules/node/bin')
}

/** What git knows and what it would take, elsewhere: Next would take ROOT's lock for a workspace's around a copy within. */
function copyTree() {
  const tree = mkdtempSync(path.join(tmpdir(), 'patchbay-node-'))
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const file of String(stdout).split('\0').filter(Boolean))
    cpSync(path.join(ROOT, file), path.join(tree, file), { recursive: true })
  return tree
}

prepare()
const browser = findChromium()
const tally = new Tally()
for (const version of versions) {
  const tree = copyTree()
  let env = {}
  const there = (command, ...args) => run(command, args, { cwd: tree, env })
  const isReady = await tally.stage(`${version} install`, () => {
    env = { ...process.env, PATH: `${installNode(version)}${path.delimiter}${process.env.PATH}` }
    there('node', '--version')
    there('npm', 'ci', '--no-audit', '--no-fund')
  })
  const isBuilt = isReady && (await tally.stage(`${version} build`, () => there('npm', 'run', '--silent', 'build')))
  if (isReady) await tally.stage(`${version} unit`, () => there('npm', 'run', '--silent', 'unit'))
  if (!isBuilt) tally.skip(`${version} browser`, 'there is nothing built')
  else if ('reason' in browser) tally.skip(`${version} browser`, browser.reason)
  else {
    env.PATCHBAY_CHROMIUM = browser.path
    await tally.stage(`${version} browser`, () => there('node', 'node_modules/@playwright/test/cli.js', 'test', STORY))
  }
  rmSync(tree, { recursive: true, force: true })
}
tally.finish()
