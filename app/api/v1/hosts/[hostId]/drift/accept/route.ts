import { ROUTES } from '@/lib/contract/routes'
import { acceptDrift } from '@/lib/server/desired/manage-desired'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.acceptDrift, ({ params, body, origin, runtime }) =>
    acceptDrift(runtime, params.hostId, body.objects, origin),
  ),
})
