import { ROUTES } from '@/lib/contract/routes'
import { refreshHost } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.refreshHost, async ({ params, runtime }) => {
    const { version, readAt } = await refreshHost(runtime, params.hostId)
    return { version, readAt: readAt.toISOString() }
  }),
})
