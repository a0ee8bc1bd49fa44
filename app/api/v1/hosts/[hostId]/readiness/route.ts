import { ROUTES } from '@/lib/contract/routes'
import { readHost } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHostReadiness, async ({ params, runtime }) => {
    const { tools, sources } = (await readHost(runtime, params.hostId)).reading.state
    return { tools, sources }
  }),
})
