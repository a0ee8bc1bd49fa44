import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { Cause } from './cause'
import type { Check, Side, Surroundings } from './check'
import type { Ground } from './grounds'
import type { ChangeOf, ObjectKind, ObjectRef, ValueOf } from './object-ref'

/** A flat record of facts: what verify compares one by one. Values are text, numbers, booleans, null or lists of them. */
export type Config = Readonly<Record<string, unknown>>

/** An object as it is found: whose it is, by which name, and what it is. */
type Found<K extends ObjectKind> = { owner: string | null; name: string; value: ValueOf<K> }

/** Kinds that libvirt has a definition of. */
export type DefinedKind = 'network' | 'guest-nic'

/** Whose texts libvirt's objects come back from: a network's by name, a guest's by UUID. */
export type DefinitionOwner = { kind: 'network' | 'guest'; owner: string }

/** `isStored`: only a stored definition names what is not there: nothing breaks until its guest is started. */
export type DanglingReference = { ref: ObjectRef; what: string; message: string; isStored?: 'network' | 'other' }

/** Bridges whose flows are theirs alone, networks, guests by UUID. */
type RawNames = Partial<Record<'bridges' | 'networks' | 'guests', string[]>>

/** For facets that a kind has nothing of. */
export const none = (): [] => []

/** Why something is refused: `message` says what would be right. */
export type Refusal = { code: string; message: string }

/**
 * What there is to know of one kind of object, in one place: state-objects.ts, plans, verification, the guard, drift and the raw dumps
 * ask the table (table.ts). Apart are its schema (in the model) and its words (kinds.ts), so that neither Zod comes with a record
 * nor a record with a word.
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
  /** The parts of a reading that it is seen in, and with that its absence. */
  grounds: readonly Ground[]
  /** What has to be read beside to compare this one. */
  groundsOfValue: (value: ValueOf<K>) => readonly Ground[]
  /** The parts that hold what it names: the links under it, its bridge, its network. */
  groundsOfNames: readonly Ground[]
  /** What a change of one that is there rests on beside: what would be lost with it, and who would be cut off. */
  groundsOfChange: (change: ChangeOf<K>, state: NetworkState) => readonly Ground[]
  /** What else counts as its state where it is judged by what is wanted. */
  groundsOfDrift: readonly Ground[]
  /** Each is read by itself: one that was read can be compared though others were not. Only absence cannot be believed then. */
  isReadAlone: boolean
  /** Where the text stands that it comes back from; null: it comes back from its value alone. */
  definition: K extends DefinedKind ? (ref: ObjectRef) => DefinitionOwner : null
  /** Whether it can be managed: guests' own taps and ports, and what the kernel makes, come and go by themselves. `taps`: of running guests. */
  isManageable: (found: Found<K>, taps: ReadonlySet<string>) => boolean
  /** The MAC that tells whose tap or port this is; null for what is no guest's. */
  guestMac: (value: ValueOf<K>) => string | null
  /** Names of the links, and of Open vSwitch's ports and interfaces, that a change is about, before and after it. */
  links: (change: ChangeOf<K>) => string[]
  /** What the host's own dumps have of it, beside its links. */
  raw: (ref: ObjectRef) => RawNames
  /** Whose frames are lost by a change of one that was there, and for how long. */
  causes: (before: ValueOf<K>, after: ValueOf<K> | null, name: string) => Cause[]
  /** Those of a state that name what is not there. Links in `vanishing` go by themselves. */
  looseEnds: (state: NetworkState, vanishing: ReadonlySet<string>) => DanglingReference[]
  /**
   * How a host tells whether it is there. The change of an object says more than its reference: which of two NICs with one MAC it is.
   * Empty where a host cannot tell in a command.
   */
  existence: (object: ObjectRef | ChangeOf<K>, isWanted: boolean) => Check[]
  /** What holds once it is as it is on this side of the change; null: nothing but whether it is there. */
  checks: ((change: ChangeOf<K>, side: Side, around: Surroundings) => Check[]) | null
  /** What holds after the steps that change what runs, while its stored definition is still to be written; null: all of `checks`. */
  checksBeforeStoring: ((change: ChangeOf<K>) => Check[]) | null
  /** What fails once somebody else has set it to what is neither found nor planned. */
  checksOfOurs: (change: ChangeOf<K>) => Check[]
  /**
   * Why a change of one over whose links our way to the host leads makes our uplink another one, or null. Null itself: the way never
   * leads over its links, for guests' objects hang beside it.
   */
  uplinkReason: ((change: ChangeOf<K>) => string | null) | null
  /** Names of the links of which a network service of the host may take this change back. */
  managedLinks: (change: ChangeOf<K>) => string[]
  /** What of a change is gone after a boot, in so many words; null where it stays, or comes again by itself. */
  notStored: (change: ChangeOf<K>) => string | null
  /** Configuration as wanted, all else as found. */
  asWanted: (found: ValueOf<K>, wanted: ValueOf<K>) => ValueOf<K>
  /** Why what is wanted (after) cannot be made of what is found (before), or null. */
  whyNotMade: (change: ChangeOf<K>) => Refusal | null
  /** Fields of its configuration that readers know by another word. */
  fieldWords: Readonly<Record<string, string>>
}
