import 'server-only'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import os from 'node:os'
import { AppError } from '../errors'

/** zxcvbn's "safely unguessable": 10^8 guesses and more, which argon2id makes years. */
const LEAST_SCORE = 3
/** What is weighed of a long password: the cost grows with more than the square of the length, and this much alone decides. */
const WEIGHED = 32
/** zxcvbn weighs each way to read "4" and "$" as letters, and no other request is answered meanwhile: 32 cost some 30 ms. */
const READINGS = 32
/** Shorter names are in many words by chance; zxcvbn still counts them as known. */
const SHORTEST_NAME = 4

let factory: ZxcvbnFactory | undefined

/** Why this may not be a user's password, for the person who chose it; null: it may. */
export function passwordProblem(password: string, login: string): string | null {
  const names = [
    { name: login, what: 'the user name' },
    { name: 'patchbay', what: 'the name of this product' },
    { name: os.hostname().split('.')[0] ?? '', what: 'the name of this server' },
  ].map(({ name, what }) => ({ name: name.toLowerCase(), what }))
  const lower = password.toLowerCase()
  const named = names.find(({ name }) => name.length >= SHORTEST_NAME && lower.includes(name))
  if (named) return `contains ${named.what}, which is guessed first: leave it out`
  factory ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: READINGS })
  const { score } = factory.check(
    password.slice(0, WEIGHED),
    names.flatMap(({ name }) => (name === '' ? [] : [name])),
  )
  if (score >= LEAST_SCORE) return null
  const what = password.length > WEIGHED ? `begins with ${WEIGHED} characters that are` : 'is'
  return `${what} among the first that are guessed (a common password, a pattern of keys, or one of them repeated): four short words do well`
}

/** Throws AppError invalid_request, at `path` of the form. */
export function refuseWeakPassword(
  password: string,
  login: string,
  path: 'password' | 'newPassword' = 'password',
): void {
  const problem = passwordProblem(password, login)
  if (problem !== null) throw refusedAt(path, `this password ${problem}`)
}

/** A change that changes nothing: whoever knew the password still does. */
export const sameAsBefore = (path: 'password' | 'newPassword'): AppError =>
  refusedAt(path, 'this is the password as it was: choose a new one')

const refusedAt = (path: string, message: string) =>
  new AppError('invalid_request', { message: `${path}: ${message}`, details: { fields: [{ path, message }] } })
