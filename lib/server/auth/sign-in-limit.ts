import { addressGroup } from './address-group'
import { AttemptLimit, tooMany } from './attempt-limit'
import type { HashRank } from './hash-queue'

/** One person guessing: five typing mistakes are free, then the wait doubles to a quarter of an hour. */
const ONE_PERSON = { freeFailures: 5, firstLockMs: 30_000, longestLockMs: 900_000 }
/** One address guessing at many names: an office behind one address mistypes less than this in an hour. */
const ONE_ADDRESS = { freeFailures: 20, firstLockMs: 30_000, longestLockMs: 900_000 }
/** Many addresses guessing at one name. It is for those whom the name does not know: its owner has a way of their own. */
const ONE_LOGIN = { freeFailures: 20, firstLockMs: 5_000, longestLockMs: 60_000 }

/** All devices of one name together: whoever has many marks of it has no more guesses for that. */
const ALL_DEVICES = ONE_LOGIN

/** Who tries, and what speaks for them. */
export type SignInAttempt = {
  login: string
  address: string | null
  /** A device that this user has signed in on before; null: none that can prove it. */
  deviceId: string | null
  /** Has this user signed in from this address before? */
  isAddressKnown: boolean
}

/** An attempt that is counted as a failure until it says otherwise. */
export type CountedAttempt = {
  rank: HashRank
  /** This attempt, if it fails, begins a lock. */
  beginsLock: boolean
  /** It succeeded: the failures of this way are forgotten. */
  succeed: () => void
  /** It was not looked at: it does not count. */
  takeBack: () => void
}

type Gate = { limit: AttemptLimit; key: string; isForgiven: boolean }
type Way = { rank: HashRank; gates: Gate[] }

/**
 * Slows password guessing down. Strangers are counted by name and address, by address and by name. At an address that has signed
 * in as this user before what others try by name does not count, and on a device that has, nothing but what is tried on such
 * devices: nobody elsewhere locks the owner out, and a stolen mark is no free guess.
 */
export class SignInLimit {
  readonly #ofDevice = new AttemptLimit(ONE_PERSON)
  readonly #ofDevices = new AttemptLimit(ALL_DEVICES)
  readonly #ofSession = new AttemptLimit(ONE_PERSON)
  readonly #ofPerson = new AttemptLimit(ONE_PERSON)
  readonly #ofAddress = new AttemptLimit(ONE_ADDRESS)
  readonly #ofLogin = new AttemptLimit(ONE_LOGIN)

  /**
   * Counts an attempt before its password is looked at, so that many at once do not slip through together.
   * Throws AppError too_many_attempts with details.retryAfterSeconds.
   */
  begin(attempt: SignInAttempt, nowMs: number): CountedAttempt {
    return this.#enter(this.#waysOf(attempt), nowMs)
  }

  /** The same for somebody who is signed in and proves once more who they are. */
  beginSignedIn(login: string, nowMs: number): CountedAttempt {
    return this.#enter([{ rank: 'known', gates: [forgiving(this.#ofSession, login)] }], nowMs)
  }

  #enter(ways: readonly Way[], nowMs: number): CountedAttempt {
    const opensAt = ways.map(({ gates }) => Math.max(...gates.map(({ limit, key }) => limit.lockedUntil(key))))
    const way = ways.find((_, i) => (opensAt[i] ?? 0) <= nowMs)
    if (!way) throw tooMany('failed attempts', Math.min(...opensAt) - nowMs)
    const { rank, gates } = way
    const counted = gates.map((gate) => ({ ...gate, ownLock: gate.limit.count(gate.key, nowMs) }))
    const takeBack = ({ limit, key, ownLock }: (typeof counted)[number]) => limit.takeBack(key, ownLock)
    return {
      rank,
      beginsLock: counted.some(({ ownLock }) => ownLock > 0),
      succeed: () => counted.forEach((gate) => (gate.isForgiven ? gate.limit.forget(gate.key) : takeBack(gate))),
      takeBack: () => counted.forEach(takeBack),
    }
  }

  #waysOf({ login, address, deviceId, isAddressKnown }: SignInAttempt): Way[] {
    const name = login.trim().toLowerCase()
    const group = addressGroup(address)
    const person = `${group} ${name}`
    // Behind a known address are the owner's colleagues as well, and who else got in there.
    const here: Gate[] = [
      forgiving(this.#ofPerson, person),
      // Whoever has an account must not wash off by it what they tried with other names.
      { limit: this.#ofAddress, key: group, isForgiven: false },
    ]
    const onDevice = [forgiving(this.#ofDevice, `${deviceId} ${name}`), forgiving(this.#ofDevices, name)]
    return [
      ...(deviceId === null ? [] : [{ rank: 'known', gates: onDevice } as const]),
      isAddressKnown
        ? { rank: 'known', gates: here }
        : { rank: 'stranger', gates: [...here, forgiving(this.#ofLogin, name)] },
    ]
  }
}

const forgiving = (limit: AttemptLimit, key: string): Gate => ({ limit, key, isForgiven: true })
