import 'server-only'
import { EnvError, readProcessEnv } from './env'
import { DatabaseLockError } from './db/console-lock'
import { MigrationError } from './db/migrate'
import { countUsers } from './db/user'
import { stampRequests } from './http/peer'
import type { Runtime } from './runtime'
import { getRuntime, setRuntime, startRuntime, stopRuntime } from './runtime'

/** For the answers under way. Longer: a stop is felt as hanging; shorter: the last one is cut off. */
const GRACE_MS = 300

/** Starts the console in this process, once: called by instrumentation.ts before the first request is served. */
export async function start(): Promise<void> {
  try {
    const env = readProcessEnv()
    stampRequests(env)
    // The development server may load this anew in one process: two would undo each other's changes.
    await stopRuntime()
    setRuntime(startRuntime(env))
    const runtime = await getRuntime()
    stopOnSignals(runtime)
    if ((await countUsers(runtime.db)) === 0) printSetupCode(runtime)
    runtime.log.info({ url: `http://${env.hostname}:${env.port}`, database: env.databaseFile }, 'Patchbay is ready')
  } catch (error) {
    // What a person set wrong is said plainly; anything else keeps its stack.
    const isExpected =
      error instanceof EnvError || error instanceof MigrationError || error instanceof DatabaseLockError
    process.stderr.write(`${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
    process.exit(1)
  }
}

/** In words, whatever the log level: without it nobody gets in. */
function printSetupCode({ setupCode, env }: Runtime) {
  const url =
    env.publicUrl?.origin ?? `http://${env.hostname.includes(':') ? `[${env.hostname}]` : env.hostname}:${env.port}`
  process.stdout.write(`
  This console has no users yet. Make the first administrator at ${url}/setup
  Set-up code: ${setupCode.text}

`)
}

/**
 * Next waits for open answers before it exits: event streams never end by themselves, and idle keep-alive connections end late.
 * So streams and hosts are left at once, and the process soon after.
 */
function stopOnSignals(runtime: Runtime) {
  const stop = (signal: NodeJS.Signals) => {
    runtime.log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), GRACE_MS)
    runtime.stop().catch((error: unknown) => runtime.log.error({ err: error }, 'stopping failed'))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
