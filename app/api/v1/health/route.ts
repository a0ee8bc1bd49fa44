import { ROUTES } from '@/lib/contract/routes'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'
import { version } from '@/package.json'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHealth, async ({ runtime }) => ({
    status: 'ok' as const,
    version,
    uptimeSeconds: Math.floor((runtime.now().getTime() - runtime.startedAt.getTime()) / 1000),
    storage: runtime.storage.state,
  })),
})
