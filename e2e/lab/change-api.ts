import { expect } from '@playwright/test'
import { Change } from '@/lib/contract/changes'
import type { ApplyChangeRequest } from '@/lib/contract/changes'
import { FINAL_STATUSES } from '@/lib/contract/constants/change-status'
import { ErrorBody } from '@/lib/contract/errors'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { TestConsole } from '../support/console'

/** A change over HTTP, as a script would make it. */

async function call(server: TestConsole, method: string, route: string, body?: unknown): Promise<Change> {
  const answer = await server.api(method, route, body)
  if (answer.status < 400) return Change.parse(answer.body)
  const { code, message, details } = ErrorBody.parse(answer.body).error
  throw new Error(`${method} ${route}: ${code}: ${message} ${JSON.stringify(details)}`)
}

export const planChange = (
  server: TestConsole,
  hostId: string,
  intents: readonly IntentInput[],
  rest: { confirmAddress?: string; accepts?: { key: string; reason: string }[] } = {},
): Promise<Change> => call(server, 'POST', `/hosts/${hostId}/changes`, { intents, ...rest })
export const applyChange = (server: TestConsole, id: string, how: ApplyChangeRequest = {}): Promise<Change> =>
  call(server, 'POST', `/changes/${id}/apply`, how)
export const readChange = (server: TestConsole, id: string): Promise<Change> => call(server, 'GET', `/changes/${id}`)
/** The plan that takes a confirmed change back. */
export const planUndo = (server: TestConsole, id: string): Promise<Change> =>
  call(server, 'POST', `/changes/${id}/undo`, {})

/** The change once it is over, however it ended. */
export async function untilOver(server: TestConsole, id: string, timeout = 180_000): Promise<Change> {
  await expect
    .poll(async () => FINAL_STATUSES.has((await readChange(server, id)).status), { timeout, intervals: [200] })
    .toBe(true)
  return readChange(server, id)
}

/** What went wrong, for a message. */
export const storyOf = ({ status, reason, notes, steps, hostLog }: Change): string =>
  [
    `${status}: ${reason ?? ''}`,
    ...notes.map(({ phase, text }) => `${phase}: ${text}`),
    ...steps.map(({ summary, status: is, output }) => `${is}: ${summary}: ${output}`),
    hostLog,
  ].join('\n')

/** Planned, applied and kept by the console itself. */
export async function makeChange(
  server: TestConsole,
  hostId: string,
  intents: readonly IntentInput[],
): Promise<Change> {
  const { id, findings } = await planChange(server, hostId, intents)
  const accepts = findings.created.map(({ key }) => ({ key, reason: 'a lab has no partner for it' }))
  await applyChange(server, id, { confirm: 'auto', accepts })
  const change = await untilOver(server, id)
  expect(change.status, storyOf(change)).toBe('confirmed')
  return change
}

export async function undoChange(server: TestConsole, id: string): Promise<Change> {
  const undo = await planUndo(server, id)
  const accepts = undo.findings.created.map(({ key }) => ({ key, reason: 'it was so before' }))
  await applyChange(server, undo.id, { confirm: 'auto', accepts })
  const change = await untilOver(server, undo.id)
  expect(change.status, storyOf(change)).toBe('confirmed')
  return change
}
