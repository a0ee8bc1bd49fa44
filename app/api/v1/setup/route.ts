import { ROUTES } from '@/lib/contract/routes'
import { deviceCookie, sessionCookie } from '@/lib/server/auth/session-cookie'
import { SESSION_MAX_AGE_SECONDS } from '@/lib/server/auth/session'
import { setUp } from '@/lib/server/auth/sign-in'
import { countUsers } from '@/lib/server/db/user'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getSetup, async ({ runtime }) => ({ isSetUp: (await countUsers(runtime.db)) > 0 })),
  POST: handle(ROUTES.setUp, async ({ body, origin, runtime, request, headers }) => {
    const { token, mark, login, role } = await setUp(runtime, body, origin.address)
    headers.append('set-cookie', sessionCookie(request.headers, runtime.env, token, SESSION_MAX_AGE_SECONDS))
    headers.append('set-cookie', deviceCookie(request.headers, runtime.env, mark))
    return { login, role, via: 'session' as const }
  }),
})
