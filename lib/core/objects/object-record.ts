import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { ObjectKind, ObjectRef, ValueOf } from './object-ref'

/** A flat record of facts: what verify compares one by one. Values are text, numbers, booleans, null or lists of them. */
export type Config = Readonly<Record<string, unknown>>

/** An object as it is found: whose it is, by which name, and what it is. */
export type Found<K extends ObjectKind> = { owner: string | null; name: string; value: ValueOf<K> }

/**
 * All that there is to know of one kind of object, in one place: state-objects.ts, plans, verification, drift and the guard ask the
 * table (table.ts). Its words alone are apart (ref-words.ts), for pages that need nothing else.
 */
export type ObjectRecord<K extends ObjectKind> = {
  /** Whose object it is: what its owner names. Null: it stands alone. */
  owner: 'ovs-bridge' | 'guest' | null
  /**
   * Every one in a state, in the order of the state's lists. `around`: the links of other states that it is compared with, since what
   * the kernel makes with their addresses is no object.
   */
  list: (state: NetworkState, around: readonly (readonly Link[])[]) => Found<K>[]
  /** The state with this object as given; null: without it. */
  write: (state: NetworkState, ref: ObjectRef, value: ValueOf<K> | null) => NetworkState
  /**
   * The configuration, reduced to what a plan decides about: equal, nothing to do. Left out is what the host works out by itself:
   * counters, carrier, learned state, MACs that follow from others, order of sets.
   */
  canonicalConfig: (value: ValueOf<K>) => Config
}
