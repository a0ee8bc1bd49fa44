import 'server-only'
import { hashToken } from '../crypto/random'
import { reconcileBootstrapToken } from '../db/api-token'
import { countUsers, createFirstAdmin } from '../db/user'
import type { Runtime } from '../runtime'
import { hashPassword } from './password'

/**
 * What the environment asks for at start-up: PATCHBAY_BOOTSTRAP_TOKEN is an administrator's token for as long as the variable
 * is set; PATCHBAY_ADMIN_LOGIN and _PASSWORD make the first administrator and are looked at only while there is none.
 */
export async function bootstrap({ db, env, audit, now }: Pick<Runtime, 'db' | 'env' | 'audit' | 'now'>): Promise<void> {
  const tokenHash = env.bootstrapToken === null ? null : hashToken(env.bootstrapToken)
  await audit.commit(async (tx, note) => {
    if (!(await reconcileBootstrapToken(tx, tokenHash, now()))) return
    const action = tokenHash === null ? 'token.delete' : 'token.create'
    note({ actor: 'system', address: null, action, target: 'token:PATCHBAY_BOOTSTRAP_TOKEN' })
  })
  if (env.bootstrapAdmin && (await countUsers(db)) === 0) {
    const { login, password } = env.bootstrapAdmin
    const passwordHash = await hashPassword(password)
    await audit.commit(async (tx, note) => {
      const user = await createFirstAdmin(tx, { login, passwordHash, now: now() })
      if (user) note({ actor: 'system', address: null, action: 'console.bootstrap', target: `user:${user.login}` })
    })
  }
}
