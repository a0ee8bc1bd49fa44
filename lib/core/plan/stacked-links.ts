/* Links stacked on a lower one: VLAN links, macvtaps, macvlans. */
import type { Link } from '../model/link'
import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'
import { validateIfName } from '../address/if-name'
import { leave } from './members'
import { newLink } from './new-objects'
import { mayBeRemoved, warnOfLinkLocal } from './removal'
import { uppersOf } from './users'

export function setVlanLink(draft: Draft, intent: IntentOf<'vlanLink.set'>): void {
  const { parent, vlanId } = intent
  const name = intent.name ?? `${parent}.${vlanId}`
  const lower = draft.link(parent)
  if (lower === undefined || lower.kind === 'loopback')
    return draft.refuse(
      'parent',
      'unknown_link',
      `${parent} is ${draft.whatIs(parent) ?? 'not on this host'}: name a NIC, a bond or a bridge`,
    )
  const message = validateIfName(name)
  if (message !== undefined) return draft.refuse('name', 'invalid_value', message)
  if (!draft.isManageable('parent', parent)) return
  const existing = draft.link(name)
  if (existing?.vlan?.id === vlanId && existing.lower === parent) return
  const taken = draft.whatIs(name)
  if (taken !== undefined) return draft.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name`)
  const twin = uppersOf(draft.state, parent).find((link) => link.vlan?.id === vlanId)
  if (twin !== undefined)
    return draft.refuse(
      'vlanId',
      'vlan_taken',
      `VLAN ${vlanId} of ${parent} is ${twin.name} already: the kernel allows one, use that`,
    )
  const seat = draft.seatOf(parent)
  if (seat?.kind === 'linux-bond')
    return draft.refuse('parent', 'wrong_kind', `${parent} is a member of ${seat.bond}: put the VLAN on ${seat.bond}`)
  if (seat?.kind === 'ovs' && lower.kind !== 'ovs-internal')
    draft.warn(`${parent} is a port of ${seat.bridge}: its frames go to the switch, ${name} sees none of them`)
  draft.putLink(
    newLink(name, 'vlan', {
      lower: parent,
      vlan: { id: vlanId, protocol: '802.1Q' },
      mtuBytes: lower.mtuBytes,
      isUp: true,
    }),
  )
}

export function setMacvtap(draft: Draft, intent: IntentOf<'macvtap.set'>): void {
  setMacvlanKind(draft, 'macvtap', intent)
}

export function setMacvlan(draft: Draft, intent: IntentOf<'macvlan.set'>): void {
  setMacvlanKind(draft, 'macvlan', intent)
}

function setMacvlanKind(
  draft: Draft,
  kind: 'macvtap' | 'macvlan',
  { name, lower: lowerName, mode }: { name: string; lower: string; mode: NonNullable<Link['macvlan']>['mode'] },
): void {
  const lower = draft.link(lowerName)
  if (lower === undefined || lower.kind === 'loopback' || lower.kind === 'macvtap')
    return draft.refuse(
      'lower',
      'unknown_link',
      `${lowerName} is ${draft.whatIs(lowerName) ?? 'not on this host'}: name a NIC, a bond or a VLAN link`,
    )
  if (!draft.isManageable('lower', lowerName)) return
  const existing = draft.link(name)
  if (existing?.kind === kind && existing.lower === lowerName && existing.macvlan?.mode === mode) return
  const guest = draft.guestAt(name)
  if (guest !== undefined)
    return draft.refuse(
      'name',
      'guest_port',
      `${name} belongs to running guest ${guest.name}: move the guest's NIC instead`,
    )
  if (existing !== undefined && (existing.kind !== kind || existing.lower !== lowerName))
    return draft.refuse(
      'name',
      'name_taken',
      `${name} is ${draft.whatIs(name) ?? 'taken'}${existing.lower === null ? '' : ` on ${existing.lower}`} already: choose another name, or remove it first`,
    )
  const seat = draft.seatOf(lowerName)
  if (seat !== null && seat.kind !== 'ovs')
    return draft.refuse(
      'lower',
      'member_taken',
      `${lowerName} is in ${seat.kind === 'linux-bond' ? seat.bond : seat.bridge}, and the kernel allows one of the two: put the ${kind} on ${seat.kind === 'linux-bond' ? seat.bond : 'another link'}`,
    )
  if (seat?.kind === 'ovs' && lower.kind !== 'ovs-internal')
    return draft.refuse(
      'lower',
      'member_taken',
      `${lowerName} is a port of ${seat.bridge}, and the kernel allows one of the two: use an internal port of ${seat.bridge}`,
    )
  const siblings = uppersOf(draft.state, lowerName).filter((link) => link.macvlan !== null && link.name !== name)
  const passthru = siblings.find((link) => link.macvlan?.mode === 'passthru')
  const [sibling] = siblings
  if (passthru !== undefined || (mode === 'passthru' && sibling !== undefined))
    return draft.refuse(
      'mode',
      'conflict',
      `Mode passthru takes ${lowerName} for itself, and ${(passthru ?? sibling)?.name ?? 'another'} is there too: choose another lower link or another mode`,
    )
  if (existing !== undefined && (mode === 'passthru' || existing.macvlan?.mode === 'passthru'))
    return draft.refuse(
      'mode',
      'conflict',
      `${name} is in mode ${existing.macvlan?.mode ?? 'vepa'}: to or from passthru it must be removed and made anew`,
    )
  const link = existing ?? newLink(name, kind, { lower: lowerName, mtuBytes: lower.mtuBytes })
  draft.putLink({ ...link, macvlan: { mode } })
  if (kind === 'macvtap')
    draft.warn(`${name}: host and guest cannot talk over ${lowerName}; a host-side macvlan on ${lowerName} cures that`)
  if (mode === 'vepa')
    draft.warn(
      `${name}: in VEPA mode guests on ${lowerName} reach each other only through a switch that reflects frames (hairpin)`,
    )
}

export function removeStacked(draft: Draft, name: string, kind: 'vlan' | 'macvtap' | 'macvlan'): void {
  const refuse = (code: string, message: string): void => draft.refuse('name', code, message)
  const link = draft.link(name)
  if (link?.kind !== kind)
    return refuse(
      'unknown_link',
      `${name} is ${draft.whatIs(name) ?? 'not on this host'}: name a ${kind === 'vlan' ? 'VLAN link' : kind}`,
    )
  if (!draft.isManageable('name', name)) return
  const guest = draft.guestAt(name)
  if (guest !== undefined)
    return refuse('guest_port', `${name} belongs to running guest ${guest.name}: detach the guest's NIC instead`)
  if (!mayBeRemoved(draft, name)) return
  warnOfLinkLocal(draft, link)
  leave(draft, name)
  draft.removeLink(name)
}
