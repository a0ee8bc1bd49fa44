import 'server-only'
import { hashToken } from '../crypto/random'
import { deleteOwnerlessTokens, reconcileBootstrapToken } from '../db/api-token'
import { countUsers, createFirstAdmin } from '../db/user'
import { EnvError } from '../env'
import type { Services } from '../services'
import { passwordProblem } from './new-password'
import { hashPassword } from './password'

type BootstrapDeps = Pick<Services, 'db' | 'env' | 'audit' | 'log' | 'now'>

/**
 * What the environment asks for at start-up: PATCHBAY_BOOTSTRAP_TOKEN is an administrator's token for as long as the variable
 * is set; PATCHBAY_ADMIN_LOGIN and _PASSWORD make the first administrator and are looked at only while there is none.
 * Throws EnvError where that password is too easy to guess.
 */
export async function bootstrap({ db, env, audit, log, now }: BootstrapDeps): Promise<void> {
  const tokenHash = env.bootstrapToken === null ? null : hashToken(env.bootstrapToken)
  await audit.commit(async (tx, note) => {
    if (!(await reconcileBootstrapToken(tx, tokenHash, now()))) return
    const action = tokenHash === null ? 'token.delete' : 'token.create'
    note({ actor: 'system', address: null, action, target: 'token:PATCHBAY_BOOTSTRAP_TOKEN' })
  })
  const ownerless = await audit.commit(async (tx, note) => {
    const names = await deleteOwnerlessTokens(tx)
    const detail = { why: 'nobody owns it: who made it is not known, or was a token' }
    for (const name of names)
      note({ actor: 'system', address: null, action: 'token.delete', target: `token:${name}`, detail })
    return names
  })
  if (ownerless.length > 0) log.warn({ tokens: ownerless }, 'API tokens that nobody owns were revoked: make new ones')
  if (env.bootstrapAdmin && (await countUsers(db)) === 0) {
    const { login, password } = env.bootstrapAdmin
    const problem = passwordProblem(password, login)
    if (problem !== null) throw new EnvError(`Patchbay cannot start: PATCHBAY_ADMIN_PASSWORD ${problem}.`)
    const passwordHash = await hashPassword(password)
    await audit.commit(async (tx, note) => {
      const user = await createFirstAdmin(tx, { login, passwordHash, now: now() })
      if (user) note({ actor: 'system', address: null, action: 'console.bootstrap', target: `user:${user.login}` })
    })
  }
}
