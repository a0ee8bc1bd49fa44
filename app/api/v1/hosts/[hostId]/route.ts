import { ROUTES } from '@/lib/contract/routes'
import { changeHost, removeHost } from '@/lib/server/host/manage-hosts'
import { readHostDto } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHost, ({ params, runtime }) => readHostDto(runtime, params.hostId)),
  PATCH: handle(ROUTES.updateHost, ({ params, body, origin, runtime, request }) =>
    changeHost(runtime, params.hostId, body, origin, request.signal),
  ),
  DELETE: handle(ROUTES.deleteHost, ({ params, origin, runtime }) => removeHost(runtime, params.hostId, origin)),
})
