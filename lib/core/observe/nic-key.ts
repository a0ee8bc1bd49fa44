/* The one identity of a guest's NIC: what plans, wanted objects, checks and the graph call it. */
import type { Guest, GuestNic, GuestNicConfig } from '../model/libvirt'
import type { ObjectRef } from '../objects/object-ref'

/** As much of a NIC as tells it from the others of its guest. */
export type NicTraits = { mac: string; isTransient: boolean; isHostDevice: boolean }

const traitsOf = ({ mac, teaming, source }: GuestNicConfig): NicTraits => ({
  mac,
  isTransient: teaming?.role === 'transient',
  isHostDevice: source.type === 'hostdev',
})

/**
 * What each NIC of one guest is called, in the order of the list; no two alike. The MAC: "net0" is a place in a list, and
 * plugging changes places. One MAC may be there twice, and nothing but the MAC would tell the two apart:
 *  - a team's transient NIC (formatdomain.html, "Teaming a virtio/hostdev NIC pair") has its partner's MAC by design. It is
 *    "52:54:00:0f:00:08 transient", also while its partner is not there: it comes and goes with every migration, and the other
 *    must not change its name with that;
 *  - NICs of one MAC without such a role get a number, host devices last: "52:54:00:0f:00:08", "52:54:00:0f:00:08 #2". That holds
 *    for as long as all of them are there; libvirt itself has nothing better to tell them by.
 */
export function keysOf(nics: readonly NicTraits[]): string[] {
  const keys = nics.map(({ mac, isTransient }) => (isTransient ? `${mac}${TRANSIENT}` : mac))
  const taken = new Set<string>()
  const places = [...nics.keys()].sort((a, b) => Number(nics[a]?.isHostDevice) - Number(nics[b]?.isHostDevice))
  for (const place of places) {
    const first = keys[place] ?? ''
    let key = first
    for (let number = 2; taken.has(key); number += 1) key = `${first} #${number}`
    taken.add(key)
    keys[place] = key
  }
  return keys
}

const TRANSIENT = ' transient'

/** What a NIC is in its team, as it runs, or else as it is stored. */
export const teamRoleOf = ({ running, stored }: Pick<GuestNic, 'running' | 'stored'>) =>
  (running ?? stored)?.teaming?.role

/** The MAC that a key begins with. */
export const macOfKey = (key: string): string => key.split(' ', 1)[0] ?? ''

/** Whether the key is the NIC's for good, and not its number among several that nothing tells apart. */
export const isFirmKey = (key: string, keys: readonly string[]): boolean =>
  !key.includes('#') && !keys.includes(`${key} #2`)

/** keysOf, for NICs as they are read. One without a MAC, which libvirt never has, is known by its place. */
export const nicKeys = (nics: readonly GuestNic[]): string[] => keysOf(nics.map(traits))

export const nicKey = (guest: Pick<Guest, 'nics'>, nic: GuestNic): string =>
  nicKeys(guest.nics)[guest.nics.indexOf(nic)] ?? traits(nic).mac

/** The NIC of this key. */
export const nicOfKey = (guest: Pick<Guest, 'nics'>, key: string): GuestNic | undefined =>
  guest.nics[nicKeys(guest.nics).indexOf(key)]

export const nicRef = (guest: Pick<Guest, 'uuid' | 'nics'>, nic: GuestNic): ObjectRef => ({
  kind: 'guest-nic',
  owner: guest.uuid,
  name: nicKey(guest, nic),
})

/** By what is stored where it is: what runs of a network may be a host device that the definition does not speak of. */
function traits({ name, running, stored }: GuestNic): NicTraits {
  const [first, second] = [running ?? stored, stored ?? running]
  if (first === null || second === null || first.mac === '')
    return { mac: `no-mac ${name}`, isTransient: false, isHostDevice: false }
  return { mac: first.mac, isTransient: traitsOf(second).isTransient, isHostDevice: traitsOf(second).isHostDevice }
}
