import { ChangeResponse } from '@/lib/contract/changes'
import type { ApplyChangeRequest, Change } from '@/lib/contract/changes'
import { ErrorBody } from '@/lib/contract/errors'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { TestConsole } from './console'

async function post(server: TestConsole, route: string, body: unknown): Promise<Change> {
  const { status, body: answer } = await server.api('POST', route, body)
  if (status >= 400) throw new Error(`POST ${route} answered ${status}: ${ErrorBody.parse(answer).error.message}`)
  return ChangeResponse.parse(answer)
}

/** Plans edits past the browser, as a script would; nothing is done on the host. */
export const planChange = (server: TestConsole, hostId: string, intents: IntentInput[], title?: string) =>
  post(server, `/hosts/${hostId}/changes`, { intents, ...(title === undefined ? {} : { title }) })

export const applyChange = (server: TestConsole, changeId: string, request: ApplyChangeRequest = {}) =>
  post(server, `/changes/${changeId}/apply`, request)
