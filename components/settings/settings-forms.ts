import type { ChangePasswordRequest, CreateTokenRequest, CreateUserRequest, Role } from '@/lib/contract/auth'

export type PasswordValues = { currentPassword: string; newPassword: string; repeated: string }
export const passwordDefaults: PasswordValues = { currentPassword: '', newPassword: '', repeated: '' }

export const toChangePasswordRequest = ({ currentPassword, newPassword }: PasswordValues): ChangePasswordRequest => ({
  currentPassword,
  newPassword,
})

/** `expiresInDays` is a choice of a list; "never" means no end. */
export type TokenValues = { name: string; role: Role; expiresInDays: 'never' | '30' | '90' | '365' }
export const tokenDefaults: TokenValues = { name: '', role: 'viewer', expiresInDays: '90' }

export const toCreateTokenRequest = ({ name, role, expiresInDays }: TokenValues): CreateTokenRequest => ({
  name: name.trim(),
  role,
  expiresInDays: expiresInDays === 'never' ? null : Number(expiresInDays),
})

export type UserValues = { login: string; password: string; role: Role }
export const userDefaults: UserValues = { login: '', password: '', role: 'viewer' }

export const toCreateUserRequest = ({ login, password, role }: UserValues): CreateUserRequest => ({
  login: login.trim(),
  password,
  role,
})

/** What each role may do, in the order of power. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'viewer: sees everything, changes nothing',
  operator: 'operator: also changes the networks of hosts',
  admin: 'admin: also adds hosts, users and tokens',
}
