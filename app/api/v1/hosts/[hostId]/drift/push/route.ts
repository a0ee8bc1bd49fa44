import { ROUTES } from '@/lib/contract/routes'
import { pushDesired } from '@/lib/server/desired/manage-desired'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.pushDesired, ({ params, body, origin, runtime }) =>
    pushDesired(runtime, params.hostId, body.objects, origin),
  ),
})
