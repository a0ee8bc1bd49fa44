import 'server-only'
import { hash, verify } from '@node-rs/argon2'
import type { HashRank } from './hash-queue'
import { hashQueue } from './hash-queue'

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane; some 30 ms on a small server. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id in PHC string format, with its own random salt. Waits its turn (hash-queue.ts). Throws AppError console_busy. */
export async function hashPassword(password: string): Promise<string> {
  return hashQueue().run('known', () => hash(password, ARGON2ID))
}

let hashOfNobody: Promise<string> | undefined

/**
 * Whether `password` is what `passwordHash` was made of. Null stands for an unknown user and costs the same work, so that the
 * time of an answer does not tell which user names exist. Waits its turn (hash-queue.ts). Throws AppError console_busy.
 */
export async function checkPassword(
  passwordHash: string | null,
  password: string,
  rank: HashRank = 'known',
): Promise<boolean> {
  hashOfNobody ??= hashPassword('nobody has this password').catch((error: unknown) => {
    hashOfNobody = undefined
    throw error
  })
  const known = passwordHash ?? (await hashOfNobody)
  const matches = await hashQueue().run(rank, () => verify(known, password))
  return matches && passwordHash !== null
}

/** Makes the stand-in hash now, so that not even the first unknown user costs more than a known one. */
export async function prepareChecks(): Promise<void> {
  await checkPassword(null, '')
}
