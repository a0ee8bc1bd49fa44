import { z } from 'zod'
import { ROLES } from './constants/roles'

/** viewer reads; operator also changes hosts' networks; admin also adds hosts, users and tokens. */
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

const Login = z
  .string()
  .trim()
  .min(1, 'give a user name')
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/, 'use letters, digits, dot, dash, underscore and @')
const NewPassword = z.string().min(12, 'at least 12 characters: four short words do well').max(256)

export const SetupStatusResponse = z.object({ isSetUp: z.boolean() })
export type SetupStatusResponse = z.infer<typeof SetupStatusResponse>
/** `code`: what the console prints when it starts without users. */
export const SetupRequest = z.object({
  code: z.string().trim().min(1, 'give the code that the console printed when it started').max(64),
  login: Login,
  password: NewPassword,
})
export type SetupRequest = z.infer<typeof SetupRequest>

export const SignInRequest = z.object({
  login: z.string().trim().min(1, 'give your user name').max(64),
  password: z.string().min(1, 'give your password').max(256),
})
export type SignInRequest = z.infer<typeof SignInRequest>

export const Me = z.object({ login: z.string(), role: Role, via: z.enum(['session', 'token']) })
export type Me = z.infer<typeof Me>

export const ChangePasswordRequest = z.object({ currentPassword: z.string().min(1).max(256), newPassword: NewPassword })
export type ChangePasswordRequest = z.infer<typeof ChangePasswordRequest>

export const User = z.object({
  id: z.string(),
  login: z.string(),
  role: Role,
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
})
export type User = z.infer<typeof User>
export const UserListResponse = z.object({ users: z.array(User) })
export const CreateUserRequest = z.object({ login: Login, password: NewPassword, role: Role })
export type CreateUserRequest = z.infer<typeof CreateUserRequest>
/** A new password ends the user's sessions. */
export const UpdateUserRequest = z.object({ role: Role, password: NewPassword }).partial()
export type UpdateUserRequest = z.infer<typeof UpdateUserRequest>
export const UserParams = z.object({ userId: z.string().regex(/^[0-9a-z]{8,40}$/) })

const TokenName = z.string().trim().min(1, 'say what the token is for').max(64)
export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  /** What it was made for, at most. */
  role: Role,
  /** What it may now: its owner's role, where that is less. */
  effectiveRole: Role,
  /** Whose it is, and with whom it ends; null: PATCHBAY_BOOTSTRAP_TOKEN. */
  owner: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
})
export type ApiToken = z.infer<typeof ApiToken>
export const TokenListResponse = z.object({ tokens: z.array(ApiToken) })
export const CreateTokenRequest = z.object({
  name: TokenName,
  role: Role,
  /** null: never. */
  expiresInDays: z.int().min(1).max(3650).nullable().default(90),
})
export type CreateTokenRequest = z.infer<typeof CreateTokenRequest>
/** `token` is shown once and never again. */
export const CreateTokenResponse = ApiToken.extend({ token: z.string() })
export type CreateTokenResponse = z.infer<typeof CreateTokenResponse>
export const TokenParams = z.object({ tokenId: z.string().regex(/^[0-9a-z]{8,40}$/) })
