import { ROUTES } from '@/lib/contract/routes'
import { releaseObjects } from '@/lib/server/desired/manage-desired'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.releaseObjects, ({ params, body, origin, runtime }) =>
    releaseObjects(runtime, params.hostId, body.objects, origin),
  ),
})
