import { AppError } from '../errors'

type Extension = { seconds: number; done: (error: AppError | null) => void }

/** What a person may ask of a change under way. The change takes it up at its next look; nothing here talks to the host. */
export class ChangeControl {
  #isKept = false
  #isUndone = false
  #extension: Extension | null = null

  /** "Keep changes": in manual mode what the confirmation waits for. */
  keep(): void {
    this.#isKept = true
  }

  /** "Undo now": also while it is being applied. Wins over `keep` as long as the host has not claimed. */
  undo(): void {
    this.#isUndone = true
  }

  /** More time, in seconds from now. Rejects with `change_over` or `guard_failed` where the host does not grant it. */
  extend(seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#extension?.done(
        new AppError('change_over', { message: 'A later request for more time replaced this one.' }),
      )
      this.#extension = { seconds, done: (error) => (error === null ? resolve() : reject(error)) }
    })
  }

  get isKept(): boolean {
    return this.#isKept
  }
  get isUndone(): boolean {
    return this.#isUndone
  }
  takeExtension(): Extension | null {
    const extension = this.#extension
    this.#extension = null
    return extension
  }

  /** The change has ended: nobody is left waiting. */
  end(): void {
    this.takeExtension()?.done(
      new AppError('change_over', { message: 'The change is over: there is no window to extend.' }),
    )
  }
}
