import { ROUTES } from '@/lib/contract/routes'
import { readAtOf } from '@/lib/server/host/host-view'
import { refreshUntilAnswered } from '@/lib/server/host/read-until-answered'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.refreshHost, async ({ params, runtime }) => {
    const { reading, unanswered } = await refreshUntilAnswered(runtime, params.hostId)
    return { version: reading.version, readAt: readAtOf(reading), unanswered: [...unanswered] }
  }),
})
