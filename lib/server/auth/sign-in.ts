import 'server-only'
import type { Role, SetupRequest, SignInRequest } from '@/lib/contract/auth'
import type { Tx } from '../db/client'
import { isKnownAddress, noteKnownAddress } from '../db/known-address'
import type { User } from '../db/user'
import { countUsers, createFirstAdmin, findUser, findUserByLogin, noteSignIn } from '../db/user'
import { AppError } from '../errors'
import type { Services } from '../services'
import type { Origin } from './actor'
import { addressGroup } from './address-group'
import { checkPassword, hashPassword } from './password'
import { refuseWeakPassword } from './new-password'
import { endSession, startSession } from './session'

type Deps = Pick<Services, 'db' | 'audit' | 'signInLimit' | 'failedSignIns' | 'deviceMarks' | 'now'>
export type SignedIn = {
  token: string
  /** For the device cookie. */
  mark: string
  login: string
  role: Role
}
/** What a browser brings along. */
export type Visitor = { address: string | null; oldToken: string | null; mark: string | null }

/**
 * Checks name and password and opens a new session; one that the browser still had is ended (no session fixation).
 * Throws AppError wrong_credentials, too_many_attempts, console_busy.
 */
export async function signIn(
  deps: Deps,
  { login, password }: SignInRequest,
  { address, oldToken, mark }: Visitor,
): Promise<SignedIn> {
  const { db, audit, signInLimit, failedSignIns, deviceMarks, now } = deps
  const user = await findUserByLogin(db, login)
  const deviceId = user && deviceMarks.read(mark, user, now())
  const isAddressKnown = user !== null && (await isKnownAddress(db, user.id, addressGroup(address), now()))
  const attempt = signInLimit.begin({ login, address, deviceId, isAddressKnown }, now().getTime())
  const isRight = await checkPassword(user?.passwordHash ?? null, password, attempt.rank).catch((error: unknown) => {
    attempt.takeBack()
    throw error
  })
  const enter = (known: User) =>
    audit.commit(async (tx, note) => {
      // While it was checked the password may have been reset, or the user removed.
      const current = await findUser(tx, known.id)
      if (current?.passwordHash !== known.passwordHash) return null
      attempt.succeed()
      if (oldToken !== null) await endSession(tx, oldToken)
      note({ actor: `user:${known.login}`, address, action: 'session.sign-in', target: `user:${known.login}` })
      return welcome(tx, deps, current, { address, deviceId })
    })
  const signedIn = user && isRight ? await enter(user) : null
  if (signedIn) return signedIn
  // Names that nobody has are not kept: now and then one is a password typed into the wrong field.
  const target = user ? `user:${user.login}` : 'unknown user'
  await failedSignIns.note({ address, target, beginsLock: attempt.beginsLock })
  throw new AppError('wrong_credentials', { message: 'No user has this name and this password.' })
}

async function welcome(
  tx: Tx,
  { deviceMarks, now }: Pick<Deps, 'deviceMarks' | 'now'>,
  user: User,
  { address, deviceId }: { address: string | null; deviceId: string | null },
): Promise<SignedIn> {
  await noteSignIn(tx, user.id, now())
  if (address !== null) await noteKnownAddress(tx, user.id, addressGroup(address), now())
  const mark = deviceMarks.make(user, deviceId, now())
  return { token: await startSession(tx, user, now()), mark, login: user.login, role: user.role }
}

/**
 * Makes the first administrator and signs them in. Throws AppError setup_done where there is a user, wrong_setup_code,
 * too_many_attempts, invalid_request for a password that is easy to guess.
 */
export async function setUp(
  deps: Pick<Services, 'db' | 'audit' | 'deviceMarks' | 'setupCode' | 'failedSignIns' | 'now'>,
  { code, login, password }: SetupRequest,
  address: string | null,
): Promise<SignedIn> {
  const { db, audit, setupCode, failedSignIns, now } = deps
  if ((await countUsers(db)) > 0) throw setUpDone()
  try {
    setupCode.check(code, address, now().getTime())
  } catch (error) {
    await failedSignIns.note({ address, target: 'set-up', beginsLock: false })
    throw error
  }
  refuseWeakPassword(password, login)
  const passwordHash = await hashPassword(password)
  return audit.commit(async (tx, note) => {
    const user = await createFirstAdmin(tx, { login, passwordHash, now: now() })
    if (!user) throw setUpDone()
    note({ actor: `user:${user.login}`, address, action: 'console.setup', target: `user:${user.login}` })
    return welcome(tx, deps, user, { address, deviceId: null })
  })
}

const setUpDone = () =>
  new AppError('setup_done', { message: 'The first administrator exists already: sign in instead.' })

/** Ends the session behind a token. */
export async function signOut({ audit }: Pick<Services, 'audit'>, token: string, origin: Origin): Promise<void> {
  await audit.commit(async (tx, note) => {
    await endSession(tx, token)
    note({ ...origin, action: 'session.sign-out', target: origin.actor })
  })
}
