import { ROUTES } from '@/lib/contract/routes'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.releaseHost, ({ params, origin, runtime }) =>
    runtime.changes.failedRollbacks.release(params.changeId, origin),
  ),
})
