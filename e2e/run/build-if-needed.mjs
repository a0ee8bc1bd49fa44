// Builds the console unless what is there is newer than every source.
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { ROOT, run } from './prepare.mjs'

const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma',
  'next.config.js',
  'package-lock.json',
  'instrumentation.ts',
  'proxy.ts',
  'tsconfig.json',
]

function newest(file) {
  if (!existsSync(file)) return 0
  const info = statSync(file)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(0, ...readdirSync(file).map((name) => newest(path.join(file, name))))
}

export function buildIfNeeded() {
  const stamp = path.join(ROOT, '.next/BUILD_ID')
  if (
    existsSync(stamp) &&
    statSync(stamp).mtimeMs > Math.max(...SOURCES.map((source) => newest(path.join(ROOT, source))))
  )
    return
  console.log('Building the console …')
  run('npm', ['run', '--silent', 'build'])
}
