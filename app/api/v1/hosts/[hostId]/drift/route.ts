import { ROUTES } from '@/lib/contract/routes'
import { readDrift } from '@/lib/server/desired/manage-desired'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getDrift, ({ params, runtime }) => readDrift(runtime, params.hostId)),
})
