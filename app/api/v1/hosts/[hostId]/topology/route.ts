import { ROUTES } from '@/lib/contract/routes'
import { deriveFrom } from '@/lib/server/host/host-view'
import { readHost } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHostTopology, async ({ params, runtime }) => {
    const { status, version, readAt, state } = await readHost(runtime, params.hostId)
    const { nodes, edges } = deriveFrom(state).graph
    return { version, status, readAt: readAt.toISOString(), nodes, edges }
  }),
})
