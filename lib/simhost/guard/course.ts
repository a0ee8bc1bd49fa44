/** Work that takes time: it yields the milliseconds to wait before it goes on. One text for both ways of running it. */
export type Course<T> = Generator<number, T, void>

/** All of it now, waiting for nothing. */
export const runNow = <T>(course: Course<T>): T => {
  for (;;) {
    const step = course.next()
    if (step.done === true) return step.value
  }
}

/** What runs on the host by itself: timers, an apply, a rollback, each by a name. A second start under a name replaces the first. */
export class Processes {
  readonly #waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; course: Course<void> }>()

  start(name: string, course: Course<void>): void {
    this.stop(name)
    this.#advance(name, course)
  }

  isRunning(name: string): boolean {
    return this.#waiting.has(name)
  }

  /** What it waits for is over now: tests go from wait to wait without a clock. */
  hurry(name: string): void {
    const waiting = this.#waiting.get(name)
    clearTimeout(waiting?.timer)
    if (waiting) this.#advance(name, waiting.course)
  }

  /** As a kill: nothing of it runs any more. */
  stop(name: string): void {
    clearTimeout(this.#waiting.get(name)?.timer)
    this.#waiting.delete(name)
  }

  stopAll(): void {
    for (const name of [...this.#waiting.keys()]) this.stop(name)
  }

  #advance(name: string, course: Course<void>): void {
    const step = course.next()
    if (step.done === true) {
      this.stop(name)
      return
    }
    const timer = setTimeout(() => this.#advance(name, course), step.value)
    timer.unref() // waiting for a guard is no reason for a test process to live
    this.#waiting.set(name, { timer, course })
  }
}
