import 'server-only'

/** What has to survive a reboot could not be written, or was not found when it was read back. */
export class NotStored extends Error {
  /** What the host shows of the whole change: `nothing` of it, `some`; `unknown` where it could not be read. */
  readonly effect: 'nothing' | 'some' | 'unknown'

  constructor(problems: readonly string[], effect: NotStored['effect']) {
    super(problems.join('; '))
    this.effect = effect
  }
}
