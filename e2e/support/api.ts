import type { z } from 'zod'
import { ErrorBody } from '@/lib/contract/errors'
import { HostResponse, ReadinessResponse } from '@/lib/contract/hosts'
import type { Host, HostAuth } from '@/lib/contract/hosts'
import { HostStateResponse, RefreshResponse, TopologyResponse } from '@/lib/contract/host-state'
import { addHost } from '../run/console.mjs'
import type { TestConsole } from './console'

export type NewHost = {
  name: string
  address: string
  port: number
  username: string
  sudo?: boolean
  auth: HostAuth
  label?: string
}

/** A route's answer, parsed with the contract's schema; throws with the API's own words when it is an error. */
async function call<S extends z.ZodType>(
  server: TestConsole,
  schema: S,
  method: string,
  route: string,
): Promise<z.output<S>> {
  const { status, body } = await server.api(method, route)
  if (status >= 400) throw new Error(`${method} ${route} answered ${status}: ${ErrorBody.parse(body).error.message}`)
  return schema.parse(body)
}

export const createHost = async (server: TestConsole, host: NewHost): Promise<Host> =>
  HostResponse.parse(await addHost(server, host))
export const readHost = (server: TestConsole, id: string) => call(server, HostResponse, 'GET', `/hosts/${id}`)
export const readState = (server: TestConsole, id: string) =>
  call(server, HostStateResponse, 'GET', `/hosts/${id}/state`)
export const readReadiness = (server: TestConsole, id: string) =>
  call(server, ReadinessResponse, 'GET', `/hosts/${id}/readiness`)
export const readTopology = (server: TestConsole, id: string) =>
  call(server, TopologyResponse, 'GET', `/hosts/${id}/topology`)
export const refreshHost = (server: TestConsole, id: string) =>
  call(server, RefreshResponse, 'POST', `/hosts/${id}/refresh`)
