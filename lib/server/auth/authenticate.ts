import 'server-only'
import type { Role } from '@/lib/contract/auth'
import { AppError } from '../errors'
import type { HeaderSource } from '../http/peer'
import { requestHost } from '../http/peer'
import { refuseCrossSite } from '../http/same-origin'
import type { Services } from '../services'
import type { Actor } from './actor'
import { hasRole } from './actor'
import { readApiToken } from './api-token'
import { readSession } from './session'
import { readSessionCookie } from './session-cookie'

type Deps = Pick<Services, 'db' | 'env' | 'now'>

/**
 * Decides whether a request may go on, and as whom (null only on public routes). A bearer token is looked at alone: a cookie
 * beside it never helps. Everything else must come from this very site.
 * Throws AppError cross_site_request, unauthenticated, forbidden.
 */
export async function authorise(
  deps: Deps,
  method: string,
  headers: HeaderSource,
  least: Role | 'public',
): Promise<Actor | null> {
  const authorization = headers.get('authorization')
  if (authorization === null) refuseCrossSite(method, headers, requestHost(headers))
  if (least === 'public') return null
  const actor = authorization === null ? await bySession(deps, headers) : await byToken(deps, authorization)
  if (!hasRole(actor.role, least)) {
    throw new AppError('forbidden', {
      message: `This needs the role ${least}; you have ${actor.role}. Ask an administrator.`,
      details: { needed: least, found: actor.role },
    })
  }
  return actor
}

async function bySession({ db, env, now }: Deps, headers: HeaderSource): Promise<Actor> {
  const token = readSessionCookie(headers, env)
  const actor = token === null ? null : await readSession(db, token, now())
  if (actor) return actor
  throw new AppError('unauthenticated', {
    message:
      token === null
        ? 'Sign in, or send an API token as "Authorization: Bearer …".'
        : 'The session has ended: sign in again.',
  })
}

async function byToken({ db, now }: Deps, authorization: string): Promise<Actor> {
  const [, text] = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization) ?? []
  const actor = text === undefined ? null : await readApiToken(db, text, now())
  if (actor) return actor
  throw new AppError('unauthenticated', {
    message:
      text === undefined
        ? 'The Authorization header should be "Bearer" and an API token.'
        : 'Nobody has this API token: it was revoked, has expired, or is mistyped.',
  })
}
