import 'server-only'
import { headers } from 'next/headers'
import type { Me } from '@/lib/contract/auth'
import { countUsers } from '../db/user'
import { getRuntime } from '../runtime'
import { toMe } from './actor'
import { readSession } from './session'
import { readSessionCookie } from './session-cookie'

/** Who looks at this page; null: nobody signed in. For layouts that redirect; every API route checks by itself. */
export async function readPageSession(): Promise<Me | null> {
  const { db, env, now } = await getRuntime()
  const token = readSessionCookie(await headers(), env)
  const actor = token === null ? null : await readSession(db, token, now())
  return actor && toMe(actor)
}

/** Whether the first administrator has been made: else every page leads to /setup. */
export async function readIsSetUp(): Promise<boolean> {
  const { db } = await getRuntime()
  return (await countUsers(db)) > 0
}
