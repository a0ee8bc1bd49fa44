import { ROUTES } from '@/lib/contract/routes'
import { probe } from '@/lib/server/host/manage-hosts'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.probeHost, async ({ body, origin, runtime }) => ({
    hostKey: await probe(runtime, body, origin),
  })),
})
