import 'server-only'
import type { AuditLog } from './audit/audit-log'
import type { DeviceMarks } from './auth/device-marks'
import type { FailedSignIns } from './auth/failed-sign-ins'
import type { SetupCode } from './auth/setup-code'
import type { SignInLimit } from './auth/sign-in-limit'
import type { Sealer } from './crypto/seal'
import type { Db } from './db/client'
import type { StorageWatch } from './db/storage-watch'
import type { DesiredStateStore } from './desired/desired-state-store'
import type { Env } from './env'
import type { checkHost } from './host/check-host'
import type { Fleet } from './host/fleet'
import type { probeHost } from './host/probe-host'
import type { OpenStreams } from './http/open-streams'
import type { LiveFeeds } from './live/live-feeds'
import type { Logger } from './log'

/** What lives as long as the process and is handed on as an argument; the runtime adds what rests on it. */
export type Services = {
  env: Env
  log: Logger
  db: Db
  audit: AuditLog
  /** Whether the database can be written. */
  storage: StorageWatch
  sealer: Sealer
  signInLimit: SignInLimit
  failedSignIns: FailedSignIns
  deviceMarks: DeviceMarks
  setupCode: SetupCode
  fleet: Fleet
  /** Event streams to browsers: whoever opens one adds it here. */
  streams: OpenStreams
  /** What event streams tell. */
  live: LiveFeeds
  /** What is wanted of the objects of hosts. */
  desired: DesiredStateStore
  probeHost: typeof probeHost
  checkHost: typeof checkHost
  now: () => Date
  startedAt: Date
}
