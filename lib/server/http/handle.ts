import 'server-only'
import type { z } from 'zod'
import type { EventSchemas } from '@/lib/contract/events'
import type { FileTypes, RouteSpec } from '@/lib/contract/route-spec'
import type { Actor, Origin } from '../auth/actor'
import { actorName } from '../auth/actor'
import { authorise } from '../auth/authenticate'
import { newId } from '../crypto/random'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import { getRuntime } from '../runtime'
import { toFieldIssues } from './field-issues'
import { FOREIGN_HOST_MESSAGE, isForeignHost } from './foreign-host'
import { clientAddress } from './peer'
import { readJsonBody } from './read-body'
import { apiHeaders, errorResponse, eventStreamResponse, fileResponse, jsonResponse, toAppError } from './respond'

type Out<T> = T extends z.ZodType ? z.output<T> : undefined

/** What a handler gets: everything parsed, and who asks. `actor` is null on public routes only. */
export type Call<S extends RouteSpec> = {
  params: Out<S['params']>
  query: Out<S['query']>
  body: Out<S['body']>
  actor: S['role'] extends 'public' ? null : Actor
  /** For the audit log. */
  origin: Origin
  runtime: Runtime
  request: Request
  /** Headers of the answer, e.g. for Set-Cookie. */
  headers: Headers
  /** Asked later, for answers that go on: would the same request be let in now? Never rejects. */
  isAllowed: () => Promise<boolean>
}
type Stream = ReadableStream<Uint8Array>
/** A file to be saved. */
export type FileAnswer = { name: string; type: string; body: Stream }
type Answer<S extends RouteSpec> = S['events'] extends EventSchemas
  ? Stream
  : S['file'] extends FileTypes
    ? FileAnswer
    : S['response'] extends z.ZodType
      ? z.input<S['response']>
      : void
type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>

/**
 * Makes a route handler of a spec and a function: checks site, sign-in and role; parses params, query and body; calls; parses
 * the answer, so that nothing leaves which the contract does not name; and turns every error into the contract's shape.
 */
export function handle<S extends RouteSpec>(spec: S, act: (call: Call<S>) => Promise<Answer<S>>): RouteHandler {
  return async (request, context) => {
    const requestId = newId()
    const runtime = await getRuntime()
    const headers = apiHeaders(requestId)
    const startedMs = performance.now()
    let actor: Actor | null = null
    let response: Response
    try {
      if (isForeignHost(request.headers)) throw new AppError('foreign_host', { message: FOREIGN_HOST_MESSAGE })
      const enter = () => authorise(runtime, spec.method, request.headers, spec.role)
      actor = await enter()
      const address = clientAddress(request.headers)
      const call = {
        ...(await parseInput(spec, request, context)),
        actor,
        origin: { actor: actorName(actor), address },
        runtime,
        request,
        headers,
        isAllowed: () =>
          enter().then(
            () => true,
            () => false,
          ),
      }
      // The spec's schemas made each part, and authorise gives null exactly for public routes: Call<S> says so per spec.
      const answer = await act(call as Call<S>)
      response = toResponse(spec, answer, headers)
      // Whatever was changed may have been somebody's right to see what is streamed to them.
      if (spec.method !== 'GET') await runtime.streams.checkAll()
    } catch (error) {
      const appError = toAppError(error)
      if (appError.code === 'internal') runtime.log.error({ requestId, err: error }, 'request failed')
      response = errorResponse(appError, requestId)
    }
    const { method, path } = spec
    const fields = { requestId, method, path, status: response.status, actor: actorName(actor) }
    const level = path === '/api/v1/health' ? 'debug' : 'info'
    runtime.log[level]({ ...fields, durationMs: Math.round(performance.now() - startedMs) }, 'request')
    return response
  }
}

function toResponse(spec: RouteSpec, answer: unknown, headers: Headers): Response {
  // A spec with events has a handler that gives a stream: Answer<S>.
  if (spec.events) return eventStreamResponse(answer as Stream, headers)
  // The same for one with a file.
  if (spec.file) return fileResponse(answer as FileAnswer, headers)
  if (spec.response) return jsonResponse(spec.status, spec.response.parse(answer), headers)
  return new Response(null, { status: spec.status, headers })
}

async function parseInput(spec: RouteSpec, request: Request, context: RouteContext) {
  return {
    params: spec.params && parseParams(spec.params, await context.params),
    query: spec.query && parseFields(spec.query, Object.fromEntries(new URL(request.url).searchParams)),
    body: spec.body && parseFields(spec.body, await readJsonBody(request)),
  }
}

/** An id of the wrong form names nothing, so the answer is the same as for an unknown one. */
function parseParams(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('not_found', { message: 'There is nothing with this id.' })
}

function parseFields(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = toFieldIssues(result.error)
  const summary = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  throw new AppError('invalid_request', { message: summary.slice(0, 1000), details: { fields } })
}
