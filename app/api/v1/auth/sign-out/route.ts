import { ROUTES } from '@/lib/contract/routes'
import { readSessionCookie, sessionCookie } from '@/lib/server/auth/session-cookie'
import { signOut } from '@/lib/server/auth/sign-in'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.signOut, async ({ actor, origin, runtime, request, headers }) => {
    const token = readSessionCookie(request.headers, runtime.env)
    if (actor.via === 'session' && token !== null) await signOut(runtime, token, origin)
    headers.append('set-cookie', sessionCookie(request.headers, runtime.env, '', 0))
  }),
})
