import 'server-only'
import type { AppError } from '../errors'
import type { FreshReading } from './state-reader'

export type Waiter = { resolve: (reading: FreshReading) => void; reject: (error: AppError) => void }

/** Who waits for a full reading that begins after they asked. */
export class Waiters {
  #waiting: Waiter[] = []

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  wait(): Promise<FreshReading> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  /** Those whom a reading that begins now is for. */
  take(): Waiter[] {
    return this.#waiting.splice(0)
  }

  /** Not read after all: they wait for the next try, or are told with the others why there is none. */
  putBack(waiters: readonly Waiter[]): void {
    this.#waiting.unshift(...waiters)
  }

  fail(why: AppError): void {
    for (const { reject } of this.take()) reject(why)
  }
}
