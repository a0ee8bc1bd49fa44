import { ROUTES } from '@/lib/contract/routes'
import { changeUser, removeUser } from '@/lib/server/auth/manage-users'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(ROUTES.updateUser, ({ actor, params, body, origin, runtime }) =>
    changeUser(runtime, actor, params.userId, body, origin),
  ),
  DELETE: handle(ROUTES.deleteUser, ({ actor, params, origin, runtime }) =>
    removeUser(runtime, actor, params.userId, origin),
  ),
})
