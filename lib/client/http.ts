import { EVENT_STREAM } from '../contract/constants/event-stream'
import type { ErrorCode } from '../contract/errors'
import { noteServerDate } from './clock'
import type { Contract, SchemaName, Shape } from './contract'
import { loadContract } from './contract'

const API_BASE = '/api/v1'

/** `unreachable`: the console itself did not answer. `bad_answer`: it did, and not in the contract's shape. */
export type ClientErrorCode = ErrorCode | 'unreachable' | 'bad_answer'

/** The one error that leaves this file: a code of the contract, a sentence for a person, and the details. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly code: ClientErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
    /** May the same request succeed later without anybody changing anything? */
    readonly isRetryable = code === 'unreachable',
  ) {
    super(message)
  }
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Options = { signal?: AbortSignal }

/** A request that the console answered, whatever it said. */
async function ask(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(`${API_BASE}${path}`, {
    credentials: 'same-origin',
    cache: 'no-store',
    ...request,
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(
      'unreachable',
      'The console does not answer. Check that it runs and that you are connected to it.',
    )
  })
  noteServerDate(response.headers.get('date'))
  return response
}

async function send(method: Method, path: string, body: unknown, { signal }: Options): Promise<unknown> {
  const response = await ask(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ?? null,
  })
  const answer = parseJson(await response.text())
  if (response.ok) return answer
  throw await toApiError(response.status, answer)
}

/** The schemas of the API. Throws ApiError `unreachable`: then no answer can be checked. */
export async function requireContract(): Promise<Contract> {
  return loadContract().catch(() => {
    throw new ApiError(
      'unreachable',
      'A part of this page could not be loaded. Check that the console runs, and reload.',
    )
  })
}

async function toApiError(status: number, answer: unknown): Promise<ApiError> {
  const { ErrorBody, ERROR_CODES } = await requireContract()
  const known = ErrorBody.safeParse(answer)
  if (!known.success)
    return new ApiError('bad_answer', `The console answered ${status} without saying why. Its log says more.`)
  const { code, message, details } = known.data.error
  return new ApiError(code, message, details, ERROR_CODES[code].isRetryable)
}

/**
 * Opens an event stream below `/api/v1`; `lastEventId` is the last event that one has of it. Not by EventSource, which tells
 * neither why a stream was refused nor that it has gone silent. Throws ApiError; what it gives rejects when `signal` aborts.
 */
export async function openStream(
  path: string,
  { lastEventId, signal }: { lastEventId: string | null; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const headers = { accept: EVENT_STREAM, ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) }
  const response = await ask(path, { headers, signal })
  if (!response.ok) throw await toApiError(response.status, parseJson(await response.text()))
  const isStream = response.headers.get('content-type')?.startsWith(EVENT_STREAM) ?? false
  if (response.body && isStream) return response.body
  throw new ApiError('bad_answer', `${path} should be a stream of events, and something on the way made it another.`)
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON fits no schema, so the caller reports it with the path and the status it knows.
    return undefined
  }
}

/** Past this line an answer has its type: it is parsed with the contract's schema, and an answer that does not fit is an error. */
async function parseAnswer<Name extends SchemaName>(name: Name, answer: unknown, path: string): Promise<Shape<Name>> {
  const schemas = await requireContract()
  const result = schemas[name].safeParse(answer)
  // What a schema lets through is of its type; the compiler does not follow that over a name.
  if (result.success) return result.data as Shape<Name>
  const where = result.error.issues[0]?.path.join('.') ?? ''
  throw new ApiError(
    'bad_answer',
    `${path} answered in a shape this page does not know${where === '' ? '' : ` (at "${where}")`}. Reload: the console may have been updated.`,
  )
}

/** Requests to our own API. Paths are below `/api/v1` and begin with "/". Each throws ApiError. */
export const api = {
  get: async <Name extends SchemaName>(path: string, schema: Name, options: Options = {}): Promise<Shape<Name>> =>
    parseAnswer(schema, await send('GET', path, undefined, options), path),
  post: async <Name extends SchemaName>(
    path: string,
    schema: Name,
    body: unknown = {},
    options: Options = {},
  ): Promise<Shape<Name>> => parseAnswer(schema, await send('POST', path, body, options), path),
  patch: async <Name extends SchemaName>(
    path: string,
    schema: Name,
    body: unknown,
    options: Options = {},
  ): Promise<Shape<Name>> => parseAnswer(schema, await send('PATCH', path, body, options), path),
  delete: async (path: string, options: Options = {}): Promise<void> => {
    await send('DELETE', path, undefined, options)
  },
}

/** Field errors by dotted path: `details.fields` lists a path and a sentence each. Empty for an error that has none. */
export function fieldErrors(error: unknown): Record<string, string> {
  const fields: unknown = error instanceof ApiError ? error.details['fields'] : undefined
  if (!Array.isArray(fields)) return {}
  const entries = fields.filter(isFieldError).map(({ path, message }) => [path, message] as const)
  // The first complaint of a field stands.
  return Object.fromEntries(entries.reverse())
}

const isFieldError = (field: unknown): field is { path: string; message: string } =>
  typeof field === 'object' &&
  field !== null &&
  'path' in field &&
  'message' in field &&
  typeof field.path === 'string' &&
  typeof field.message === 'string'
