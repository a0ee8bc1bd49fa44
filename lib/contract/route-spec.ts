import type { z } from 'zod'
import type { Role } from './auth'
import type { ErrorCode } from './errors'
import type { EventSchemas } from './events'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** Media types of a file, and the schema of what is in it. */
export type FileTypes = Readonly<Record<string, z.ZodType>>

/** One operation of the HTTP API: all that the wrapper on the server, the OpenAPI document and the tests need to know. */
export type RouteSpec = {
  method: Method
  /** OpenAPI's form: "/api/v1/hosts/{hostId}". */
  path: `/api/v1/${string}`
  /** The least role that may; `public` needs no sign-in. */
  role: Role | 'public'
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Status of success; 202: accepted, and goes on after the answer; 204 has no body. */
  status: 200 | 201 | 202 | 204
  response: z.ZodType | null
  /** The answer is a stream of these Server-Sent Events, and `response` is null. */
  events?: EventSchemas
  /** The answer is a file of one of these media types, with what stands in it, and `response` is null. */
  file?: FileTypes
  /** Codes of its own, beside those that any route may give (OpenAPI lists both). */
  errors: readonly ErrorCode[]
}

/** Keeps the literal types of a spec, so that handlers know their params, query, body and answer. */
export const route = <const S extends RouteSpec>(spec: S): S => spec
