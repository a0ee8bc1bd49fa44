import { ROUTES } from '@/lib/contract/routes'
import { readDesired } from '@/lib/server/desired/manage-desired'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getDesired, ({ params, runtime }) => readDesired(runtime, params.hostId)),
})
