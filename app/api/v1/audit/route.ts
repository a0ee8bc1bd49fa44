import { ROUTES } from '@/lib/contract/routes'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.listAudit, ({ query, runtime }) => runtime.audit.list(query)),
})
