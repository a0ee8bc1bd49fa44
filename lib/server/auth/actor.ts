import type { Me, Role } from '@/lib/contract/auth'
import { AppError } from '../errors'

/** A user who is signed in. */
export type Person = { via: 'session'; userId: string; login: string; role: Role; sessionHash: string }
/** Who sent a request, as the server found out by itself. */
export type Actor = Person | { via: 'token'; tokenId: string; name: string; role: Role }

/** An act's origin for the audit log. */
export type Origin = { actor: string; address: string | null }

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** Does a holder of `role` have at least the rights of `least`? */
export const hasRole = (role: Role, least: Role): boolean => RANK[role] >= RANK[least]

export const lesserRole = (a: Role, b: Role): Role => (hasRole(a, b) ? b : a)

/** Refuses API tokens: what makes other ways in is for people alone, so that a token that leaked cannot outlive itself. */
export function requirePerson(actor: Actor, what: string): Person {
  if (actor.via === 'session') return actor
  throw new AppError('forbidden', { message: `An API token may not ${what}: sign in as a user to do it.` })
}

export const actorName = (actor: Actor | null): string => {
  if (!actor) return 'anonymous'
  return actor.via === 'session' ? `user:${actor.login}` : `token:${actor.name}`
}

/** Whose event streams are counted together: a session's, or a token's. */
export const holderOf = (actor: Actor): string =>
  actor.via === 'session' ? `session ${actor.sessionHash}` : `token ${actor.tokenId}`

export const toMe = (actor: Actor): Me => ({
  login: actor.via === 'session' ? actor.login : actor.name,
  role: actor.role,
  via: actor.via,
})
