import { ROUTES } from '@/lib/contract/routes'
import { changeOwnPassword } from '@/lib/server/auth/manage-users'
import { deviceCookie, readDeviceCookie } from '@/lib/server/auth/session-cookie'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.changePassword, async ({ actor, body, origin, runtime, request, headers }) => {
    const { env } = runtime
    const mark = await changeOwnPassword(runtime, actor, body, origin, readDeviceCookie(request.headers, env))
    headers.append('set-cookie', deviceCookie(request.headers, env, mark))
  }),
})
