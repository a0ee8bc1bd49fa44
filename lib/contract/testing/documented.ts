/* Test support: answers of the API against its own document, by nothing but the document. */
import { z } from 'zod'
import { EVENT_STREAM } from '../constants/event-stream'
import { toOpenApi } from '../openapi'
import { ROUTES } from '../routes'

type JsonSchema = z.core.JSONSchema.BaseSchema
const JsonSchema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null)
const Content = z.record(
  z.string(),
  z.object({ schema: JsonSchema, 'x-events': z.record(z.string(), JsonSchema).optional() }),
)
const Operation = z.object({ responses: z.record(z.string(), z.object({ content: Content.optional() })) })
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), JsonSchema) }),
})

/** What a client saw. `path` without its query; `type` is the Content-Type, null where there is none. */
type Answer = { method: string; path: string; status: number; type: string | null; text: string }

/** Faults, in words; none: all is as the document says. */
export type Documented = {
  /** Of a whole answer. Of an event stream the head alone is looked at. */
  answer: (answer: Answer) => string[]
  /** Of one event of a stream. */
  event: (path: string, event: { event: string; data: string }) => string[]
}

/** Methods that any path has and no document lists. */
const EVERYWHERE = new Set(['HEAD', 'OPTIONS'])

/** Checks answers against an OpenAPI document of ours. Throws ZodError where it is none. */
function documentedBy(document: unknown): Documented {
  const { paths, components } = Document.parse(document)
  // Zod knows references within one schema only.
  const parts = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => [name, withOwnReferences(schema)]),
  )
  const made = new Map<JsonSchema, z.ZodType>()
  const toZod = (schema: JsonSchema): z.ZodType => {
    const known = made.get(schema)
    if (known) return known
    const whole = z.fromJSONSchema({ ...withOwnReferences(schema), $defs: parts }, { registry: z.registry() })
    made.set(schema, whole)
    return whole
  }
  const patterns = Object.keys(paths).map((template) => ({
    template,
    // A path without parameters is asked first: "hosts/probe" is no host.
    isExact: !template.includes('{'),
    pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`),
  }))
  const find = (method: string, path: string) => {
    const hits = patterns
      .filter(({ pattern }) => pattern.test(path))
      .sort((a, b) => Number(b.isExact) - Number(a.isExact))
    const [hit] = hits
    return hit ? { template: hit.template, operation: paths[hit.template]?.[method.toLowerCase()] } : null
  }
  const errorBody = toZod({ $ref: '#/components/schemas/ErrorBody' })

  const judge = ({ method, path, status, type, text }: Answer): string[] => {
    const found = find(method, path)
    const media = type?.split(';', 1)[0]?.trim() ?? null
    // What does not exist is no operation, and its answer an error like any other.
    if (!found?.operation) {
      const wanted = found ? 405 : 404
      if (status !== wanted && status !== 421) return [`${wanted} wanted of what the document does not have`]
      return [
        ...(media === 'application/json' ? [] : [`JSON wanted, ${media ?? 'no type'} found`]),
        ...misfits(errorBody, text),
      ]
    }
    const response = found.operation.responses[String(status)]
    if (!response) return [`the document knows ${Object.keys(found.operation.responses).join(', ')}`]
    const { content } = response
    if (!content) return text === '' ? [] : ['the document has no body']
    const described = media === null ? undefined : content[media]
    if (!described) return [`the document has ${Object.keys(content).join(' and ')}, ${media ?? 'no type'} found`]
    if (media === EVENT_STREAM) return []
    return misfits(toZod(described.schema), text, media === 'application/json')
  }

  return {
    answer: (answer) => {
      if (EVERYWHERE.has(answer.method)) return []
      const { method, path, status } = answer
      return judge(answer).map((fault) => `${method} ${path} answered ${status}: ${fault}`)
    },
    event: (path, { event, data }) => {
      const events = find('GET', path)?.operation?.responses['200']?.content?.[EVENT_STREAM]?.['x-events']
      const schema = events?.[event]
      const faults = schema === undefined ? ['the document has no such event'] : misfits(toZod(schema), data)
      return faults.map((fault) => `event ${event} of ${path}: ${fault}`)
    },
  }
}

/** By the document as this console serves it. */
export const documentedByUs = (): Documented => documentedBy(toOpenApi(ROUTES, 'test'))

function misfits(schema: z.ZodType, text: string, isJson = true): string[] {
  let value: unknown = text
  if (isJson) {
    try {
      value = JSON.parse(text)
    } catch {
      return [`JSON wanted, found ${JSON.stringify(text.slice(0, 80))}`]
    }
  }
  const result = schema.safeParse(value)
  return result.success ? [] : [z.prettifyError(result.error).slice(0, 600)]
}

/** The same schema, with the document's references as those of one schema. */
function withOwnReferences(schema: JsonSchema): JsonSchema {
  return JsonSchema.parse(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/')))
}
