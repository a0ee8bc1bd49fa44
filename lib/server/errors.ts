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

const BRAND = Symbol.for('patchbay.AppError')

/** The one error class of the server: its code decides HTTP status and whether a retry makes sense (lib/contract/errors.ts). */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  readonly [BRAND] = true

  /**
   * Next bundles this module more than once (instrumentation, each route), and what is made once per process throws the class
   * of its own bundle: the brand makes `instanceof` true for all of them.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value
  }

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
