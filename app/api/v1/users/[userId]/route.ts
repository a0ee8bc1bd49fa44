import { ROUTES } from '@/lib/contract/routes'
import { changeUser, removeUser } from '@/lib/server/auth/manage-users'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(ROUTES.updateUser, ({ params, body, origin, runtime }) =>
    changeUser(runtime, params.userId, body, origin),
  ),
  DELETE: handle(ROUTES.deleteUser, ({ params, origin, runtime }) => removeUser(runtime, params.userId, origin)),
})
