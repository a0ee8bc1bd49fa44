import 'server-only'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

export type { Logger }

/** The keys that could hold a secret, wherever they stand. Nothing logs them on purpose: this is the net below. */
const SECRET_KEYS = [
  'password',
  'currentPassword',
  'newPassword',
  'passphrase',
  'privateKey',
  'token',
  'authorization',
  'cookie',
  'auth',
]

/** One JSON line per event on stdout. `stream` is for tests. */
export function createLog(level: string, stream?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  }
  return stream ? pino(options, stream) : pino(options)
}
