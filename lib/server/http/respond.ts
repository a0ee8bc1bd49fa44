import type { ErrorBody } from '@/lib/contract/errors'
import { EVENT_STREAM } from '@/lib/contract/constants/event-stream'
import { storageProblemOf } from '../db/storage-fault'
import { AppError } from '../errors'

/** Answers hold the networks of hosts: no cache on the way keeps them, and no browser guesses another type. */
export function apiHeaders(requestId: string): Headers {
  return new Headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-request-id': requestId })
}

export function jsonResponse(status: number, body: unknown, headers: Headers): Response {
  headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(JSON.stringify(body), { status, headers })
}

/** Past every cache and buffer: `no-transform` keeps compression away, which would hold events back, and X-Accel-Buffering nginx. */
export function eventStreamResponse(body: ReadableStream<Uint8Array> | null, headers: Headers): Response {
  headers.set('content-type', `${EVENT_STREAM}; charset=utf-8`)
  headers.set('cache-control', 'no-store, no-transform')
  headers.set('x-accel-buffering', 'no')
  return new Response(body, { headers })
}

/** To be saved, never shown by the browser: what stands in it came from hosts. */
export function fileResponse(
  { name, type, body }: { name: string; type: string; body: ReadableStream<Uint8Array> },
  headers: Headers,
): Response {
  headers.set('content-type', `${type}; charset=utf-8`)
  headers.set('content-disposition', `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_')}"`)
  return new Response(body, { headers })
}

/** An unknown error becomes `internal`: its text stays in the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const problem = storageProblemOf(error)
  if (problem !== null)
    return new AppError('storage_unwritable', {
      message: `The console could not record this: ${problem}. Free space where its database lies, or make it writable.`,
      cause: error,
    })
  return new AppError('internal', {
    message: 'Something went wrong in the console. The log has it under the request id.',
    cause: error,
  })
}

export function errorResponse(error: AppError, requestId: string, headers = apiHeaders(requestId)): Response {
  const body: ErrorBody = {
    error: { code: error.code, message: error.message, details: { ...error.details, requestId } },
  }
  if (error.status === 401) headers.set('www-authenticate', 'Bearer realm="patchbay"')
  const { retryAfterSeconds } = error.details
  if (typeof retryAfterSeconds === 'number') headers.set('retry-after', String(retryAfterSeconds))
  return jsonResponse(error.status, body, headers)
}
