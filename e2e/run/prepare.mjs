// What every npm command needs before it can start: a Node that is new enough, the dependencies, the generated database client.
// Plain Node, no dependencies: it runs on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../..')

/** Runs a command in the project's root with its output shown; throws where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`)
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${result.status}`)
}

/** The path of a file in node_modules, to start it with plain `node` (no npx: that would look things up on the network). */
export const bin = (file) => path.join(ROOT, 'node_modules', file)

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Patchbay needs Node 20.19 or newer; this is ${process.versions.node}`)
  }
}

/** npm leaves a copy of the lock in node_modules when an install has ended: newer than ours means that nothing is missing. */
function isInstalled() {
  const installed = path.join(ROOT, 'node_modules/.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(ROOT, 'package-lock.json')).mtimeMs
}

function installDependencies() {
  if (isInstalled()) return
  console.log('Installing dependencies (a minute the first time) …')
  run('npm', ['ci', '--no-audit', '--no-fund'])
}

function generateDatabaseClient() {
  const schema = path.join(ROOT, 'prisma/schema.prisma')
  const client = path.join(ROOT, 'lib/server/db/generated/client.ts')
  if (existsSync(client) && statSync(client).mtimeMs > statSync(schema).mtimeMs) return
  run('npm', ['run', '--silent', 'db:generate'])
}

export function prepare() {
  requireNode()
  installDependencies()
  generateDatabaseClient()
}
