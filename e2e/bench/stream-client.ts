import { HOST_EVENTS } from '@/lib/contract/events'
import { createSseParser } from '@/lib/contract/sse-parser'
import type { NetworkState } from '@/lib/core/model/network-state'
import { applyChange } from '@/lib/core/observe/state-patch'
import type { TestConsole } from '../support/console'
import { signIn } from '../support/console'

/** A session follows eight streams at most; more screens than that are more people's. */
const STREAMS_OF_A_SESSION = 8

/** Follows a host as a browser does: a snapshot, then patches. `state` is the picture it has. */
export class StreamClient {
  state: NetworkState | null = null
  patches = 0
  /** Why it gave up: a patch that does not fit, a broken stream. */
  failure: Error | null = null
  readonly #end = new AbortController()
  #eventId: string | null = null

  constructor(
    server: TestConsole,
    hostId: string,
    credentials: HeadersInit = { authorization: `Bearer ${server.token}` },
  ) {
    this.#follow(`${server.url}/api/v1/hosts/${hostId}/events`, credentials).catch((error: unknown) => {
      if (!this.#end.signal.aborted) this.failure = error instanceof Error ? error : new Error(String(error))
    })
  }

  stop(): void {
    this.#end.abort()
  }

  async #follow(url: string, headers: HeadersInit) {
    const response = await fetch(url, { headers, signal: this.#end.signal })
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    const parse = createSseParser()
    const decoder = new TextDecoder()
    for await (const chunk of response.body)
      for (const event of parse(decoder.decode(chunk, { stream: true }))) this.#take(event)
    throw new Error('the stream ended')
  }

  #take({ event, data, id }: { event: string; data: string; id: string | null }) {
    if (event === 'snapshot') this.state = HOST_EVENTS.snapshot.parse(JSON.parse(data)).state
    else if (event === 'patch') {
      const { from, change } = HOST_EVENTS.patch.parse(JSON.parse(data))
      if (this.state === null || from !== this.#eventId)
        throw new Error(`a patch of ${from} came, and ${this.#eventId} is here`)
      this.state = applyChange(this.state, change)
      this.patches += 1
    } else return
    this.#eventId = id
  }
}

/** A screen for each of these hosts (one may be named often), as many sessions as that takes. */
export async function openScreens(server: TestConsole, hostIds: readonly string[]): Promise<StreamClient[]> {
  const screens: StreamClient[] = []
  for (let at = 0; at < hostIds.length; at += STREAMS_OF_A_SESSION) {
    const { name, value } = await signIn(server)
    for (const hostId of hostIds.slice(at, at + STREAMS_OF_A_SESSION))
      screens.push(new StreamClient(server, hostId, { cookie: `${name}=${value}` }))
  }
  return screens
}
