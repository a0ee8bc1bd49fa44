import type { SignInRequest } from '@/lib/contract/auth'

export type SignInValues = { login: string; password: string }

export const signInDefaults: SignInValues = { login: '', password: '' }

/** A password is taken as it is: blanks may be part of it. */
export const toSignInRequest = ({ login, password }: SignInValues): SignInRequest => ({ login: login.trim(), password })
