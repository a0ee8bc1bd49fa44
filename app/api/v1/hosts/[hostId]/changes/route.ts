import { ROUTES } from '@/lib/contract/routes'
import { createChange } from '@/lib/server/change/plan-host-change'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.createChange, ({ params, body, origin, runtime }) =>
    createChange(runtime, params.hostId, body, origin),
  ),
})
