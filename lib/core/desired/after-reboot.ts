import type { Link } from '../model/link'
import type { ObjectKind, ObjectRef } from '../objects/object-ref'

/**
 * What a boot leaves of a managed object. `stays`: Open vSwitch's database or libvirt stores it. `gone`, `as before`: the
 * kernel forgets what was made, or what was changed. `not ours to say`: it was adopted, and who made it decides.
 */
export type AfterReboot = 'stays' | 'gone' | 'as before' | 'not ours to say'

type Managed = { ref: ObjectRef; isWanted: boolean; isAdopted: boolean }

/** Who keeps an object over a boot: Open vSwitch's database or libvirt; the kernel does not. */
const IS_STORED = {
  link: false,
  route: false,
  'ovs-bridge': true,
  'ovs-fake-bridge': true,
  'ovs-port': true,
  'ovs-mirror': true,
  network: true,
  'guest-nic': true,
} as const satisfies Record<ObjectKind, boolean>

/** `link`: the object as it is found, where it is a link and there. */
export function afterReboot({ ref, isWanted, isAdopted }: Managed, link: Link | undefined): AfterReboot {
  if (IS_STORED[ref.kind]) return 'stays'
  if (isAdopted) return 'not ours to say'
  if (ref.kind === 'route' || !isWanted || link?.kind === 'nic') return 'as before'
  // Open vSwitch makes the port again, without what the kernel knew of it.
  return link?.kind === 'ovs-internal' ? 'as before' : 'gone'
}

/** In so many words, for what a reboot takes; null where it takes nothing, or nobody knows. */
export function rebootWarning(after: AfterReboot): string | null {
  if (after === 'gone') return 'Not stored: gone after a reboot'
  return after === 'as before' ? 'Not stored: after a reboot it is as it was before the change' : null
}
