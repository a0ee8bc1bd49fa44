import 'server-only'
import type { AppError } from '../errors'
import type { FreshReading } from './state-reader'

export type PendingRequest = { resolve: (reading: FreshReading) => void; reject: (error: AppError) => void }

/** Who waits for a full reading that begins after they asked. */
export class PendingRequests {
  #requests: PendingRequest[] = []

  get isEmpty(): boolean {
    return this.#requests.length === 0
  }

  wait(): Promise<FreshReading> {
    return new Promise((resolve, reject) => {
      this.#requests.push({ resolve, reject })
    })
  }

  /** Those whom a reading that begins now is for. */
  take(): PendingRequest[] {
    return this.#requests.splice(0)
  }

  /** Not read after all: they wait for the next try, or are told with the others why there is none. */
  putBack(pending: readonly PendingRequest[]): void {
    this.#requests.unshift(...pending)
  }

  fail(why: AppError): void {
    for (const { reject } of this.take()) reject(why)
  }
}
