import 'server-only'
import type { Role, SetupRequest, SignInRequest } from '@/lib/contract/auth'
import { createFirstAdmin, findUserByLogin, noteSignIn } from '../db/user'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { Origin } from './actor'
import { checkPassword, hashPassword } from './password'
import { endSession, startSession } from './session'

type Deps = Pick<Runtime, 'db' | 'audit' | 'signInLimit' | 'now'>
export type SignedIn = { token: string; login: string; role: Role }

/**
 * Checks name and password and opens a new session; one that the browser still had is ended (no session fixation).
 * Throws AppError wrong_credentials, too_many_attempts.
 */
export async function signIn(
  { db, audit, signInLimit, now }: Deps,
  { login, password }: SignInRequest,
  address: string | null,
  oldToken: string | null,
): Promise<SignedIn> {
  const beginsLock = signInLimit.begin(login, address, now().getTime())
  const user = await findUserByLogin(db, login)
  const isRight = await checkPassword(user?.passwordHash ?? null, password)
  if (!user || !isRight) {
    // Names that nobody has are not kept: now and then one is a password typed into the wrong field.
    const failure = { actor: 'anonymous', address, target: user ? `user:${user.login}` : 'unknown user' }
    await audit.append({ ...failure, action: 'session.sign-in-failed' })
    if (beginsLock) await audit.append({ ...failure, action: 'session.locked' })
    throw new AppError('wrong_credentials', { message: 'No user has this name and this password.' })
  }
  signInLimit.succeed(login, address)
  if (oldToken !== null) await endSession(db, oldToken)
  await audit.append({ actor: `user:${user.login}`, address, action: 'session.sign-in', target: `user:${user.login}` })
  await noteSignIn(db, user.id, now())
  return { token: await startSession(db, user, now()), login: user.login, role: user.role }
}

/** Makes the first administrator and signs them in. Throws AppError setup_done where there is a user. */
export async function setUp(
  { db, audit, now }: Pick<Runtime, 'db' | 'audit' | 'now'>,
  { login, password }: SetupRequest,
  address: string | null,
): Promise<SignedIn> {
  const user = await createFirstAdmin(db, { login, passwordHash: await hashPassword(password), now: now() })
  if (!user) {
    throw new AppError('setup_done', { message: 'The first administrator exists already: sign in instead.' })
  }
  await audit.append({ actor: `user:${user.login}`, address, action: 'console.setup', target: `user:${user.login}` })
  await noteSignIn(db, user.id, now())
  return { token: await startSession(db, user, now()), login: user.login, role: user.role }
}

/** Ends the session behind a token. */
export async function signOut(
  { db, audit }: Pick<Runtime, 'db' | 'audit'>,
  token: string,
  origin: Origin,
): Promise<void> {
  await endSession(db, token)
  await audit.append({ ...origin, action: 'session.sign-out', target: origin.actor })
}
