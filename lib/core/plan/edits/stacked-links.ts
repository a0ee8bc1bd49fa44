/* Links stacked on a lower one: VLAN links, macvtaps, macvlans. */
import type { Link } from '../../model/link'
import { LINK_KINDS } from '../../model/link-kinds'
import type { EditsOf } from './edit-record'
import { REMOVED_LINK } from '../../objects/grounds'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { validateIfName } from '../../address/if-name'
import { leave } from './members'
import { newLink } from '../../objects/new-objects'
import { mayBeRemoved, warnOfLinkLocal } from './removal'
import { uppersOf } from './dependents'

function setVlanLink(working: WorkingState, intent: IntentOf<'vlanLink.set'>): void {
  const { parent, vlanId } = intent
  const name = intent.name ?? `${parent}.${vlanId}`
  const lower = working.link(parent)
  if (lower === undefined || lower.kind === 'loopback')
    return working.refuse(
      'parent',
      'unknown_link',
      `${parent} is ${working.whatIs(parent) ?? 'not on this host'}: name a NIC, a bond or a bridge`,
    )
  const message = validateIfName(name)
  if (message !== undefined) return working.refuse('name', 'invalid_value', message)
  if (!working.isManageable('parent', parent)) return
  const existing = working.link(name)
  if (existing?.vlan?.id === vlanId && existing.lower === parent) return
  const taken = working.whatIs(name)
  if (taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name`)
  const twin = uppersOf(working.state, parent).find((link) => link.vlan?.id === vlanId)
  if (twin !== undefined)
    return working.refuse(
      'vlanId',
      'vlan_taken',
      `VLAN ${vlanId} of ${parent} is ${twin.name} already: the kernel allows one, use that`,
    )
  const attachment = working.attachmentOf(parent)
  if (attachment?.kind === 'linux-bond')
    return working.refuse(
      'parent',
      'wrong_kind',
      `${parent} is a member of ${attachment.bond}: put the VLAN on ${attachment.bond}`,
    )
  if (attachment?.kind === 'ovs' && lower.kind !== 'ovs-internal')
    working.warn(`${parent} is a port of ${attachment.bridge}: its frames go to the switch, ${name} sees none of them`)
  working.putLink(
    newLink(name, 'vlan', {
      lower: parent,
      vlan: { id: vlanId, protocol: '802.1Q' },
      mtuBytes: lower.mtuBytes,
      isUp: true,
    }),
  )
}

function setMacvtap(working: WorkingState, intent: IntentOf<'macvtap.set'>): void {
  setMacvlanKind(working, 'macvtap', intent)
}

function setMacvlan(working: WorkingState, intent: IntentOf<'macvlan.set'>): void {
  setMacvlanKind(working, 'macvlan', intent)
}

function setMacvlanKind(
  working: WorkingState,
  kind: 'macvtap' | 'macvlan',
  { name, lower: lowerName, mode }: { name: string; lower: string; mode: NonNullable<Link['macvlan']>['mode'] },
): void {
  const lower = working.link(lowerName)
  if (lower === undefined || lower.kind === 'loopback' || lower.kind === 'macvtap')
    return working.refuse(
      'lower',
      'unknown_link',
      `${lowerName} is ${working.whatIs(lowerName) ?? 'not on this host'}: name a NIC, a bond or a VLAN link`,
    )
  if (!working.isManageable('lower', lowerName)) return
  const existing = working.link(name)
  if (existing?.kind === kind && existing.lower === lowerName && existing.macvlan?.mode === mode) return
  const guest = working.guestAt(name)
  if (guest !== undefined)
    return working.refuse(
      'name',
      'guest_port',
      `${name} belongs to running guest ${guest.name}: move the guest's NIC instead`,
    )
  if (existing !== undefined && (existing.kind !== kind || existing.lower !== lowerName))
    return working.refuse(
      'name',
      'name_taken',
      `${name} is ${working.whatIs(name) ?? 'taken'}${existing.lower === null ? '' : ` on ${existing.lower}`} already: choose another name, or remove it first`,
    )
  const attachment = working.attachmentOf(lowerName)
  if (attachment !== null && attachment.kind !== 'ovs')
    return working.refuse(
      'lower',
      'member_taken',
      `${lowerName} is in ${attachment.kind === 'linux-bond' ? attachment.bond : attachment.bridge}, and the kernel allows one of the two: put the ${kind} on ${attachment.kind === 'linux-bond' ? attachment.bond : 'another link'}`,
    )
  if (attachment?.kind === 'ovs' && lower.kind !== 'ovs-internal')
    return working.refuse(
      'lower',
      'member_taken',
      `${lowerName} is a port of ${attachment.bridge}, and the kernel allows one of the two: use an internal port of ${attachment.bridge}`,
    )
  const other = uppersOf(working.state, lowerName).find(
    (link) => LINK_KINDS[link.kind].takesFrames && link.macvlan === null,
  )
  if (other !== undefined)
    return working.refuse(
      'lower',
      'link_in_use',
      `${other.name} (${LINK_KINDS[other.kind].noun}) stands on ${lowerName}, and the kernel allows one of the two: choose another lower link`,
    )
  const siblings = uppersOf(working.state, lowerName).filter((link) => link.macvlan !== null && link.name !== name)
  const passthru = siblings.find((link) => link.macvlan?.mode === 'passthru')
  const [sibling] = siblings
  if (passthru !== undefined || (mode === 'passthru' && sibling !== undefined))
    return working.refuse(
      'mode',
      'conflict',
      `Mode passthru takes ${lowerName} for itself, and ${(passthru ?? sibling)?.name ?? 'another'} is there too: choose another lower link or another mode`,
    )
  if (existing !== undefined && (mode === 'passthru' || existing.macvlan?.mode === 'passthru'))
    return working.refuse(
      'mode',
      'conflict',
      `${name} is in mode ${existing.macvlan?.mode ?? 'vepa'}: to or from passthru it must be removed and made anew`,
    )
  const link = existing ?? newLink(name, kind, { lower: lowerName, mtuBytes: lower.mtuBytes })
  working.putLink({ ...link, macvlan: { mode } })
  if (kind === 'macvtap')
    working.warn(
      `${name}: host and guest cannot talk over ${lowerName}; a host-side macvlan on ${lowerName} cures that`,
    )
  if (mode === 'vepa')
    working.warn(
      `${name}: in VEPA mode guests on ${lowerName} reach each other only through a switch that reflects frames (hairpin)`,
    )
}

function removeStacked(working: WorkingState, name: string, kind: 'vlan' | 'macvtap' | 'macvlan'): void {
  const refuse = (code: string, message: string): void => working.refuse('name', code, message)
  const link = working.link(name)
  if (link?.kind !== kind)
    return refuse(
      'unknown_link',
      `${name} is ${working.whatIs(name) ?? 'not on this host'}: name a ${kind === 'vlan' ? 'VLAN link' : kind}`,
    )
  if (!working.isManageable('name', name)) return
  const guest = working.guestAt(name)
  if (guest !== undefined)
    return refuse('guest_port', `${name} belongs to running guest ${guest.name}: detach the guest's NIC instead`)
  if (!mayBeRemoved(working, name)) return
  warnOfLinkLocal(working, link)
  leave(working, name)
  working.removeLink(name)
}

export const stackedLinkEdits: EditsOf<
  'vlanLink.set' | 'vlanLink.remove' | 'macvtap.set' | 'macvtap.remove' | 'macvlan.set' | 'macvlan.remove'
> = {
  'vlanLink.set': { needs: ['links', 'ovs'], apply: setVlanLink },
  'vlanLink.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'vlan') },
  'macvtap.set': { needs: ['links', 'ovs'], apply: setMacvtap },
  'macvtap.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'macvtap') },
  'macvlan.set': { needs: ['links', 'ovs'], apply: setMacvlan },
  'macvlan.remove': { needs: REMOVED_LINK, apply: (working, { name }) => removeStacked(working, name, 'macvlan') },
}
