import { ROUTES } from '@/lib/contract/routes'
import { readSessionCookie, sessionCookie } from '@/lib/server/auth/session-cookie'
import { SESSION_MAX_AGE_SECONDS } from '@/lib/server/auth/session'
import { signIn } from '@/lib/server/auth/sign-in'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.signIn, async ({ body, origin, runtime, request, headers }) => {
    const oldToken = readSessionCookie(request.headers, runtime.env)
    const { token, login, role } = await signIn(runtime, body, origin.address, oldToken)
    headers.append('set-cookie', sessionCookie(request.headers, runtime.env, token, SESSION_MAX_AGE_SECONDS))
    return { login, role, via: 'session' as const }
  }),
})
