import type { ErrorCode } from '@/lib/contract/errors'
import { ERROR_CODES } from '@/lib/contract/errors'

export type AppErrorOptions = {
  /** For a person: what was wanted, what was found, what would be right. Never holds a secret. */
  message: string
  /** Machine-readable facts of the API answer, e.g. `{ fields }` or `{ lastSeenAt }`. Never holds a secret. */
  details?: Readonly<Record<string, unknown>>
  /** What was caught; goes to the log, never to the browser. */
  cause?: unknown
}

/** The one error class of the server: its code decides HTTP status and whether a retry makes sense (lib/contract/errors.ts). */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, { message, details = {}, cause }: AppErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }

  get isRetryable(): boolean {
    return ERROR_CODES[this.code].isRetryable
  }

  get status(): number {
    return ERROR_CODES[this.code].status
  }
}
