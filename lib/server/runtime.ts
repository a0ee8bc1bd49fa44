import 'server-only'
import path from 'node:path'
import { AuditLog } from './audit/audit-log'
import { bootstrap } from './auth/bootstrap'
import { prepareChecks } from './auth/password'
import { SignInLimit } from './auth/sign-in-limit'
import { loadSecretKey } from './crypto/secret-key'
import { Sealer, UnsealError } from './crypto/seal'
import { listHosts, openHost } from './db/host'
import type { Db } from './db/client'
import { openDb } from './db/client'
import { migrate } from './db/migrate'
import type { Env } from './env'
import { createHostReach } from './host/create-reach'
import type { HostReach } from './host/host-reach'
import type { Logger } from './log'
import { createLog } from './log'

/** Everything a request needs that lives as long as the process. Made once, handed on as an argument. */
export type Runtime = {
  env: Env
  log: Logger
  db: Db
  audit: AuditLog
  sealer: Sealer
  signInLimit: SignInLimit
  reach: HostReach
  now: () => Date
  startedAt: Date
  /** Closes the fleet, every open stream and the database. Idempotent. */
  stop: () => Promise<void>
}

type Options = { cwd?: string; log?: Logger; now?: () => Date; reach?: HostReach }

/** Brings the console up: key, migrations, database, first users. Throws EnvError, MigrationError. */
export async function startRuntime(env: Env, options: Options = {}): Promise<Runtime> {
  const { cwd = process.cwd(), log = createLog(env.logLevel), now = () => new Date() } = options
  const reach = options.reach ?? createHostReach(env, log)
  const sealer = new Sealer(loadSecretKey(env.secretKey))
  const applied = migrate(env.databaseFile, path.join(cwd, 'prisma', 'migrations'))
  if (applied.length > 0) log.info({ applied, file: env.databaseFile }, 'database migrated')
  const db = openDb(env.databaseFile)
  const audit = new AuditLog(db, log, now)
  const runtime: Runtime = {
    env,
    log,
    db,
    audit,
    sealer,
    signInLimit: new SignInLimit(),
    reach,
    now,
    startedAt: now(),
    stop: async () => {
      await reach.stop()
      await db.$disconnect()
    },
  }
  await bootstrap(runtime)
  await prepareChecks()
  await watchStoredHosts(runtime)
  return runtime
}

/** One host whose credentials cannot be opened must not keep the others from being watched. */
async function watchStoredHosts({ db, sealer, reach, log }: Runtime) {
  for (const row of await listHosts(db)) {
    try {
      reach.watch(openHost(sealer, row))
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error
      reach.refuse(row.id, { code: 'credentials_unreadable', message: error.message })
      log.error({ host: row.name, reason: error.message }, 'the credentials of a host cannot be opened')
    }
  }
}

/** Next bundles routes, pages and instrumentation apart, each with its own copy of this module: only globalThis is shared. */
const holder = globalThis as typeof globalThis & { patchbayRuntime?: Promise<Runtime> }

/** Publishes the runtime to every route and page of this process. */
export function setRuntime(runtime: Promise<Runtime>): void {
  holder.patchbayRuntime = runtime
}

/** The running console. Throws where instrumentation.ts has not started it. */
export async function getRuntime(): Promise<Runtime> {
  if (!holder.patchbayRuntime) throw new Error('the console is not started: instrumentation.ts calls setRuntime first')
  return holder.patchbayRuntime
}
