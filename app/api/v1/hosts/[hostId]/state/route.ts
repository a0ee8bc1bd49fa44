import { ROUTES } from '@/lib/contract/routes'
import { readAtOf } from '@/lib/server/host/host-view'
import { readHost } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHostState, async ({ params, runtime }) => {
    const { status, reading } = await readHost(runtime, params.hostId)
    return { version: reading.version, status, readAt: readAtOf(reading), state: reading.state }
  }),
})
