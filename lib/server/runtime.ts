import 'server-only'
import path from 'node:path'
import { AuditLog } from './audit/audit-log'
import { bootstrap } from './auth/bootstrap'
import { DeviceMarks } from './auth/device-marks'
import { FailedSignIns } from './auth/failed-sign-ins'
import { prepareChecks } from './auth/password'
import { SetupCode } from './auth/setup-code'
import { SignInLimit } from './auth/sign-in-limit'
import { afterChange, afterStoring } from './change/after-change'
import { ChangeLinks } from './change/change-links'
import { ChangeManager } from './change/change-manager'
import type { ChangeDeps, ChangeTimings } from './change/change-types'
import { killAt } from './change/failpoint'
import { loadSecretKey } from './crypto/secret-key'
import { Sealer } from './crypto/seal'
import { listHosts } from './db/host'
import { openDb } from './db/client'
import { StorageWatch } from './db/storage-watch'
import type { ConsoleLock } from './db/console-lock'
import { lockDatabase } from './db/console-lock'
import { migrate } from './db/migrate'
import { DesiredStateStore } from './desired/desired-state-store'
import { toDriftResponse } from './desired/drift-view'
import { watchDrift } from './desired/drift-watch'
import { watchMisnamed } from './desired/mend-misnamed'
import type { Env } from './env'
import { checkHost } from './host/check-host'
import { systemClock } from './host/clock'
import type { FleetOptions } from './host/fleet'
import { Fleet } from './host/fleet'
import { openHostLink } from './host/host-link'
import { readAtOf } from './host/host-view'
import { probeHost } from './host/probe-host'
import { authResolver, toFleetHost } from './host/stored-settings'
import { OpenStreams } from './http/open-streams'
import { LiveFeeds } from './live/live-feeds'
import type { Logger } from './log'
import { createLog } from './log'
import type { Services } from './services'

/** Everything a request needs. Made once. */
export type Runtime = Services & {
  /** Changes of hosts that are under way. */
  changes: ChangeManager
  /** Closes the fleet, every open stream and the database. Idempotent. */
  stop: () => Promise<void>
}

/** What tests replace. */
export type RuntimeOptions = { cwd?: string; log?: Logger; now?: () => Date } & Partial<
  Pick<Runtime, 'probeHost' | 'checkHost'> & {
    fleet: Partial<FleetOptions>
    changeTimings: Partial<ChangeTimings>
    failpoint: NonNullable<ChangeDeps['failpoint']>
  }
>

/** Brings the console up, the only one on its database: lock, key, migrations, first users. Throws EnvError, DatabaseLockError, MigrationError. */
export async function startRuntime(env: Env, options: RuntimeOptions = {}): Promise<Runtime> {
  const { now = () => new Date() } = options
  const lock = lockDatabase(env.databaseFile, { now: now() })
  try {
    return await startLocked(env, options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startLocked(env: Env, options: RuntimeOptions, lock: ConsoleLock): Promise<Runtime> {
  const { cwd = process.cwd(), log = createLog(env.logLevel), now = () => new Date() } = options
  const secretKey = loadSecretKey(env.secretKey)
  const sealer = new Sealer(secretKey)
  const applied = migrate(env.databaseFile, path.join(cwd, 'prisma', 'migrations'))
  if (applied.length > 0) log.info({ applied, file: env.databaseFile }, 'database migrated')
  const db = openDb(env.databaseFile, (code) => storage.noteFailure(code))
  const storage = new StorageWatch({ db, file: lock.file, log })
  const audit = new AuditLog(db, log, now)
  const fleet = new Fleet({
    resolveAuth: authResolver(db, sealer, env),
    onListenerError: (error) => log.error({ err: error }, 'a listener of the fleet failed'),
    ...options.fleet,
  })
  const streams = new OpenStreams()
  const rows = await listHosts(db)
  const live = new LiveFeeds({ fleet, rows, onError: (error) => log.error({ err: error }, 'telling of a host failed') })
  const clock = options.fleet?.clock ?? systemClock
  const openLink = options.fleet?.openLink ?? ((settings, signal) => openHostLink(settings, 'host_key_changed', signal))
  const failedSignIns = new FailedSignIns({
    ...{ audit, clock, now },
    onError: (error) => log.error({ err: error }, 'failed sign-ins could not be written down'),
  })
  const desired = new DesiredStateStore(db, now, (hostId, drifted) => {
    const reading = fleet.get(hostId)?.snapshot().reading
    if (reading) live.noteDrift(hostId, toDriftResponse(drifted, readAtOf(reading)))
  })
  const links = new ChangeLinks({ db, sealer, env, openLink, clock })
  const changes = new ChangeManager({
    ...{ db, audit, storage, sealer, live, log, now, links, fleet },
    timings: options.changeTimings ?? {},
    failpoint: options.failpoint ?? killAt(env.failpoint),
    afterwards: (...ended) => afterChange({ db, audit, fleet, live, now, desired }, ...ended),
    afterStoring: (...stored) => afterStoring({ db, audit, fleet, live, now, desired }, ...stored),
  })
  const isChanging = (hostId: string) => changes.underWay.holderOf(hostId) !== null
  const unwatchMisnamed = watchMisnamed({ db, fleet, store: desired, audit, log }, isChanging)
  const unwatchDrift = watchDrift({
    ...{ fleet, store: desired, isChanging },
    onError: (error) => log.error({ err: error }, 'judging a reading failed'),
  })
  const runtime: Runtime = {
    env,
    log,
    db,
    audit,
    storage,
    sealer,
    signInLimit: new SignInLimit(),
    failedSignIns,
    deviceMarks: new DeviceMarks(secretKey),
    setupCode: new SetupCode(),
    fleet,
    streams,
    live,
    changes,
    desired,
    probeHost: options.probeHost ?? probeHost,
    checkHost: options.checkHost ?? checkHost,
    now,
    startedAt: now(),
    stop: async () => {
      streams.closeAll()
      changes.stop()
      unwatchDrift()
      unwatchMisnamed()
      live.stop()
      storage.stop()
      try {
        await fleet.stop()
        await failedSignIns.stop()
        await db.$disconnect()
      } finally {
        lock.release()
      }
    },
  }
  await bootstrap(runtime)
  await prepareChecks()
  await storage.probe()
  storage.start()
  fleet.start(rows.map(toFleetHost))
  await changes.resumeAll()
  return runtime
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

/** Ends the console that this process runs, where it runs one. */
export async function stopRuntime(): Promise<void> {
  const before = await holder.patchbayRuntime?.catch(() => null)
  await before?.stop()
}
