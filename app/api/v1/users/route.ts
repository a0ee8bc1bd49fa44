import { ROUTES } from '@/lib/contract/routes'
import { addUser } from '@/lib/server/auth/manage-users'
import { listUsers, toUserDto } from '@/lib/server/db/user'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.listUsers, async ({ runtime }) => ({ users: (await listUsers(runtime.db)).map(toUserDto) })),
  POST: handle(ROUTES.createUser, ({ actor, body, origin, runtime }) => addUser(runtime, actor, body, origin)),
})
