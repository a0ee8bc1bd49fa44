// What differs from the main branch, committed or not, and which unit tests that concerns.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './prepare.mjs'

/** Another one of these may change what any test does. */
const CONCERN_ALL = ['package-lock.json', 'tsconfig.json', 'vitest.config.mts']
const IMPORTED = /\.(ts|tsx|mjs|js)$/
const TEST = /\.test\.tsx?$/

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? stdout.split('\n').filter(Boolean) : null
}

/** The commit where this branch left the main one; on the main branch itself, where that left its remote. */
function base() {
  const isMain = git('rev-parse', '--abbrev-ref', 'HEAD')?.[0] === 'main'
  for (const branch of isMain ? ['origin/main'] : ['main', 'origin/main']) {
    const [commit] = git('merge-base', 'HEAD', branch) ?? []
    if (commit) return commit
  }
  return 'HEAD'
}

/** Nobody imports a capture or a script: the tests of the nearest folder that has some read it. */
function nearestTests(file) {
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    if (!existsSync(path.join(ROOT, folder))) continue
    const tests = readdirSync(path.join(ROOT, folder)).filter((name) => TEST.test(name))
    if (tests.length > 0) return tests.map((name) => path.join(folder, name))
  }
  return []
}

function concerned(file) {
  // The generated client and the migrations are read where the database is opened.
  if (file.startsWith('prisma/')) return ['lib/server/db/client.ts']
  if (IMPORTED.test(file)) return existsSync(path.join(ROOT, file)) ? [file] : []
  return file.endsWith('.md') ? [] : nearestTests(file)
}

/** @returns {{ base: string, all: boolean, files: string[] }} `files`: run the tests that are or import one of them; `all`: run every test. */
export function changed() {
  const from = base()
  const names = [
    ...(git('diff', '--name-only', '--no-renames', from) ?? []),
    ...(git('ls-files', '--others', '--exclude-standard') ?? []),
  ]
  return {
    base: from.slice(0, 9),
    all: names.some((name) => CONCERN_ALL.includes(name)),
    files: [...new Set(names.flatMap(concerned))],
  }
}
