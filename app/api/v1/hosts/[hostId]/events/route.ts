import { ROUTES } from '@/lib/contract/routes'
import { holderOf } from '@/lib/server/auth/actor'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'
import { openEventStream } from '@/lib/server/live/event-stream'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.followHost, async ({ params, actor, runtime, request, isAllowed }) =>
    openEventStream({
      feed: runtime.live.host(params.hostId),
      request,
      streams: runtime.streams,
      holder: holderOf(actor),
      isAllowed,
    }),
  ),
})
