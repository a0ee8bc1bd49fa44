import { ROUTES } from '@/lib/contract/routes'
import { addHost } from '@/lib/server/host/manage-hosts'
import { listHostDtos } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.listHosts, async ({ runtime }) => ({ hosts: await listHostDtos(runtime) })),
  POST: handle(ROUTES.createHost, ({ body, origin, runtime, request }) =>
    addHost(runtime, body, origin, request.signal),
  ),
})
