import { ROUTES } from '@/lib/contract/routes'
import { readAtOf } from '@/lib/server/host/host-view'
import { refreshHost } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.refreshHost, async ({ params, runtime }) => {
    const reading = await refreshHost(runtime, params.hostId)
    return { version: reading.version, readAt: readAtOf(reading) }
  }),
})
