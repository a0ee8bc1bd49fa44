import type { SetupRequest } from '@/lib/contract/auth'

export type SetupValues = { code: string; login: string; password: string; repeated: string }

export const setupDefaults: SetupValues = { code: '', login: 'admin', password: '', repeated: '' }

export const toSetupRequest = ({ code, login, password }: SetupValues): SetupRequest => ({
  code: code.trim(),
  login: login.trim(),
  password,
})

/** The second typing is for the person alone; the API never sees it. */
export const validateRepeated = (password: string, repeated: string): string | undefined =>
  password === repeated ? undefined : 'the two passwords differ: type the second one again'
