import type { Link } from '../model/link'
import { KINDS } from '../objects/kinds'
import type { ObjectKind, ObjectRef } from '../objects/object-ref'

/** What a boot leaves of a managed object, as its kind has it. `not ours to say`: it was adopted, and who made it decides. */
export type AfterReboot = (typeof KINDS)[ObjectKind]['afterBoot'] | 'not ours to say'

type Managed = { ref: ObjectRef; isWanted: boolean; isAdopted: boolean }

/** `link`: the object as it is found, where it is a link and there. */
export function afterReboot({ ref, isWanted, isAdopted }: Managed, link: Link | undefined): AfterReboot {
  const { afterBoot } = KINDS[ref.kind]
  if (afterBoot === 'stays') return afterBoot
  if (isAdopted) return 'not ours to say'
  // What was found there, and an internal port: Open vSwitch makes it again, without what the kernel knew of it.
  const isMadeAgain = link?.kind === 'nic' || link?.kind === 'ovs-internal'
  return isWanted && !isMadeAgain ? afterBoot : 'as before'
}

/** In so many words, for what a reboot takes; null where it takes nothing, or nobody knows. */
export function rebootWarning(after: AfterReboot): string | null {
  if (after === 'gone') return 'Not stored: gone after a reboot'
  return after === 'as before' ? 'Not stored: after a reboot it is as it was before the change' : null
}
