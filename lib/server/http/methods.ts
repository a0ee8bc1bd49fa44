import 'server-only'
import type { Method } from '@/lib/contract/route-spec'
import { METHODS } from '@/lib/contract/route-spec'
import { newId } from '../crypto/random'
import { AppError } from '../errors'
import type { RouteHandler } from './handle'
import { apiHeaders, errorResponse } from './respond'

type AllMethods = Record<Method | 'OPTIONS', RouteHandler>

/**
 * All the exports of a route file. Next answers a method without an export by an empty 405; here it is JSON like every other
 * error, with the methods that exist. HEAD is GET without its body: Next does that.
 */
export function methods(handlers: Partial<Record<Method, RouteHandler>>): AllMethods {
  const allowed = METHODS.filter((method) => handlers[method])
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const refuse: RouteHandler = async (request) => {
    const requestId = newId()
    const headers = apiHeaders(requestId)
    headers.set('allow', allow)
    const message = `${request.method} is not possible here; use ${allowed.join(' or ')}.`
    return errorResponse(new AppError('method_not_allowed', { message, details: { allowed } }), requestId, headers)
  }
  const options: RouteHandler = async () => {
    const headers = apiHeaders(newId())
    headers.set('allow', allow)
    return new Response(null, { status: 204, headers })
  }
  const { GET = refuse, POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } = handlers
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: options }
}
