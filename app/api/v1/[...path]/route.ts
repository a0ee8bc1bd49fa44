import { newId } from '@/lib/server/crypto/random'
import { AppError } from '@/lib/server/errors'
import { errorResponse } from '@/lib/server/http/respond'

/** Any path that no other route file has: JSON, where Next would answer with its page. */
async function notFound(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const message = `There is nothing at ${pathname.slice(0, 200)}: /api/v1/openapi.json lists what there is.`
  return errorResponse(new AppError('not_found', { message }), newId())
}

export {
  notFound as GET,
  notFound as POST,
  notFound as PUT,
  notFound as PATCH,
  notFound as DELETE,
  notFound as OPTIONS,
}
