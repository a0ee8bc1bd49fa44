import { ROUTES } from '@/lib/contract/routes'
import { deviceCookie, readDeviceCookie, readSessionCookie, sessionCookie } from '@/lib/server/auth/session-cookie'
import { SESSION_MAX_AGE_SECONDS } from '@/lib/server/auth/session'
import { signIn } from '@/lib/server/auth/sign-in'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.signIn, async ({ body, origin, runtime, request, headers }) => {
    const { env } = runtime
    const oldToken = readSessionCookie(request.headers, env)
    const visitor = { address: origin.address, oldToken, mark: readDeviceCookie(request.headers, env) }
    const { token, mark, login, role } = await signIn(runtime, body, visitor)
    headers.append('set-cookie', sessionCookie(request.headers, env, token, SESSION_MAX_AGE_SECONDS))
    headers.append('set-cookie', deviceCookie(request.headers, env, mark))
    return { login, role, via: 'session' as const }
  }),
})
