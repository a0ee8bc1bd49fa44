import 'server-only'
import type { ChangePasswordRequest, CreateUserRequest, UpdateUserRequest, User as UserDto } from '@/lib/contract/auth'
import { listTokenNamesOf } from '../db/api-token'
import { deleteSessionsOf } from '../db/session'
import { createUser, deleteUser, findUser, toUserDto, updateUser } from '../db/user'
import { AppError } from '../errors'
import type { Services } from '../services'
import type { Actor, Origin } from './actor'
import { requirePerson } from './actor'
import { refuseWeakPassword, sameAsBefore } from './new-password'
import { checkPassword, hashPassword } from './password'
import { requireStill } from './session'

type Deps = Pick<Services, 'db' | 'audit' | 'now'>

const noSuchUser = () => new AppError('not_found', { message: 'There is no user with this id.' })

/**
 * Throws AppError name_taken, invalid_request (the password is too easy to guess), console_busy, forbidden (asked with a token, or
 * the role was lowered meanwhile), unauthenticated (the session has ended meanwhile).
 */
export async function addUser(
  { audit, now }: Pick<Services, 'audit' | 'now'>,
  actor: Actor,
  { login, password, role }: CreateUserRequest,
  origin: Origin,
): Promise<UserDto> {
  const person = requirePerson(actor, 'add users')
  refuseWeakPassword(password, login)
  const passwordHash = await hashPassword(password)
  return audit.commit(async (tx, note) => {
    await requireStill(tx, person)
    const user = await createUser(tx, { login, passwordHash, role, now: now() })
    note({ ...origin, action: 'user.create', target: `user:${user.login}`, detail: { role } })
    return toUserDto(user)
  })
}

/**
 * A new role counts from the next request on; a new password ends the user's sessions. Throws AppError not_found, last_admin,
 * invalid_request (the password is too easy to guess, or the old one), and forbidden, unauthenticated, console_busy as `addUser`.
 */
export async function changeUser(
  { db, audit }: Pick<Services, 'db' | 'audit'>,
  actor: Actor,
  id: string,
  { role, password }: UpdateUserRequest,
  origin: Origin,
): Promise<UserDto> {
  const person = requirePerson(actor, 'change users')
  if (password !== undefined) {
    const known = await findUser(db, id)
    if (!known) throw noSuchUser()
    refuseWeakPassword(password, known.login)
    if (await checkPassword(known.passwordHash, password)) throw sameAsBefore('password')
  }
  const change = {
    ...(role === undefined ? {} : { role }),
    ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
  }
  const detail = { ...(role === undefined ? {} : { role }), isPasswordNew: password !== undefined }
  return audit.commit(async (tx, note) => {
    await requireStill(tx, person)
    const user = await updateUser(tx, id, change)
    if (!user) throw noSuchUser()
    if (password !== undefined) await deleteSessionsOf(tx, id)
    note({ ...origin, action: 'user.update', target: `user:${user.login}`, detail })
    return toUserDto(user)
  })
}

/** Their sessions and API tokens end with them. Throws AppError not_found, last_admin, forbidden (asked with a token). */
export async function removeUser(
  { audit }: Pick<Services, 'audit'>,
  actor: Actor,
  id: string,
  origin: Origin,
): Promise<void> {
  requirePerson(actor, 'remove users')
  await audit.commit(async (tx, note) => {
    const tokens = await listTokenNamesOf(tx, id)
    const user = await deleteUser(tx, id)
    if (!user) throw noSuchUser()
    for (const name of tokens)
      note({ ...origin, action: 'token.delete', target: `token:${name}`, detail: { owner: user.login } })
    note({ ...origin, action: 'user.delete', target: `user:${user.login}`, detail: { role: user.role } })
  })
}

/**
 * Changes one's own password and ends one's other sessions; gives the new mark of the device that showed `mark`, for the old ends
 * with the old password. Guessing the current one is slowed down like signing in.
 * Throws AppError forbidden (an API token has no password), wrong_credentials, too_many_attempts, console_busy, invalid_request (the
 * new one is easy to guess, or the old one), unauthenticated (the session has ended meanwhile).
 */
export async function changeOwnPassword(
  { db, audit, signInLimit, deviceMarks, now }: Deps & Pick<Services, 'signInLimit' | 'deviceMarks'>,
  actor: Actor,
  { currentPassword, newPassword }: ChangePasswordRequest,
  origin: Origin,
  mark: string | null,
): Promise<string> {
  if (actor.via === 'token') {
    throw new AppError('forbidden', { message: 'An API token has no password: sign in as a user to change yours.' })
  }
  const attempt = signInLimit.beginSignedIn(actor.login, now().getTime())
  const user = await findUser(db, actor.userId)
  const isRight = await checkPassword(user?.passwordHash ?? null, currentPassword)
  if (!user || !isRight) {
    await audit.append({ ...origin, action: 'user.change-password-failed', target: origin.actor })
    throw notCurrent()
  }
  attempt.succeed()
  // Not before: weighing costs more than a check, and nobody counts it.
  refuseWeakPassword(newPassword, actor.login, 'newPassword')
  if (newPassword === currentPassword) throw sameAsBefore('newPassword')
  const passwordHash = await hashPassword(newPassword)
  await audit.commit(async (tx, note) => {
    await requireStill(tx, actor)
    // Else what was set meanwhile would be undone by whoever knew the one before.
    if ((await findUser(tx, user.id))?.passwordHash !== user.passwordHash) throw notCurrent()
    await updateUser(tx, user.id, { passwordHash })
    await deleteSessionsOf(tx, user.id, actor.sessionHash)
    note({ ...origin, action: 'user.change-password', target: origin.actor })
  })
  const { id } = user
  return deviceMarks.make({ id, passwordHash }, deviceMarks.read(mark, user, now()), now())
}

const notCurrent = () => new AppError('wrong_credentials', { message: 'This is not your current password.' })
