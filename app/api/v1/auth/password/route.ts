import { ROUTES } from '@/lib/contract/routes'
import { changeOwnPassword } from '@/lib/server/auth/manage-users'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.changePassword, ({ actor, body, origin, runtime }) =>
    changeOwnPassword(runtime, actor, body, origin),
  ),
})
