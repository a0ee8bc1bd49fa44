import { ROUTES } from '@/lib/contract/routes'
import { exportAudit } from '@/lib/server/audit/export-audit'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.exportAudit, ({ query, origin, runtime }) => exportAudit(runtime, query, origin)),
})
