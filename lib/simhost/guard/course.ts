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
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()

  start(name: string, course: Course<void>): void {
    this.stop(name)
    this.#advance(name, course)
  }

  isRunning(name: string): boolean {
    return this.#timers.has(name)
  }

  /** As a kill: nothing of it runs any more. */
  stop(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }

  stopAll(): void {
    for (const name of [...this.#timers.keys()]) this.stop(name)
  }

  #advance(name: string, course: Course<void>): void {
    const step = course.next()
    if (step.done === true) {
      this.stop(name)
      return
    }
    const timer = setTimeout(() => this.#advance(name, course), step.value)
    timer.unref() // waiting for a guard is no reason for a test process to live
    this.#timers.set(name, timer)
  }
}
