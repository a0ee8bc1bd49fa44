import { z } from 'zod'
import { StateChange } from '../core/observe/state-change'
import { Graph } from '../core/topology/graph/graph'
import { NetworkState } from '../core/model/network-state'
import { Plan } from '../core/plan/step'
import { ApiToken, Me, User } from './auth'
import { Change, ChangeSummary } from './changes'
import type { ErrorCode } from './errors'
import { ERROR_CODES, ErrorBody } from './errors'
import type { EventSchemas } from './events'
import { EVENT_STREAM } from './constants/event-stream'
import { Host, HostAuth } from './hosts'
import type { RouteSpec } from './route-spec'

type JsonObject = Record<string, unknown>

/** Schemas with a name of their own in the document: the things the API is about. */
const NAMED = z.registry<{ id: string }>()
const COMPONENTS = {
  ...{ ApiToken, Change, ChangeSummary, ErrorBody, Graph, Host, HostAuth },
  ...{ Me, NetworkState, Plan, StateChange, User },
}
for (const [id, schema] of Object.entries(COMPONENTS)) NAMED.add(schema, { id })

/** What any route may answer with: the wrapper does it for them. */
function commonErrors(spec: RouteSpec): ErrorCode[] {
  return [
    ...(spec.role === 'public' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(spec.method === 'GET' ? [] : (['cross_site_request'] as const)),
    ...(spec.params ? (['not_found'] as const) : []),
    ...(spec.body ? (['invalid_json', 'payload_too_large'] as const) : []),
    ...(spec.body || spec.query ? (['invalid_request'] as const) : []),
    ...(spec.events ? (['too_many_streams'] as const) : []),
    ...(['foreign_host', 'storage_unwritable', 'internal'] as const),
  ]
}

/** The API as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1), made from the same schemas that check every request. */
export function toOpenApi(routes: Readonly<Record<string, RouteSpec>>, version: string): JsonObject {
  const components: JsonObject = {}
  const paths: Record<string, JsonObject> = {}
  for (const [operationId, spec] of Object.entries(routes)) {
    const path = (paths[spec.path] ??= {})
    path[spec.method.toLowerCase()] = toOperation(operationId, spec, components)
  }
  toSchema(ErrorBody, 'output', components)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Patchbay',
      version,
      description:
        'The virtual networking of KVM hosts. Every answer is JSON or a stream of events with JSON in them; every error is an ErrorBody.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'patchbay_session', description: 'Set by signing in' },
      },
    },
  }
}

function toOperation(operationId: string, spec: RouteSpec, components: JsonObject): JsonObject {
  return {
    operationId,
    summary: spec.summary,
    description: spec.role === 'public' ? 'Needs no sign-in.' : `Needs the role ${spec.role}.`,
    'x-least-role': spec.role,
    security: spec.role === 'public' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...toParameters(spec.params, 'path', components), ...toParameters(spec.query, 'query', components)],
    ...(spec.body && { requestBody: { required: true, content: json(toSchema(spec.body, 'input', components)) } }),
    responses: {
      [String(spec.status)]: {
        description: spec.summary,
        ...(spec.response && { content: json(toSchema(spec.response, 'output', components)) }),
        ...(spec.events && { content: toEventStream(spec.events, components) }),
        ...(spec.file && {
          content: Object.fromEntries(
            Object.entries(spec.file).map(([type, schema]) => [
              type,
              { schema: toSchema(schema, 'output', components) },
            ]),
          ),
        }),
      },
      ...toErrorResponses([...commonErrors(spec), ...spec.errors]),
    },
  }
}

function toParameters(schema: z.ZodObject | undefined, where: 'path' | 'query', components: JsonObject): JsonObject[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name,
    in: where,
    required: where === 'path' || !z.safeParse(part, undefined).success,
    schema: toSchema(part, 'input', components),
  }))
}

/** One response per HTTP status, with its codes and when each is given. */
function toErrorResponses(codes: ErrorCode[]): JsonObject {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const { status } = ERROR_CODES[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map((code) => `${code}: ${ERROR_CODES[code].when}`).join('; '),
        content: json({ allOf: [{ $ref: '#/components/schemas/ErrorBody' }, withCode(of)] }),
      },
    ]),
  )
}

/** Of all error bodies those with one of these codes. */
const withCode = (codes: ErrorCode[]): JsonObject => ({
  type: 'object',
  properties: { error: { type: 'object', properties: { code: { enum: codes } } } },
})

/** OpenAPI 3.1 has no words for event streams: the data of each event, by its name, stands in an extension. */
const toEventStream = (events: EventSchemas, components: JsonObject): JsonObject => ({
  [EVENT_STREAM]: {
    schema: { type: 'string' },
    'x-events': Object.fromEntries(
      Object.entries(events).map(([name, schema]) => [name, toSchema(schema, 'output', components)]),
    ),
  },
})

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } })

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks; named parts move to `components` and are referred to. */
function toSchema(schema: z.core.$ZodType, io: 'input' | 'output', components: JsonObject): JsonObject {
  const made: JsonObject = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    metadata: NAMED,
    unrepresentable: 'any',
  })
  const { $defs, $schema: _, ...own } = pointToComponents(made)
  for (const [name, part] of Object.entries(($defs ?? {}) as JsonObject))
    components[name] ??= withoutId(part as JsonObject)
  const { id } = NAMED.get(schema) ?? {}
  if (id === undefined) return own
  components[id] ??= withoutId(own)
  return { $ref: `#/components/schemas/${id}` }
}

const withoutId = ({ id: _, ...rest }: JsonObject): JsonObject => rest

function pointToComponents(made: JsonObject): JsonObject {
  // JSON in, JSON out: the reviver only rewrites references.
  return JSON.parse(JSON.stringify(made), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/^#\/\$defs\//, '#/components/schemas/') : value,
  ) as JsonObject
}
