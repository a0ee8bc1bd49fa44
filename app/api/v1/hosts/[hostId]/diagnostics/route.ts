import { ROUTES } from '@/lib/contract/routes'
import { readDiagnostics } from '@/lib/server/host/read-host'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getHostDiagnostics, ({ params, runtime }) => readDiagnostics(runtime, params.hostId)),
})
