import { actorWords } from '@/lib/core/text/actor-words'
import { AppError } from '../errors'

export type Holder = {
  changeId: string
  operator: string
  /** Null: not known, or no timer runs; 0: its time is over, and it is just ending. */
  secondsLeft: number | null
  /** Its rollback failed: the host stays locked until a person decides. */
  isStuck?: boolean
}

/** `host_locked`: whose change holds the host, and what to do. `host`: its name, or "The host". */
export function hostLocked(host: string, holder: Holder): AppError {
  const { operator, secondsLeft, changeId, isStuck = false } = holder
  return new AppError('host_locked', {
    message: words(host, holder),
    details: { operator, secondsLeft, changeId, isStuck },
  })
}

function words(host: string, { operator, secondsLeft, changeId, isStuck }: Holder): string {
  const who = actorWords(operator)
  if (isStuck === true)
    return `${host} is locked: a change by ${who} could not be taken back in full. Open that change (${changeId}) to try it again, or to release the host as it is.`
  const changed = `${host} is being changed by ${who}`
  if (secondsLeft === null) return `${changed}: wait until that change has ended.`
  if (secondsLeft <= 0) return `${changed}, and that change is just ending: try again in a moment.`
  return `${changed}, for ${secondsLeft} more seconds unless they extend it: wait until that change has ended.`
}
