import 'server-only'
import type { ChangePasswordRequest, CreateUserRequest, UpdateUserRequest, User as UserDto } from '@/lib/contract/auth'
import { deleteSessionsOf } from '../db/session'
import { createUser, deleteUser, findUser, toUserDto, updateUser } from '../db/user'
import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { Actor, Origin } from './actor'
import { checkPassword, hashPassword } from './password'

type Deps = Pick<Runtime, 'db' | 'audit' | 'now'>

const noSuchUser = () => new AppError('not_found', { message: 'There is no user with this id.' })

/** Throws AppError name_taken. */
export async function addUser(
  { db, audit, now }: Deps,
  { login, password, role }: CreateUserRequest,
  origin: Origin,
): Promise<UserDto> {
  const user = await createUser(db, { login, passwordHash: await hashPassword(password), role, now: now() })
  await audit.append({ ...origin, action: 'user.create', target: `user:${user.login}`, detail: { role } })
  return toUserDto(user)
}

/** A new role counts from the next request on; a new password ends the user's sessions. Throws AppError not_found, last_admin. */
export async function changeUser(
  { db, audit }: Deps,
  id: string,
  { role, password }: UpdateUserRequest,
  origin: Origin,
): Promise<UserDto> {
  const change = {
    ...(role === undefined ? {} : { role }),
    ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
  }
  const user = await updateUser(db, id, change)
  if (!user) throw noSuchUser()
  if (password !== undefined) await deleteSessionsOf(db, id)
  const detail = { ...(role === undefined ? {} : { role }), isPasswordNew: password !== undefined }
  await audit.append({ ...origin, action: 'user.update', target: `user:${user.login}`, detail })
  return toUserDto(user)
}

/** Throws AppError not_found, last_admin. */
export async function removeUser({ db, audit }: Deps, id: string, origin: Origin): Promise<void> {
  const user = await deleteUser(db, id)
  if (!user) throw noSuchUser()
  await audit.append({ ...origin, action: 'user.delete', target: `user:${user.login}`, detail: { role: user.role } })
}

/**
 * Changes one's own password and ends one's other sessions. Guessing the current one is slowed down like signing in.
 * Throws AppError forbidden (an API token has no password), wrong_credentials, too_many_attempts.
 */
export async function changeOwnPassword(
  { db, audit, signInLimit, now }: Deps & Pick<Runtime, 'signInLimit'>,
  actor: Actor,
  { currentPassword, newPassword }: ChangePasswordRequest,
  origin: Origin,
): Promise<void> {
  if (actor.via === 'token') {
    throw new AppError('forbidden', { message: 'An API token has no password: sign in as a user to change yours.' })
  }
  const attempt = signInLimit.beginSignedIn(actor.login, now().getTime())
  const user = await findUser(db, actor.userId)
  const isRight = await checkPassword(user?.passwordHash ?? null, currentPassword)
  if (!isRight) throw new AppError('wrong_credentials', { message: 'This is not your current password.' })
  attempt.succeed()
  await updateUser(db, actor.userId, { passwordHash: await hashPassword(newPassword) })
  await deleteSessionsOf(db, actor.userId, actor.sessionHash)
  await audit.append({ ...origin, action: 'user.change-password', target: origin.actor })
}
