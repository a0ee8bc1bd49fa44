import type { ObjectRef } from './object-ref'
import { describeRef } from './ref-words'

/*
 * How a host tells, in one command, whether an object is as it should be. Less than a whole reading sees, but it needs neither
 * the console nor the network: the rest is compared by the console before it confirms.
 */

/**
 * What a command that only reads must answer. `is`: standard output is one of `texts`; `has`: it contains one of them;
 * `is-not`, `has-not`: the opposite. Newlines at the end do not count. `is-count`: it begins with a digit, as a number does that is
 * not negative. `fails`: the command exits with a status other than 0. But for `fails` the status must be 0 as well.
 */
export type Expectation =
  | { kind: 'is' | 'is-not' | 'has' | 'has-not'; texts: readonly string[] }
  | { kind: 'is-count' }
  | { kind: 'succeeds' }
  | { kind: 'fails' }

export type Check = {
  /** What is claimed, for a person: "eth3 is a port of br0". */
  summary: string
  read: { argv: readonly string[]; stdin?: string }
  expect: Expectation
}

/** Which state a change is asked about: what was found, or what was planned. */
export type Side = 'before' | 'after'
export const otherSide = (side: Side): Side => (side === 'before' ? 'after' : 'before')

/** What else a change touches, as far as it decides how its objects can be asked for. */
export type Surroundings = {
  /** Links that are ports of Open vSwitch on this side: their master is the kernel datapath's business. */
  inOvs: ReadonlySet<string>
  fakeBridges: ReadonlySet<string>
}

export const check = (summary: string, argv: readonly string[], expect: Expectation): Check => ({
  summary,
  read: { argv },
  expect,
})
export const is = (...texts: string[]): Expectation => ({ kind: 'is', texts })
export const has = (...texts: string[]): Expectation => ({ kind: 'has', texts })
export const hasNot = (...texts: string[]): Expectation => ({ kind: 'has-not', texts })
export const succeeds = (isWanted: boolean): Expectation => ({ kind: isWanted ? 'succeeds' : 'fails' })

/** That an object is there, or is not, as this command tells. */
export const presence = (object: ObjectRef, isWanted: boolean, argv: readonly string[], expect: Expectation): Check =>
  check(`${describeRef(object)} is ${isWanted ? '' : 'not '}there`, argv, expect)
